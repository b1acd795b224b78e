"""A running server: the vendors, the control API, the clocks, the couriers and the sockets."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.http import HttpProcessingError

from dressform.engine.clock import SECOND, Mode
from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from dressform.http.control import Control
from dressform.http.control_http import add_control
from dressform.http.control_routes import control_routes
from dressform.http.control_scope import Defaults, Scope
from dressform.http.delivery import TIMEOUT, Courier
from dressform.http.deployment import Deployment, Settings
from dressform.http.front import Front
from dressform.http.gate import Gate, is_loopback
from dressform.http.journal import Entry
from dressform.http.media import Download
from dressform.http.media_cache import MediaCache
from dressform.http.pacing import Pacing
from dressform.http.pipeline import named
from dressform.http.responses import problem, to_response
from dressform.http.sources import SourceReader
from dressform.vendor import Vendor

MAX_BODY = 32 * 1024 * 1024
SHUTDOWN = 0.1
"""Seconds that a request under way has left when the server stops, and as many to be cancelled in."""

MAX_LINE = 64 * 1024
"""Bytes that a request line or one header may have, as under uvicorn: long lists of ids pass."""

_TURNS = 4
"""Of the event loop, from an accepted socket to a connection that aiohttp knows: asyncio takes two."""

_TAIL = r"tail:[\s\S]*"  # a dot would not match the line break that %0A is

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _is_our_mistake(record: logging.LogRecord) -> bool:
    """Whether a failure is to be told: a client that sends nonsense has been, by a 400."""
    theirs = (HttpProcessingError, web.RequestPayloadError)
    return not (record.exc_info and isinstance(record.exc_info[1], theirs))


_LOG = logging.getLogger("dressform.http")
_LOG.addFilter(_is_our_mistake)


def tell_nobody(*_: object) -> None:
    """For those who need not hear of every request."""


@dataclass(frozen=True)
class Options:
    """How a server runs. `root` names the vendor that is also served without its prefix;
    `webhook_timeout` and `shutdown` are in seconds, `max_body` in bytes.
    """

    vendors: tuple[Vendor, ...]
    host: str = "127.0.0.1"
    port: int = 0
    root: str | None = None
    mode: Mode = "real"
    rate: float = 1.0
    seed: int = 0
    strict: bool = False
    webhook_allow: frozenset[str] = frozenset()
    webhook_timeout: float = TIMEOUT
    fetch_allow: frozenset[str] = frozenset()
    max_body: int = MAX_BODY
    shutdown: float = SHUTDOWN
    on_request: Callable[[Deployment, Entry], None] = field(default=tell_nobody)
    on_attempt: Callable[[Workspace, Delivery, Attempt], None] = field(default=tell_nobody)


class Server:
    """Serves until stopped; `async with` starts and stops it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.token = None if is_loopback(options.host) else secrets.token_urlsafe(24)
        self.fronts: dict[str, Front] = {}
        self.origin = ""
        self.defaults = Defaults(options.mode, options.rate)

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Bind and serve; an `OSError` says why not."""
        options = self.options
        async with AsyncExitStack() as stack:
            courier = Courier(options.webhook_allow, options.on_attempt, options.webhook_timeout)
            stack.push_async_callback(courier.close)
            self.pacing = Pacing(courier.deliver)
            stack.push_async_callback(self.pacing.close)
            self.sources = SourceReader(options.fetch_allow)
            stack.push_async_callback(self.sources.close)
            self.media = MediaCache()
            stack.push_async_callback(self.media.close)
            for vendor in options.vendors:
                self.fronts[vendor.slug] = self._front(Deployment(vendor))
            scope = Scope(self.fronts, self.pacing, self.defaults, self.settings)
            self.control = Control(control_routes(scope))
            runner = web.AppRunner(
                self._app(),
                access_log=None,
                logger=_LOG,
                shutdown_timeout=options.shutdown,
                max_line_size=MAX_LINE,
                max_field_size=MAX_LINE,
            )
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            site = web.TCPSite(runner, options.host, options.port)
            await site.start()
            stack.push_async_callback(_stop_listening, site)
            self.origin = _origin(*runner.addresses[0][:2])
            self._running = stack.pop_all()

    async def stop(self) -> None:
        """Stop serving and let go of everything."""
        await self._running.aclose()

    def settings(self) -> Settings:
        """How a workspace starts that asks for nothing else; its time is the wall's."""
        now, clock = int(time.time() * SECOND), self.defaults
        return Settings(now=now, seed=self.options.seed, mode=clock.mode, rate=clock.rate)

    def _front(self, deployment: Deployment) -> Front:
        deployment.reset(self.settings())
        for workspace in deployment.workspaces():
            self.pacing.catch_up(workspace)
        return Front(
            deployment,
            self.pacing,
            self.media,
            self.sources,
            strict=self.options.strict,
            tell=self.options.on_request,
        )

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=self.options.max_body)
        app.on_shutdown.append(self._let_go)
        app.on_response_prepare.append(_journal_download)
        gate = Gate(self.options.host, self.token)
        add_control(app.router, self.control, gate, list(self.fronts))
        for slug, front in self.fronts.items():
            app.router.add_route("*", f"/{slug}/{{{_TAIL}}}", _mounted(front, f"/{slug}"))
        app.router.add_route("*", f"/{{{_TAIL}}}", self._at_root)
        return app

    async def _let_go(self, app: web.Application) -> None:
        """Give up what requests under way are waiting for, before they are waited for."""
        await self.pacing.close()
        await self.media.close()

    async def _at_root(self, request: web.Request) -> web.StreamResponse:
        """By the vendor's real host name, else as the vendor of the root."""
        name = named(request.host)
        for front in self.fronts.values():
            if name in front.hosts:
                return await front.handle(request, "")
        if self.options.root is not None:
            return await self.fronts[self.options.root].handle(request, "")
        places = ", ".join(front.base_url(self.origin) for front in self.fronts.values())
        detail = f"nothing is served at {request.path}; base URLs are {places}"
        return to_response(problem(404, "No such place", detail))


async def _journal_download(request: web.Request, response: web.StreamResponse) -> None:
    """Whoever has downloaded something finds it in the journal."""
    if isinstance(response, Download):
        response.tell()


async def _stop_listening(site: web.TCPSite) -> None:
    """Accept nobody else, and let who was accepted become a connection, to be closed with the rest.

    Once its server is closed asyncio refuses to make one, and leaves the socket open.
    """
    server = site._server  # noqa: SLF001 - aiohttp tells nobody which sockets it listens on
    if isinstance(server, asyncio.Server):
        for listening in server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def _mounted(front: Front, mount: str) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await front.handle(request, mount)

    return handle


def _origin(host: str, port: int) -> str:
    """Where a client on this machine reaches what was bound there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
