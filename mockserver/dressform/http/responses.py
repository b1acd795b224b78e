"""Answers as aiohttp sends them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE, HttpVersion11

from dressform.vendor import Answer

PROBLEM = "application/problem+json"

_JSON = {"Content-Type": "application/json"}
_JSON_LINE = "Content-Type: application/json\r\n"
_SERVER = f"Server: {SERVER_SOFTWARE}\r\n"
_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    for status in HTTPStatus
    if status >= HTTPStatus.OK and status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
}
"""Of answers that may have a body."""


class Ready(web.StreamResponse):
    """An answer over HTTP/1.1 whose `body` is all there; `head` is its status line and headers.

    aiohttp writes a response in six steps, since it may yet be compressed, chunked or streamed; this
    one is written in one. The `given` headers are ours: they have no line breaks in them.
    """

    _keep_alive = True

    def __init__(self, status: int, given: Mapping[str, str], body: bytes) -> None:
        self._status = status  # all else that a response is made of is there to be changed later
        self.body = body
        lines = _JSON_LINE if given is _JSON else _lines(given)
        self.head = (
            f"{_STATUS_LINES[status]}{lines}Content-Length: {len(body)}\r\n"
            f"Date: {rfc822_formatted_time()}\r\n{_SERVER}"
        )

    def force_close(self) -> None:
        """End the connection with this answer, and say so."""
        super().force_close()
        self.head += "Connection: close\r\n"

    def wire(self) -> bytes:
        """All its bytes."""
        return f"{self.head}\r\n".encode() + self.body

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Send it all, and wait for a client that reads slowly."""
        writer = request.writer
        await writer.write(self.wire())
        await writer.drain()
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """It has been sent."""


def _lines(headers: Mapping[str, str]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in headers.items()])


def to_response(answer: Answer) -> web.Response:
    """A body of data becomes JSON, text stays text, None is empty."""
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    if isinstance(answer.body, str):
        body = answer.body.encode()
        return web.Response(status=answer.status, body=body, headers=answer.headers)
    return web.Response(
        status=answer.status,
        body=msgspec.json.encode(answer.body),
        headers={**_JSON, **answer.headers},
    )


def quick_response(request: web.BaseRequest, answer: Answer) -> Ready | web.Response:
    """The same, in one piece where it goes to such a client and has JSON for a body."""
    body = answer.body
    if (
        request.version != HttpVersion11
        or request.method == "HEAD"
        or answer.status not in _STATUS_LINES
        or body is None
        or isinstance(body, str)
    ):
        return to_response(answer)
    headers = {**_JSON, **answer.headers} if answer.headers else _JSON
    return Ready(answer.status, headers, msgspec.json.encode(body))


def settle_connection(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Whether the next request may come on the same connection, so that the answer can say so."""
    content = request.content
    if content.exception() is not None:  # the body broke off: where the next begins nobody knows,
        content.feed_eof()  # and aiohttp shall not look for it
        response.force_close()
    elif not (content.is_eof() and request.keep_alive):  # nobody waited for all of the body
        response.force_close()


def problem(status: int, title: str, detail: str, **members: Any) -> Answer:
    """RFC 9457 problem details: how Dressform speaks for itself, never for a vendor."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | members
    return Answer(status, body, {"Content-Type": PROBLEM})
