"""A running server: the vendors, the control API, the clocks, the couriers and the sockets."""

import secrets
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from aiohttp import web
from yarl import URL

from dressform.engine.clock import SECOND, Mode
from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from dressform.http.begun import Answering, given
from dressform.http.control import Control
from dressform.http.control_http import ControlDoor
from dressform.http.control_routes import control_routes
from dressform.http.control_scope import Defaults, Scope
from dressform.http.delivery import TIMEOUT, Courier
from dressform.http.deployment import Deployment, Settings
from dressform.http.front import Front
from dressform.http.gate import Gate, is_loopback
from dressform.http.journal import Entry
from dressform.http.listening import Runner, stop_listening
from dressform.http.media_cache import MediaCache
from dressform.http.pacing import Pacing
from dressform.http.pipeline import named
from dressform.http.responses import problem, to_response
from dressform.http.sources import SourceReader
from dressform.vendor import Vendor

MAX_BODY = 32 * 1024 * 1024
SHUTDOWN = 0.1
"""Seconds that a request under way has left when the server stops, and as many to be cancelled in."""


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
            gate = Gate(options.host, self.token)
            self._door = ControlDoor(self.control, gate, list(self.fronts))
            runner = Runner(self._handle, options.max_body, options.shutdown, self._let_go)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            site = web.TCPSite(runner, options.host, options.port)
            await site.start()
            stack.push_async_callback(stop_listening, site)
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

    async def _let_go(self) -> None:
        """Give up what requests under way are waiting for, before they are waited for."""
        await self.pacing.close()
        await self.media.close()

    def _handle(self, request: web.BaseRequest) -> Answering:
        """By the first segment of the path: a vendor, the control API, or what is at the root."""
        path = request.rel_url.raw_path
        if "%" in path:  # what need not be percent-encoded is the same without (RFC 3986, 6.2.2.2)
            path = URL(f"http://host{path}").raw_path
        first, slash, _ = path[1:].partition("/")
        if slash and (front := self.fronts.get(first)) is not None:
            return front.handle(request, f"/{first}", path[len(first) + 1 :])
        if first == "_mock":
            return self._door.handle(request, path)
        return self._at_root(request, path)

    def _at_root(self, request: web.BaseRequest, path: str) -> Answering:
        """By the vendor's real host name, else as the vendor of the root."""
        name = named(request.host)
        for front in self.fronts.values():
            if name in front.hosts:
                return front.handle(request, "", path)
        if self.options.root is not None:
            return self.fronts[self.options.root].handle(request, "", path)
        places = ", ".join(front.base_url(self.origin) for front in self.fronts.values())
        detail = f"nothing is served at {request.path}; base URLs are {places}"
        return given(to_response(problem(404, "No such place", detail)))


def _origin(host: str, port: int) -> str:
    """Where a client on this machine reaches what was bound there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
