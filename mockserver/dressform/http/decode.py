"""From the bytes of a body to plain data: strict JSON, forms, and images."""

import base64
import binascii
import io
import json
import math
import re
import struct
from collections import Counter
from typing import Any, Literal
from urllib.parse import unquote_to_bytes

import msgspec

from dressform.engine.errors import Invalid, Issue, Unreadable
from dressform.vendor import Upload

MAX_DEPTH = 100
MAX_PIXELS = 80_000_000

_FORMATS: dict[str, Literal["png", "jpeg", "webp"]] = {
    "PNG": "png",
    "JPEG": "jpeg",
    "MPO": "jpeg",  # several JPEGs in one file, as phones take them; the first counts
    "WEBP": "webp",
}
_OPENED = ("PNG", "JPEG", "WEBP")

_decode = msgspec.json.Decoder().decode

_MARK = "\ufeff"  # of byte order, which `json.loads` knows how to refuse
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

# What Pillow raises for foreign bytes; a warning when the host process makes errors of them.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, Warning)


class _Forbidden(ValueError):
    """JSON to Python's decoder, but not to RFC 8259 and I-JSON."""


def strict_json(raw: bytes) -> Any:
    """The JSON of a body. A number without a fraction is an integer, as JSON Schema has it.

    `Invalid` is what RFC 8259 or I-JSON forbid: also duplicate members, NaN, infinities and lone
    surrogates. `Unreadable` is what no decoder gets through: other encodings than UTF-8, nesting
    deeper than `MAX_DEPTH`, integers of more than 4,300 digits.
    """
    flat = flat_json(raw)
    return careful_json(raw) if flat is None else flat


def flat_json(raw: bytes) -> dict[str, Any] | None:
    """An object of texts, integers, booleans and nulls, in half the time; None for anything else.

    That no member is there twice shows in the number of quotes: two for each text, and an escaped
    one makes it more.
    """
    try:
        value = _decode(raw)
    except (ValueError, RecursionError):
        return None
    if type(value) is not dict:
        return None
    texts = len(value)
    for member in value.values():
        kind = type(member)
        if kind is str:
            texts += 1
        elif kind is not int and kind is not bool and member is not None:
            return None
    return value if raw.count(b'"') == 2 * texts else None


def careful_json(raw: bytes) -> Any:
    """Any JSON, and in words what is wrong with what is none: `strict_json`."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8: {error}") from None
    try:
        value = _decoded(text)
    except json.JSONDecodeError as error:
        raise _refused(error.pos, error.msg) from None
    except _Forbidden as error:
        raise _refused(0, str(error)) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise Unreadable(str(error)) from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH:  # else it cannot be that deep
        _check_depth([value], MAX_DEPTH + 1)
    if "\\" in text and _SURROGATE.search(text):
        _check_texts(value, ("body",))
    return value


def _refused(position: int, message: str) -> Invalid:
    return Invalid((Issue(("body", position), "json", None, {}, message),))


def _too_deep() -> Unreadable:
    return Unreadable(f"Nested deeper than {MAX_DEPTH} levels")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        twice = next(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
        raise _Forbidden(f"Duplicate member {twice[:80]!r}")
    return members


def _number(text: str) -> float | int:
    number = float(text)
    if math.isinf(number):
        raise _Forbidden(f"Number out of range: {text[:40]}")
    return int(number) if number.is_integer() else number


def _constant(name: str) -> None:
    raise _Forbidden(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_number, parse_constant=_constant
)


def _decoded(text: str) -> Any:
    if text.startswith("{"):
        value, end = _DECODER.raw_decode(text)
        if end == len(text):  # nothing stands around it, as is usual
            return value
    return json.loads(text) if text.startswith(_MARK) else _DECODER.decode(text)


def _check_depth(value: dict[str, Any] | list[Any], left: int) -> None:
    if left == 0:
        raise _too_deep()
    for member in value.values() if isinstance(value, dict) else value:
        if isinstance(member, dict | list):
            _check_depth(member, left - 1)


def _check_texts(value: Any, where: tuple[str | int, ...]) -> None:
    """Refuse a lone surrogate: it cannot be written back as JSON."""
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, dict):
        for name, member in value.items():
            _check_text(name, where)
            _check_texts(member, (*where, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_texts(item, (*where, index))


def _check_text(text: str, where: tuple[str | int, ...]) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        safe = text.encode(errors="replace").decode()
        raise Invalid((Issue(where, "unicode", None, safe, "lone surrogate"),)) from None


def image(data: bytes, where: tuple[str | int, ...]) -> Upload:
    """An uploaded PNG, JPEG or WebP, told by its content; anything else is `Invalid`."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_OPENED) as picture:
            upload = Upload(data, _FORMATS[str(picture.format)], *picture.size)
            picture.verify()
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise _no_image(where, len(data), error) from None
    if upload.width * upload.height > MAX_PIXELS:
        size = f"{upload.width} x {upload.height}"
        raise _no_image(where, len(data), ValueError(f"{size} pixels are too many"))
    return upload


def data_url(url: str, where: tuple[str | int, ...]) -> Upload:
    """The image inside a `data:` URL (RFC 2397), or `Invalid`."""
    head, _, payload = url.partition(",")
    data = unquote_to_bytes(payload)
    if head.endswith(";base64"):
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error as error:
            raise _no_image(where, len(url), error) from None
    return image(data, where)


def _no_image(where: tuple[str | int, ...], size: int, error: Exception) -> Invalid:
    reason = str(error).replace("\n", " ") if size else "the file is empty"
    if "cannot identify" in reason:
        reason = "its content is not a PNG, JPEG or WebP image"
    message = f"not a usable image: {reason}"
    return Invalid(
        (Issue(where, "image", sorted(set(_FORMATS.values())), f"<{size} bytes>", message),)
    )
