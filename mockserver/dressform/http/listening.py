"""How aiohttp listens and reads for us, and how it stops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpProcessingError, HttpVersion11, RawRequestMessage

MAX_LINE = 64 * 1024
"""Bytes that a request line or one header may have, as under uvicorn: long lists of ids pass."""

_TURNS = 4
"""Of the event loop, from an accepted socket to a connection that aiohttp knows: asyncio takes two."""

Answering = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def _is_our_mistake(record: logging.LogRecord) -> bool:
    """Whether a failure is to be told: a client that sends nonsense has been, by a 400."""
    theirs = (HttpProcessingError, web.RequestPayloadError)
    return not (record.exc_info and isinstance(record.exc_info[1], theirs))


_LOG = logging.getLogger("dressform.http")
_LOG.addFilter(_is_our_mistake)


class Runner(web.ServerRunner):
    """Serves what `answer` answers: aiohttp's server without its application.

    Routes are ours and are looked up in one step. `max_body` is in bytes, `timeout` in seconds;
    `let_go` is called at the end, once idle connections are closed and before requests under way
    are waited for.
    """

    def __init__(
        self,
        answer: Answering,
        max_body: int,
        timeout: float,
        let_go: Callable[[], Awaitable[None]],
    ) -> None:
        loop = asyncio.get_running_loop()

        def request(
            message: RawRequestMessage,
            payload: StreamReader,
            protocol: web.RequestHandler,
            writer: AbstractStreamWriter,
            task: asyncio.Task[None],
        ) -> web.BaseRequest:
            return web.BaseRequest(
                message, payload, protocol, writer, task, loop, client_max_size=max_body
            )

        server = web.Server(
            answer,
            request_factory=request,
            access_log=None,
            logger=_LOG,
            max_line_size=MAX_LINE,
            max_field_size=MAX_LINE,
        )
        super().__init__(server, shutdown_timeout=timeout)
        self._let_go = let_go

    async def shutdown(self) -> None:
        """Let go of what requests under way wait for."""
        await self._let_go()


async def go_on(request: web.BaseRequest) -> None:
    """Tell a client that waits for it to send its body; `HTTPExpectationFailed` if it expects else."""
    if request.version != HttpVersion11:
        return
    expected = request.headers["Expect"]
    if expected.lower() != "100-continue":
        raise web.HTTPExpectationFailed(text=f"Unknown Expect: {expected}")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # of the answer proper, nothing has been sent


async def stop_listening(site: web.TCPSite) -> None:
    """Accept nobody else, and let who was accepted become a connection, to be closed with the rest.

    Once its server is closed asyncio refuses to make one, and leaves the socket open.
    """
    server = site._server  # noqa: SLF001 - aiohttp tells nobody which sockets it listens on
    if isinstance(server, asyncio.Server):
        for listening in server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
    for _ in range(_TURNS):
        await asyncio.sleep(0)
