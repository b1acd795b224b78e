"""The band at the bottom: title, prompt, facts, and the mark that says it is a simulation."""

from dataclasses import dataclass
from math import sqrt

from PIL import Image, ImageDraw

from dressform.media.curves import At, Colour, Disc, Fill, Shape, box, loop, stroke
from dressform.media.palette import INK, PAPER, colour, ink_on
from dressform.media.spec import Caption
from dressform.media.text import font, legible, shorten, wrap

SOFT, MUTED = colour("4d4553"), colour("857a80")
MARK = "Dressform simulation"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text: its left end and the middle of its height, in pixels of the band."""

    x: float
    y: float
    text: str
    size: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Band:
    """A caption laid out for a picture's width; ``height`` is in pixels and even."""

    width: int
    height: int
    words: tuple[Word, ...]
    mark: tuple[float, float, float]
    """The left end and the middle of the mark's pill, and its height."""


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes in pixels that suit a picture: never too small to read."""

    title: int
    prompt: int
    fact: int
    margin: int
    prompt_rows: int


def _sizes(width: int, height: int) -> _Sizes:
    base = min(sqrt(width * height), 1.25 * height, 1.4 * width)
    return _Sizes(
        title=max(12, round(base * 0.030)),
        prompt=max(11, round(base * 0.0225)),
        fact=max(10, round(base * 0.0185)),
        margin=max(8, round(base * 0.030)),
        prompt_rows=2 if width > 1.4 * height or base < 400 else 3,
    )


def lay_out(caption: Caption, width: int, height: int) -> Band:
    """Lay a caption out for a picture of ``width`` x ``height`` pixels."""
    sizes = _sizes(width, height)
    room = width - 2 * sizes.margin
    words: list[Word] = []
    y = sizes.margin * 0.85
    title, prompt = legible(caption.title), legible(caption.prompt)
    for text, size, tint, rows in (
        (title, sizes.title, INK, 1),
        (prompt, sizes.prompt, SOFT, sizes.prompt_rows),
    ):
        for line in wrap(text, font(size), room, rows):
            words.append(Word(sizes.margin, y + size * 0.62, line, size, tint))
            y += size * 1.32
        y += size * 0.16
    facts, x, y = _facts(caption, sizes, room, y)
    words += facts
    deep, wide = sizes.fact * 1.85, _mark_width(sizes.fact)
    middle = y
    if title and font(sizes.title).getlength(title) + wide + 2 * sizes.margin <= room:
        middle = words[0].y
    elif x + wide > room:
        middle = y = y + sizes.fact * 1.8
    bottom = y + max(deep / 2, sizes.margin) + sizes.margin * 0.2
    mark = (sizes.margin + room - wide, middle, deep)
    return Band(width, 2 * round(bottom / 2), tuple(words), mark)


def _facts(caption: Caption, sizes: _Sizes, room: int, y: float) -> tuple[list[Word], float, float]:
    """Set the facts in a row, or two; return also where the last one ends, and its middle.

    A second row leaves room for the mark.
    """
    face, size, gap = font(sizes.fact), sizes.fact, sizes.fact * 1.1
    y += size * 0.8
    words: list[Word] = []
    x, row = 0.0, 1
    for fact, value in caption.facts:
        label = shorten(legible(fact), face, room * 0.4) + " "
        wide = face.getlength(label)
        shown = shorten(legible(value), face, room - wide)
        end = wide + face.getlength(shown)
        if x and x + end > room and row == 1:
            x, row, y = 0.0, 2, y + size * 1.6
        if row == 2 and x + end > room - _mark_width(size) - gap:
            break
        words.append(Word(sizes.margin + x, y, label, size, MUTED))
        words.append(Word(sizes.margin + x + wide, y, shown, size, INK))
        x += end + gap
    return words, x, y


def _mark_width(size: int) -> float:
    return font(size).getlength(MARK) + size * 2.6


def background(band: Band, accent: Colour) -> tuple[Shape, ...]:
    """Return the band's paper, its edge in ``accent``, and the pill of the mark with its icon."""
    left, middle, deep = band.mark
    size, half = deep / 1.85, deep / 2
    right = left + _mark_width(round(size))
    line = max(3.0, band.height * 0.022)
    ends = tuple(Disc(x, middle, half, half, accent) for x in (left + half, right - half))
    return (
        Fill(box(0, 0, band.width, band.height), PAPER),
        Fill(box(0, 0, band.width, line), accent),
        *ends,
        Fill(box(left + half, middle - half, right - half, middle + half), accent),
        At(left + size * 1.15, middle, size * 0.62, _dress_form(ink_on(accent))),
    )


def _dress_form(tint: Colour) -> tuple[Shape, ...]:
    """Return a tailor's dummy on its stand, two units high, around (0, 0)."""
    bust = loop(
        (-0.12, -0.95), (-0.42, -0.72), (-0.36, -0.35), (-0.22, -0.10), (-0.40, 0.38),
        (0.40, 0.38), (0.22, -0.10), (0.36, -0.35), (0.42, -0.72), (0.12, -0.95),
    )  # fmt: skip
    return (
        Fill(bust, tint),
        Fill(box(-0.07, 0.3, 0.07, 0.9), tint),
        Fill(stroke(((-0.34, 0.94), (0.0, 0.82), (0.34, 0.94)), 0.14), tint),
    )


def write(image: Image.Image, band: Band, top: int, accent: Colour) -> None:
    """Write the band's words on ``image``, whose row ``top`` is the band's first."""
    pen = ImageDraw.Draw(image, "RGBA")
    for word in band.words:
        pen.text(
            (word.x, top + word.y), word.text, fill=word.colour, font=font(word.size), anchor="lm"
        )
    left, middle, deep = band.mark
    size = round(deep / 1.85)
    pen.text(
        (left + size * 1.85, top + middle), MARK, fill=ink_on(accent), font=font(size), anchor="lm"
    )
