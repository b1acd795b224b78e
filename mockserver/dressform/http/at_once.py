"""A request for whose answer nothing is waited is answered in the turn in which it arrives.

aiohttp wakes one task for every request and makes another for its handler: two more turns of the
event loop, and more work than most answers are. Here the coroutine that answers runs as far as it
gets on its own, and only what it then waits for goes aiohttp's usual way.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from aiohttp import StreamReader, web
from aiohttp.http import HttpRequestParser, HttpVersion11, RawRequestMessage, StreamWriter

from dressform.http.begun import Answer, Begun, begin, given
from dressform.http.responses import Ready

_Message = tuple[RawRequestMessage, StreamReader]
_Parsed = tuple[Sequence[_Message], bool, bytes]

_INSIDES = ("_waiter", "_parser", "_keepalive_timeout", "_next_keepalive_close_time")


def understood() -> bool:
    """Whether aiohttp is inside as it is taken to be here; else all goes its usual way."""
    known = all(hasattr(web.RequestHandler, name) for name in _INSIDES)
    return known and hasattr(HttpRequestParser, "message_consumed")


class Server(web.Server):
    """aiohttp's, which answers at once what it can. `max_body` is in bytes."""

    def __init__(self, answer: Answer, max_body: int, **settings: Any) -> None:
        super().__init__(self._answering, request_factory=self._begun_or_new, **settings)
        self._answer = answer
        self._max_body = max_body
        self._outgoing = _Outgoing(self._loop)

    def __call__(self) -> web.RequestHandler:
        """A new connection."""
        if not understood():
            return super().__call__()
        return Connection(self, loop=self._loop, **self._kwargs)

    def answered(self, message: RawRequestMessage, payload: StreamReader, on: "Connection") -> bool:
        """Answer what has arrived on a connection; False if that takes longer, and goes on there."""
        request = self._new(message, payload, on, StreamWriter(on, self._loop))
        response = begin(self._answer, request)
        if type(response) is Ready and response.keep_alive and on.transport is not None:
            self._outgoing.send(on.transport, response.wire())
            request._finish()  # noqa: SLF001 - nobody else closes the files of a form
            return True
        if not isinstance(response, Begun):
            response = Begun(request, partial(given, response))
        on.begun = response
        return False

    def _new(
        self, message: Any, payload: Any, on: Any, writer: Any, task: Any = None
    ) -> web.BaseRequest:
        return web.BaseRequest(
            message, payload, on, writer, task, self._loop, client_max_size=self._max_body
        )

    def _begun_or_new(self, message: Any, payload: Any, on: Any, *more: Any) -> web.BaseRequest:
        begun: Begun | None = getattr(on, "begun", None)
        return self._new(message, payload, on, *more) if begun is None else begun.request

    async def _answering(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer, from where it was begun."""
        on: Any = request.protocol
        begun: Begun | None = getattr(on, "begun", None)
        if begun is not None:
            on.begun = None
            return await begun.rest()
        if "Expect" in request.headers:
            await _go_on(request)
        return await self._answer(request)


class Connection(web.RequestHandler):
    """What one client is connected to. aiohttp comes next to what has `begun`, if anything has."""

    __slots__ = ("_server", "begun")

    def __init__(self, server: Server, **settings: Any) -> None:
        super().__init__(server, **settings)
        self._server = server
        self.begun: Begun | None = None
        self._parser = cast("Any", _Parser(self._parser, self._answered))

    def _answered(self, message: RawRequestMessage, payload: StreamReader) -> bool:
        """Answer what nobody is before, if whoever sent it has read so far and asks nothing else."""
        waiter = self._waiter
        if (
            waiter is None
            or waiter.done()
            or self.writing_paused
            or message.should_close
            or message.upgrade
            or message.version != HttpVersion11
            or "Expect" in message.headers
            or not self._server.answered(message, payload, self)
        ):
            return False
        self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
        return True


class _Parser:
    """aiohttp's, as its protocol knows it, but for the messages that have been `answered`."""

    def __init__(self, parser: Any, answered: Callable[..., bool]) -> None:
        self._parser = parser
        self._feed_data = parser.feed_data
        self._answered = answered
        self.message_consumed = parser.message_consumed

    def feed_data(self, data: bytes) -> _Parsed:
        """Messages, whether the protocol changes, and what came after that."""
        parsed: _Parsed = self._feed_data(data)
        messages, upgraded, tail = parsed
        if len(messages) == 1 and self._answered(*messages[0]):
            self.message_consumed()
            return (), upgraded, tail
        return parsed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)


class _Outgoing:
    """What is answered in one turn of the event loop goes out at the beginning of the next, together:
    a client with many connections is woken once, and not by each answer.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[tuple[asyncio.Transport, bytes]] = []

    def send(self, transport: asyncio.Transport, data: bytes) -> None:
        """Put it with the others."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append((transport, data))

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for transport, data in waiting:
            transport.write(data)


async def _go_on(request: web.BaseRequest) -> None:
    """Tell a client that waits for it to send its body; `HTTPExpectationFailed` if it expects else."""
    if request.version != HttpVersion11:
        return
    expected = request.headers["Expect"]
    if expected.lower() != "100-continue":
        raise web.HTTPExpectationFailed(text=f"Unknown Expect: {expected}")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # of the answer proper, nothing has been sent
