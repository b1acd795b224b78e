"""A plain form is taken apart in one go, and nobody can tell from what is understood."""

import asyncio
from typing import Any
from unittest.mock import Mock, patch

import pytest
import requests
from aiohttp import StreamReader
from aiohttp.test_utils import make_mocked_request
from hypothesis import given, settings
from hypothesis import strategies as st

from dressform.http import forms
from dressform.http.forms import File, Form, plain_form, read_form
from tests.support.pictures import SOUND
from tests.support.serving import Shop

KIND = "multipart/form-data; boundary=B"
NAME = b'Content-Disposition: form-data; name="'

_NAMES = [
    *(b'b"', b'a b"', b'"', b'_charset_"', b'/a"', b'a\\b"', b'a;b"', b'\\"a"', b'\xff"', b'a" '),
    *(b'a"; filename="x.png"', b'a"; filename=""', b'a"; filename="../x.png"', b'b"; filename=x'),
    *(b"a\"; filename*=utf-8''x.png", b'a"; filename="\xff"', b'a"; name="b"', b'a"; x="y"'),
    *(b'a";', b"a" * 300 + b'"', b'a"; filename="' + b"x" * 300 + b'"'),
]
_LINES = [
    *(b"Content-Type: image/png", b"Content-Type: text/plain", b"content-type: text/plain"),
    *(b"Content-Type: text/plain; charset=latin-1", b"Content-Type: multipart/mixed", b"Content-T"),
    *(b"Content-Type: text/", b"Content-Length: 1", b"Content-Transfer-Encoding: base64", b" x"),
    *(b"Content-Encoding: gzip", b"X-Other: x", NAME + b'c"'),
]
_DATA = [
    *(b"", b"x", b"latin-1", b"eHg=", b"\xc3\xbc", b"\xff", b"\r\n", b"--B", b"\n--B", b"--B--"),
    *(b"\r\n--B", b"\r\n--Bx", b"\r\n--B--\r\n", b"\r", b"x" * 9_000),
]
_LOOSE = [b"\r\n", b"\n", b"--B", b"--B--", b"\r\n--B\r\n", b" ", b"x", b"\0", b"--"]


def _read(body: bytes, kind: str = KIND) -> Form:
    """What `read_form` makes of it."""

    async def read() -> Form:
        content = StreamReader(Mock(), 65_536, loop=asyncio.get_running_loop())
        content.feed_data(body)
        content.feed_eof()
        head = {"Content-Type": kind, "Content-Length": str(len(body))}
        return await read_form(make_mocked_request("POST", "/", head, payload=content))

    return asyncio.run(read())


def _as_aiohttp_reads(body: bytes, kind: str = KIND) -> Form | None:
    """The same, with no form taken for a plain one; None if it is broken."""
    with patch.object(forms, "plain_form", Mock(return_value=None)):
        try:
            return _read(body, kind)
        except Exception:  # noqa: BLE001 - whatever it is, `read_body` knows it
            return None


def _in_order(form: Form | None) -> list[Any] | None:
    return None if form is None else list(form.items())


def _mostly(usual: bytes, *odd: bytes) -> st.SearchStrategy[bytes]:
    return st.sampled_from([usual] * len(odd) + [*odd])


@st.composite
def _forms(draw: st.DrawFn) -> bytes:
    """Forms of few parts, about half of them with something odd about them."""
    body = b""
    for _ in range(draw(st.integers(1, 2))):
        lines = [
            NAME + draw(_mostly(b'a"', *_NAMES)),
            *draw(st.lists(st.sampled_from(_LINES), max_size=1)),
        ]
        head = b"".join(line + b"\r\n" for line in draw(st.permutations(lines)))
        body += b"--B\r\n" + head + b"\r\n" + draw(_mostly(b"x", *_DATA)) + b"\r\n"
    body += draw(_mostly(b"--B--\r\n", b"--B--", b"--B--\r\n\r\n", b"--B--x", b"--B", b""))
    for loose in draw(st.lists(st.sampled_from(_LOOSE), max_size=1)):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + loose + body[place + draw(st.integers(0, 2)) :]
    return body


@settings(max_examples=1_000, deadline=None)
@given(_forms())
def test_what_is_plain_is_read_as_aiohttp_reads_it(body: bytes) -> None:
    plain = plain_form(KIND, body)
    if plain is not None:
        assert _in_order(plain) == _in_order(_as_aiohttp_reads(body))


_WORD = st.from_regex(r"[a-z][a-z0-9 _.()-]{0,60}", fullmatch=True)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_WORD, st.text() | st.builds(File, _WORD, st.binary()), min_size=1))
def test_a_form_is_plain_that_is_written_as_clients_write_them(form: dict[str, str | File]) -> None:
    sent = {
        n: (v.name, v.data, "image/png") if isinstance(v, File) else (None, v)
        for n, v in form.items()
    }
    request = requests.Request("POST", "http://x", files=sent).prepare()
    assert isinstance(request.body, bytes)
    kind = request.headers["Content-Type"]
    assert plain_form(kind, request.body) == form
    assert _as_aiohttp_reads(request.body, kind) == form


@pytest.mark.parametrize(
    "kind",
    [
        'multipart/form-data; boundary="B"',
        "multipart/form-data;boundary=B",
        "multipart/form-data; charset=utf-8; boundary=B",
        "Multipart/Form-Data; Boundary=B",
        "multipart/form-data; boundary=B;",
    ],
)
def test_a_boundary_is_found_however_it_is_told(kind: str) -> None:
    body = b"--B\r\n" + NAME + b'a"\r\n\r\nx\r\n--B--\r\n'
    assert _read(body, kind) == {"a": "x"}


def test_a_form_that_comes_in_pieces_is_the_same_form(uwear: Shop) -> None:
    """And nobody says how long it will be."""
    files = {"photo_file": ("a.png", SOUND["png"], "image/png")}
    request = requests.Request(
        "POST", "http://x", data={"clothing_item_name": "n"}, files=files
    ).prepare()
    body = request.body
    assert isinstance(body, bytes)
    kind = {"Content-Type": request.headers["Content-Type"]}
    for size in (50, len(body)):
        pieces = (body[i : i + size] for i in range(0, len(body), size))
        item = uwear.json("POST", "/clothing-item", data=pieces, headers=kind)
        assert uwear.http.get(item["clothing_item_url"], timeout=10).content == SOUND["png"]
