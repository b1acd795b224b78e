"""Any text in the letters of Pillow's bundled font, which knows 111 characters, all of them Latin."""

from itertools import islice
from unicodedata import category, name, normalize

from PIL.ImageFont import FreeTypeFont, ImageFont, load_default

KNOWN = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±´·»‘’“”…‹›⁄™")
UNKNOWN = "\ufffd"
"""The font draws this, as any letter it lacks, as a crossed box."""
LONGEST = 1500
"""How many characters of a text are looked at: more than any caption shows."""
_STAND_INS = {
    **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("•‧・", "·"), "×": "x", "→": "->", "←": "<-",
    "€": "EUR", "£": "GBP", "¥": "JPY", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "þ": "th", "Þ": "Th",
    "„": "“", "‚": "‘", "¿": "?", "¡": "!", "。": ".", "、": ",",
    "ー": "-",
}  # fmt: skip
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщъыьэюяіє"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_LATIN = (
    "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya i ye "
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
)
_LETTERS = dict(zip(_CYRILLIC + _GREEK, _LATIN.split(), strict=True))
_SOUNDS = (
    "HIRAGANA LETTER ",
    "KATAKANA LETTER ",
    "HANGUL SYLLABLE ",
    "REGIONAL INDICATOR SYMBOL LETTER ",
)
"""How the names of letters begin that end with their sound."""


def legible(text: str) -> str:
    """Return ``text`` on one line, in characters that the font has.

    Accents go, some scripts are spelled in Latin letters, an emoji becomes its name between
    colons, control characters vanish, and what remains unknown becomes a crossed box.
    """
    shown = "".join(map(_shown, islice(text, LONGEST)))
    return " ".join(shown.split())


def _shown(character: str) -> str:
    if character in KNOWN:
        return character
    if character.isspace():
        return " "
    return _spelled(character) or "".join(map(_folded, normalize("NFKD", character)))


def _spelled(character: str) -> str:
    """Return a character's stand-in, its sound, or an emoji's name; nothing if it has none."""
    if character in _STAND_INS:
        return _STAND_INS[character]
    known_as = name(character, "")
    if known_as.startswith(_SOUNDS):
        return known_as.split()[-1].lower()
    return f":{known_as.lower()}:" if known_as and category(character) == "So" else ""


def _folded(part: str) -> str:
    """Return what shows for a part of a character: nothing for a mark or a control."""
    if part in KNOWN or not part.strip():
        return part
    letter = _LETTERS.get(part.lower())
    if letter:
        return letter.capitalize() if part.isupper() else letter
    return "" if category(part) in ("Mn", "Me", "Cc", "Cf", "Sk") else UNKNOWN


def font(size: float) -> FreeTypeFont | ImageFont:
    """Return the bundled font, ``size`` pixels high; a new one, since threads must not share it."""
    return load_default(size)


def shorten(text: str, face: FreeTypeFont | ImageFont, width: float) -> str:
    """Return as much of ``text`` as ``width`` pixels hold, with an ellipsis where it is cut."""
    if face.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if face.getlength(text[:middle].rstrip() + "…") <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def wrap(text: str, face: FreeTypeFont | ImageFont, width: float, lines: int) -> list[str]:
    """Break ``text`` into at most ``lines`` lines of ``width`` pixels; the last one is shortened."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and face.getlength(f"{row} {words[0]}") <= width:
            row += " " + words.pop(0)
        fits = _fitting(row, face, width)
        if fits < len(row):
            words.insert(0, row[fits:])
        rows.append(row[:fits])
    if words:
        rows.append(shorten(" ".join(words), face, width))
    return rows


def _fitting(word: str, face: FreeTypeFont | ImageFont, width: float) -> int:
    """Return how many characters of ``word`` fit, at least one."""
    count = len(word)
    while count > 1 and face.getlength(word[:count]) > width:
        count = max(1, min(count - 1, int(count * width / face.getlength(word[:count]))))
    return count
