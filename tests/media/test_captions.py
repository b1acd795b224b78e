"""The band of words: legible, never overflowing, whatever is written."""

import pytest
from PIL import Image, ImageChops

from dressform.media import Caption
from dressform.media.caption import MARK, lay_out
from dressform.media.text import KNOWN, UNKNOWN, font, legible, wrap

STRANGE = {
    "empty": "",
    "spaces": " \t\n ",
    "one endless word": "x" * 5000,
    "many words": "silk " * 2000,
    "control characters": "\x00\x07\x1b[31mred\r\nline\x7f\x85",
    "emoji": "👗✨👩🏽‍🦰🇫🇷 ❤️",
    "right to left": "فستان أحمر \u202e שמלה",
    "Chinese": "穿着红色连衣裙的女人" * 30,
    "combining": "a\u0301\u0327" * 400,
    "lone surrogate": "\ud800\udfff",
    "beyond Unicode's plans": "\U0010ffff\ue000",
}
SIZES = [(256, 256), (258, 600), (600, 258), (896, 384), (1080, 1920), (4096, 4096), (8192, 8192)]


def caption(prompt="", title="Nextry · tool", facts=(("generation", "1"), ("result", "2"))):
    return Caption(title, prompt, facts)


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_any_text_can_stand_anywhere_in_a_caption(picture, seen, text):
    assert seen(picture(prompt=text, title=text, facts=((text, text), ("result", text)))).size


@pytest.mark.parametrize("text", [*STRANGE.values(), "An ordinary prompt, not too long"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_word_leaves_the_band(width, height, text):
    facts = ((text, text), ("generation", "789"), ("size", f"{width} x {height}"), ("seed", text))
    band = lay_out(Caption(text, text, facts), width, height)

    for word in band.words:
        assert word.x >= 0
        assert word.x + font(word.size).getlength(word.text) <= width
        assert word.size / 2 <= word.y <= band.height - word.size / 2
    left, middle, deep = band.mark
    assert left >= 0
    assert middle + deep / 2 <= band.height
    assert band.height % 2 == 0
    assert band.height < height / 2


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("title", ["", "Uwear", "Uwear · nano-banana-2 · generate", "T" * 300])
def test_the_mark_covers_no_word(width, height, title):
    facts = tuple((f"fact{number}", "value" * number) for number in range(6))
    band = lay_out(caption("A prompt " * 60, title, facts), width, height)

    left, middle, deep = band.mark
    for word in band.words:
        beside = word.x + font(word.size).getlength(word.text) <= left
        above = abs(word.y - middle) >= (deep + word.size) / 2 * 0.8
        assert beside or above, word


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_letters_are_never_too_small_to_read(width, height):
    words = lay_out(caption("A prompt"), width, height).words

    assert min(word.size for word in words) >= max(10, 0.01 * min(width, height))


def test_a_long_prompt_ends_in_an_ellipsis():
    words = lay_out(caption("silk and linen " * 200), 1024, 1024).words

    assert len([word for word in words if "silk" in word.text]) == 3
    assert [word.text[-1] for word in words if "silk" in word.text][-1] == "…"


def test_facts_that_find_no_room_are_left_out_from_the_end():
    facts = tuple((f"fact{number}", "value") for number in range(40))
    shown = [word.text.strip() for word in lay_out(caption(facts=facts), 512, 512).words]

    assert shown[1:5] == ["fact0", "value", "fact1", "value"]
    assert "fact39" not in shown


def test_the_words_change_with_the_prompt_and_nothing_else_does(picture, seen):
    one, other = (seen(picture(512, 512, prompt=text)) for text in ("red silk", "blue wool"))

    changed = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox()

    assert changed
    assert changed[1] > 512 / 2


def test_every_picture_says_that_it_is_a_simulation(picture, seen):
    assert MARK == "Dressform simulation"

    spec = picture(1024, 1024, prompt="", title="", facts=())
    band = lay_out(spec.caption, 1024, 1024)
    left, middle, deep = band.mark
    top = 1024 - band.height + middle - deep / 2
    pill = seen(spec).convert("L").crop((round(left), round(top), 1024, round(top + deep)))
    dark, light = pill.getextrema()

    assert light - dark > 100


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("naïve façade, smørrebrød", "naive facade, smorrebrod"),
        ("Платье в цветочек", "Plat'e v tsvetochek"),
        ("ドレス と スカート", "doresu to suka-to"),
        ("드레스", "deureseu"),
        ("👗 and 🇫🇷", ":dress: and fr"),
        ("2 × 3 — “ok”…", "2 x 3 - “ok”…"),
        ("tab\tand\r\nline", "tab and line"),
        ("zero\u200bwidth\x00", "zerowidth"),
        ("女", UNKNOWN),
    ],
)
def test_letters_that_the_font_lacks_are_spelled_in_those_it_has(text, shown):
    assert shown == legible(text)


def test_the_letters_counted_as_known_are_those_of_the_font():
    face = font(40)

    def drawn(character):
        mask, offset = face.getmask2(character)
        return bytes(mask), mask.size, offset

    missing = drawn(UNKNOWN)
    assert [character for character in KNOWN - {" "} if drawn(character) == missing] == []


def test_a_word_longer_than_a_line_is_broken():
    face = font(20)
    rows = wrap("m" * 60, face, 200, 3)

    assert len(rows) == 3
    assert all(face.getlength(row) <= 200 for row in rows)
    assert rows[2].endswith("…")


def test_an_image_of_the_words_alone_is_not_blank(picture, seen):
    image = seen(picture(512, 512)).convert("L").crop((0, 400, 512, 512))

    assert isinstance(image, Image.Image)
    assert image.getextrema()[0] < 80
