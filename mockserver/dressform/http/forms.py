"""A form (`multipart/form-data`, RFC 7578): its fields and its files.

aiohttp reads every form there is, in steps that can each wait for the network: that takes longer
than all the rest of a request. A form that is all here, and written as clients write them, is taken
apart in one go; whatever is unusual or broken in any way is aiohttp's to judge.
"""

import re
import warnings
from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import StreamReader, web

MULTIPART = "multipart/form-data"

SMALL = 1_000_000
"""Bytes of the largest form that is waited for before anybody looks at it."""

_FEW = 100
_BOUNDARY = re.compile(rf"{MULTIPART}; ?boundary=([0-9A-Za-z'+_.-]{{1,70}})", re.ASCII)
_TEXT = rb"[ !#-.0-:<-\[\]-~]{1,250}"  # ASCII that means nothing between quotes
_HEAD = re.compile(
    rb'\r\nContent-Disposition: form-data; name="(?!_charset_")(%b)"(?:; filename="(%b)")?'
    rb"(?:\r\nContent-Type: (?!multipart/)[a-z]+/[\w.+-]+)?\r\n\r\n" % (_TEXT, _TEXT)
)
_ENDS = frozenset({b"--", b"--\r\n"})


class File(NamedTuple):
    """A file in a form; `name` is the one that it came with."""

    name: str
    data: bytes


Form = Mapping[str, str | File]


async def read_form(request: web.BaseRequest) -> Form:
    """The fields of a form; of several with the same name, the last. Raises whatever aiohttp does."""
    length = request.content_length
    if request.content.is_eof() or (length is not None and length <= SMALL):
        body = await request.read()
        form = plain_form(request.headers["Content-Type"], body)
        if form is not None:
            return form
        _put_back(request.content, body)
    return {utf8(name): _field(value) for name, value in (await request.post()).items()}


def plain_form(content_type: str, body: bytes) -> Form | None:
    """The same of a form that is written in the usual way; None of any other, be it one or not."""
    found = _BOUNDARY.fullmatch(content_type)
    if found is None:
        return None
    boundary = b"--" + found[1].encode()
    if not body.startswith(boundary):
        return None
    *parts, end = body[len(boundary) :].split(b"\r\n" + boundary)
    if end not in _ENDS or len(parts) > _FEW:
        return None
    form: dict[str, str | File] = {}
    for part in parts:
        head = _HEAD.match(part)
        if head is None:
            return None
        name, filename = head.groups()
        data = part[head.end() :]
        try:
            value = data.decode() if filename is None else File(filename.decode(), data)
        except UnicodeDecodeError:
            return None
        form[name.decode()] = value
    return form


def utf8(text: str) -> str:
    """A name out of a part's header, with what was no UTF-8 there replaced."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _put_back(content: StreamReader, body: bytes) -> None:
    """As if it had not been read. aiohttp calls that deprecated, and reads forms by it itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        content.unread_data(body)


def _field(value: str | bytes | bytearray | web.FileField) -> str | File:
    """A text, or a file; a part of any other type is read as text, and a text has to be Unicode."""
    if isinstance(value, web.FileField):
        with value.file as file:
            return File(utf8(value.filename), file.read())
    return (value.encode() if isinstance(value, str) else value).decode()
