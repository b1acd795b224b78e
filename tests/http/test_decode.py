"""What a body has to be to be read at all: strict JSON, and images that are what they claim."""

import base64
import contextlib
import json
import warnings
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dressform.engine.errors import Invalid, Issue, Refused, Unreadable
from dressform.http import decode
from tests.support.pictures import BROKEN, SOUND, picture, png_of

HERE = ("body", "photo")


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        decode.strict_json(raw)
    return caught.value


def issue(refused: Refused) -> Issue:
    assert isinstance(refused, Invalid)
    (only,) = refused.issues
    return only


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -1, 1.5, "", "ü 🧥 \0 \n", [], {}, {"a": [{"b": None}]}, 2**64, -(10**300)],
)
def test_json_is_read_as_what_it_says(value: Any) -> None:
    for raw in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert decode.strict_json(raw.encode()) == value


MEMBERS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
FLAT = st.dictionaries(st.text(max_size=2), MEMBERS | st.lists(MEMBERS, max_size=2), max_size=4)
SCRAPS = st.binary(max_size=3) | st.sampled_from(
    [
        b'"',
        b"\\",
        b"{}",
        b',"":""',
        b',"a":1',
        b" ",
        b"\xed\xa0\x80",
        b"\n",
        b"1.0",
        b"\x7f",
        b'"a"',
    ]
)


@given(FLAT, st.booleans(), st.lists(st.tuples(st.integers(0, 99), SCRAPS), max_size=3))
@settings(max_examples=2000, deadline=None, database=None, derandomize=True)
def test_a_flat_body_is_read_in_haste_as_it_is_with_care(
    body: dict[str, Any], ascii: bool, scraps: list[tuple[int, bytes]]
) -> None:
    raw = json.dumps(body, ensure_ascii=ascii).encode()
    for place, scrap in scraps:
        at = place % (len(raw) + 1)
        raw = raw[:at] + scrap + raw[at:]
    if (read := decode.flat_json(raw)) is not None:
        careful = decode.careful_json(raw)
        assert [(n, type(v), v) for n, v in careful.items()] == [
            (n, type(v), v) for n, v in read.items()
        ]


@pytest.mark.parametrize("raw", [b'{"a":1,"a":2}', b'{"a":"","b":2,"b":""}'])
def test_a_member_that_is_there_twice_is_not_read_in_haste(raw: bytes) -> None:
    assert decode.flat_json(raw) is None


@pytest.mark.parametrize("text", ["1.0", "1e0", "10e-1", "-0.0"])
def test_a_number_without_a_fraction_is_an_integer(text: str) -> None:
    assert type(decode.strict_json(text.encode())) is int


def test_an_integer_may_have_as_many_digits_as_python_reads() -> None:
    assert decode.strict_json(b"9" * 4300) == int("9" * 4300)


@pytest.mark.parametrize(
    ("raw", "position"),
    [
        (b"{", 1),
        (b'{"a":1,}', 7),
        (b"{'a':1}", 1),
        (b'{"a":1} x', 8),
        (b"", 0),
        (b" ", 1),
        (b"nul", 0),
        (b'"a\nb"', 2),
        (b'"\\x"', 1),
        (b"01", 1),
        (b"+1", 0),
        (b".5", 0),
        (b"[1 2]", 3),
        (b"\xef\xbb\xbf{}", 0),
        (b"{\0}", 1),
    ],
)
def test_what_is_no_json_is_refused_with_its_position(raw: bytes, position: int) -> None:
    found = issue(refusal(raw))
    assert (found.keyword, found.where) == ("json", ("body", position))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'{"a":NaN}', "NaN is not JSON"),
        (b"[Infinity]", "Infinity is not JSON"),
        (b"-Infinity", "-Infinity is not JSON"),
        (b"1e999", "Number out of range: 1e999"),
        (b"-1e999", "Number out of range: -1e999"),
        (b"9" * 5000 + b".5", "Number out of range: " + "9" * 40),
        (b'{"a":1,"b":2,"a":3}', "Duplicate member 'a'"),
        (b'[{"b":{"a":1,"a":1}}]', "Duplicate member 'a'"),
        (b'{"a":1,"\\u0061":2}', "Duplicate member 'a'"),
        (b'{"\\ud800":1,"\\ud800":2}', "Duplicate member '\\ud800'"),
    ],
)
def test_what_only_pythons_decoder_takes_is_refused_as_no_json(raw: bytes, words: str) -> None:
    found = issue(refusal(raw))
    assert (found.keyword, found.message) == ("json", words)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":"\xff"}',
        b"\xff\xfe{\0}\0",
        '{"a":"ü"}'.encode("latin-1"),
        "{}".encode("utf-16"),
        "{}".encode("utf-32"),
        b'"\xed\xa0\x80"',
        b'"\xc0\x80"',
        b"\x80",
    ],
)
def test_another_encoding_than_utf_8_cannot_be_read(raw: bytes) -> None:
    assert isinstance(refusal(raw), Unreadable)


