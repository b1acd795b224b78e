"""The body of a request as it comes off the wire: bytes, or the fields of a form."""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.http import HttpProcessingError

from dressform.contract import Operation
from dressform.engine.errors import BodyTooLarge, Unreadable
from dressform.vendor import compact

MULTIPART = "multipart/form-data"

Field = str | bytes | bytearray | web.FileField
Form = Mapping[str, str | web.FileField]
Body = bytes | Form

# What aiohttp raises when it cannot make sense of a body, or its sender hangs up halfway; a warning
# of it is one when the host process makes errors of them.
_BROKEN = (
    Warning,
    ValueError,
    AssertionError,
    LookupError,
    RuntimeError,
    ConnectionError,
    HttpProcessingError,
    web.RequestPayloadError,
)


def body_at_hand(request: web.BaseRequest, operation: Operation) -> bytes | None:
    """The bytes of a body, if all of it is here, as that of a small request is. Can be read once.

    Where the contract takes no body at all, nobody looks at what is sent.
    """
    if not operation.bodies:
        return b""
    content = request.content
    if (
        not _is_form(request, operation)
        and content.is_eof()
        and not content.exception()
        and content.total_bytes <= request.client_max_size
    ):
        return content.read_nowait()
    return None


async def read_body(request: web.BaseRequest, operation: Operation) -> Body:
    """The bytes of a body, or the fields of a form where the contract takes one; waits for them."""
    if (here := body_at_hand(request, operation)) is not None:
        return here
    limit, content = request.client_max_size, request.content
    try:
        if _is_form(request, operation):
            fields = (await request.post()).items()
            return {_utf8(name): _field(value) for name, value in fields}
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        if content.total_bytes > limit:
            raise BodyTooLarge(limit) from None
        raise Unreadable("more fields than a form may have") from None
    except _BROKEN as error:
        raise Unreadable(str(error)) from None


def _is_form(request: web.BaseRequest, operation: Operation) -> bool:
    return MULTIPART in operation.bodies and request.content_type == MULTIPART


def _field(value: Field) -> str | web.FileField:
    """A text, or a file; a part of any other type is read as text, and a text has to be Unicode."""
    if isinstance(value, web.FileField):
        return value
    return (value.encode() if isinstance(value, str) else value).decode()


def _utf8(text: str) -> str:
    """A name out of a part's header, with what was no UTF-8 there replaced."""
    return text.encode(errors="surrogateescape").decode(errors="replace")


def shown(body: Body) -> bytes:
    """What of a body the journal may keep: the bytes, or a form's texts and the names of its files."""
    if isinstance(body, bytes):
        return body
    return compact({name: text_or_name(value) for name, value in body.items()})


def text_or_name(field: str | web.FileField) -> str:
    """The text, or what stands for a file where only text can."""
    return field if isinstance(field, str) else f"<{_utf8(field.filename)}>"
