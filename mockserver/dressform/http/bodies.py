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


async def read_body(request: web.BaseRequest, operation: Operation) -> Body:
    """The bytes of a body, or the fields of a form where the contract takes one.

    Where it takes no body at all, nobody looks at what is sent. Can be read once.
    """
    if not operation.bodies:
        return b""
    limit, content = request.client_max_size, request.content
    is_form = MULTIPART in operation.bodies and request.content_type == MULTIPART
    if (
        not is_form
        and content.is_eof()
        and not content.exception()
        and content.total_bytes <= limit
    ):
        return content.read_nowait()  # all of it is here, as that of a small request always is
    try:
        if is_form:
            fields = (await request.post()).items()
            return {_utf8(name): _field(value) for name, value in fields}
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        if content.total_bytes > limit:
            raise BodyTooLarge(limit) from None
        raise Unreadable("more fields than a form may have") from None
    except _BROKEN as error:
        raise Unreadable(str(error)) from None


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
