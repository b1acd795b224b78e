"""How aiohttp listens and reads for us, and how it stops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.http import HttpProcessingError

from dressform.http.at_once import Server
from dressform.http.begun import Answer

MAX_LINE = 64 * 1024
"""Bytes that a request line or one header may have, as under uvicorn: long lists of ids pass."""

_TURNS = 4
"""Of the event loop, from an accepted socket to a connection that aiohttp knows: asyncio takes two."""


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
        answer: Answer,
        max_body: int,
        timeout: float,
        let_go: Callable[[], Awaitable[None]],
    ) -> None:
        server = Server(
            answer,
            max_body,
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
