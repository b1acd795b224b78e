"""The body of a request as it comes off the wire: bytes, or the fields of a form."""

from aiohttp import StreamReader, web
from aiohttp.http import HttpProcessingError

from dressform.contract import Operation
from dressform.engine.errors import BodyTooLarge, Unreadable
from dressform.http.forms import MULTIPART, File, Form, read_form
from dressform.vendor import compact

Body = bytes | Form

_BUFFERS = hasattr(StreamReader, "_buffer")

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
        return _all_of(content)
    return None


async def read_body(request: web.BaseRequest, operation: Operation) -> Body:
    """The bytes of a body, or the fields of a form where the contract takes one; waits for them."""
    if (here := body_at_hand(request, operation)) is not None:
        return here
    try:
        return await (read_form(request) if _is_form(request, operation) else request.read())
    except web.HTTPRequestEntityTooLarge:
        limit = request.client_max_size
        if request.content.total_bytes > limit:
            raise BodyTooLarge(limit) from None
        raise Unreadable("more fields than a form may have") from None
    except _BROKEN as error:
        raise Unreadable(str(error)) from None


def _all_of(content: StreamReader) -> bytes:
    """What has come of a body that is over: reading it would have aiohttp parse on where nothing is."""
    if _BUFFERS and content.total_bytes:
        return b"".join(content._buffer)  # noqa: SLF001
    return content.read_nowait()


def _is_form(request: web.BaseRequest, operation: Operation) -> bool:
    return MULTIPART in operation.bodies and request.content_type == MULTIPART


def shown(body: Body) -> bytes:
    """What of a body the journal may keep: the bytes, or a form's texts and the names of its files."""
    if isinstance(body, bytes):
        return body
    return compact({name: text_or_name(value) for name, value in body.items()})


def text_or_name(field: str | File) -> str:
    """The text, or what stands for a file where only text can."""
    return field if isinstance(field, str) else f"<{field.name}>"