@pytest.mark.parametrize("raw", [b"9" * 4301, b"[-" + b"9" * 5000 + b"]"])
def test_an_integer_beyond_what_python_reads_cannot_be_read(raw: bytes) -> None:
    assert isinstance(refusal(raw), Unreadable)


@pytest.mark.parametrize(
    "raw", [b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000, b"[" * 10**6]
)
def test_endless_nesting_cannot_be_read(raw: bytes) -> None:
    assert isinstance(refusal(raw), Unreadable)


def test_nesting_ends_at_a_hundred_levels() -> None:
    deepest = decode.MAX_DEPTH
    assert decode.strict_json(b"[" * deepest + b"]" * deepest)
    assert isinstance(refusal(b"[" * (deepest + 1) + b"]" * (deepest + 1)), Unreadable)
    assert isinstance(refusal(b'{"a":' * (deepest + 1) + b"1" + b"}" * (deepest + 1)), Unreadable)


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'"\\ud800"', ("body",)),
        (b'{"a":[0,"x\\uDFFFy"]}', ("body", "a", 1)),
        (b'{"a":{"\\ud800":1}}', ("body", "a")),
        (b'"\\udc00\\ud800"', ("body",)),
    ],
)
def test_a_lone_surrogate_is_refused_where_it_stands(raw: bytes, where: tuple[Any, ...]) -> None:
    found = issue(refusal(raw))
    assert (found.keyword, found.where) == ("unicode", where)
    assert json.dumps(found.value, ensure_ascii=False).encode()


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert decode.strict_json(b'"\\ud83e\\udde5"') == "🧥"


@pytest.mark.parametrize("name", SOUND)
def test_an_image_is_told_by_its_content(name: str) -> None:
    upload = decode.image(SOUND[name], HERE)
    assert (upload.format, upload.width, upload.height) == (name.split()[0], 3, 2)
    assert upload.data == SOUND[name]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("strictness", ["error", "ignore"])
def test_what_is_no_usable_image_is_refused_at_its_place(name: str, strictness: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(strictness)
        with pytest.raises(Invalid) as caught:
            decode.image(BROKEN[name], HERE)
    found = issue(caught.value)
    assert (found.where, found.keyword) == (HERE, "image")
    assert found.value == f"<{len(BROKEN[name])} bytes>"
    assert found.message.startswith("not a usable image: ")
    assert "0x" not in found.message, "the same bytes are refused in the same words"


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.sampled_from(list(SOUND.values())), st.data())
def test_no_bytes_at_all_break_the_reader(sound: bytes, data: st.DataObject) -> None:
    broken = bytearray(sound[: data.draw(st.integers(0, len(sound)))])
    for place in data.draw(st.lists(st.integers(0, len(sound) - 1), max_size=8)):
        if place < len(broken):
            broken[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Invalid):
        assert decode.image(bytes(broken), HERE).format in {"png", "jpeg", "webp"}


def test_an_image_may_be_as_large_as_is_drawn_later() -> None:
    assert decode.image(png_of(10_000, 8_000), HERE).width == 10_000


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_a_data_url_holds_an_image(name: str) -> None:
    data, coded = SOUND[name], base64.b64encode(SOUND[name]).decode()
    for url in (
        f"data:image/{name};base64,{coded}",
        f"data:image/{name};charset=utf-8;base64,{coded}",
        f"data:image/{name};base64,{coded.replace('+', '%2B').replace('/', '%2F')}",
        f"data:image/{name},{quote_from_bytes(data)}",
        f"data:image/png;base64,{coded}",
    ):
        assert decode.data_url(url, HERE).format == name


@pytest.mark.parametrize(
    "url",
    [
        "data:image/",
        "data:image/png",
        "data:image/png,",
        "data:image/png;base64,",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,A",
        "data:image/png;base64,*$!*",
        "data:image/png;base64,*" + base64.b64encode(SOUND["png"]).decode(),
        "data:image/svg+xml;utf8,<svg/>",
        "data:image/gif;base64," + base64.b64encode(picture("GIF")).decode(),
        "data:image/png," + base64.b64encode(picture()).decode(),
    ],
)
def test_a_data_url_without_a_usable_image_is_refused_at_its_place(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode.data_url(url, HERE)
    assert (issue(caught.value).where, issue(caught.value).keyword) == (HERE, "image")
