"""`MockServer`: the simulated vendors on a port of this machine, for as long as a test needs them."""

import atexit
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from dressform.http.schemas import read_clock
from dressform.http.server import Options, Server
from dressform.mock.everywhere import IDLE, EveryWorkspace
from dressform.mock.loop import LoopThread
from dressform.mock.steering import Steering
from dressform.mock.vendor import MockVendor
from dressform.vendors import SLUGS, VENDORS

_SHUTDOWN = 0.005


class MockServer(EveryWorkspace):
    """Simulated vendors, served from a thread of this process. Use it with `with` or `async with`.

    `vendors` are slugs, all by default. `clock` is what moves time: `auto` (a poll jumps to the next
    thing that happens to its job), `manual` (it moves when told), `real`, or a rate such as `x60`.
    `seed`: same seed, same calls, same ids, texts, durations and bytes. `strict` holds every answer
    to the contract. Webhooks go to loopback and to the hosts in `webhook_allow`; a receiver has
    `webhook_timeout` seconds of the wall to answer.

    Several servers share nothing. Each vendor is an attribute: `server.uwear`.
    """

    neofashion: MockVendor
    nextry: MockVendor
    productai: MockVendor
    uwear: MockVendor
    cutx: MockVendor

    def __init__(
        self,
        vendors: Iterable[str] | None = None,
        *,
        seed: int = 0,
        clock: str = "auto",
        strict: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
        webhook_allow: Iterable[str] = (),
        webhook_timeout: float = 10.0,
    ) -> None:
        mode, rate = read_clock(clock)
        self._options = Options(
            vendors=tuple(VENDORS[slug] for slug in _known(SLUGS if vendors is None else vendors)),
            host=host,
            port=port,
            mode=mode,
            rate=rate,
            seed=seed,
            strict=strict,
            webhook_allow=frozenset(_several("webhook_allow", webhook_allow)),
            webhook_timeout=webhook_timeout,
            shutdown=_SHUTDOWN,
        )
        self._thread: LoopThread | None = None
        self._vendors: dict[str, MockVendor] = {}

    # -- its life

    def start(self) -> Self:
        """Serve; returns the server. An `OSError` says why the port could not be had."""
        thread, server = self._begin()
        try:
            thread.wait(server.start())
        except BaseException:
            thread.stop()
            raise
        return self._started(thread, server)

    async def astart(self) -> Self:
        """The same, awaited."""
        thread, server = self._begin()
        try:
            await thread.outcome(server.start())
        except BaseException:
            thread.stop()
            raise
        return self._started(thread, server)

    def stop(self) -> None:
        """Stop serving, whatever is still under way. Stopping twice does nothing."""
        if (thread := self._end()) is not None:
            try:
                thread.wait(self._server.stop())
            finally:
                thread.stop()

    async def astop(self) -> None:
        """The same, awaited."""
        if (thread := self._end()) is not None:
            try:
                await thread.outcome(self._server.stop())
            finally:
                thread.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return await self.astart()

    async def __aexit__(self, *_: object) -> None:
        await self.astop()

    # -- what it serves

    @property
    def origin(self) -> str:
        """`http://host:port`, without a slash at the end."""
        return self._steering.origin

    @property
    def vendors(self) -> Mapping[str, MockVendor]:
        """The vendors that are served, by slug."""
        return MappingProxyType(self._vendors)

    if not TYPE_CHECKING:  # a checker and an editor go by the annotations above

        def __getattr__(self, name: str) -> MockVendor:
            if name.startswith("_"):
                raise AttributeError(f"'MockServer' object has no attribute {name!r}")
            if self._thread is None:
                raise AttributeError(f"no {name!r} here: {IDLE}")
            if name not in self._vendors:
                served = ", ".join(self._vendors)
                raise AttributeError(f"no vendor {name!r} here; served are: {served}")
            return self._vendors[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._vendors]

    def __repr__(self) -> str:
        if self._thread is None:
            return f"<MockServer of {', '.join(v.slug for v in self._options.vendors)}, stopped>"
        return f"<MockServer of {', '.join(self._vendors)} at {self.origin}>"

    def _begin(self) -> tuple[LoopThread, Server]:
        if self._thread is not None:
            raise RuntimeError(f"the server runs already, at {self.origin}")
        server = Server(self._options)
        return LoopThread("dressform"), server

    def _started(self, thread: LoopThread, server: Server) -> Self:
        self._thread, self._server = thread, server
        self._orders = orders = Steering(server, thread)
        self._vendors = {slug: MockVendor(orders, slug) for slug in server.fronts}
        atexit.register(self.stop)
        return self

    def _end(self) -> LoopThread | None:
        """The thread to stop; None where it does not run, as in a child after a fork."""
        thread, self._thread = self._thread, None
        if thread is None:
            return None
        atexit.unregister(self.stop)
        self._steering.close()
        self._orders, self._vendors = None, {}
        return thread if thread.runs else None


def _known(slugs: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(_several("vendors", slugs)))
    if unknown := [slug for slug in wanted if slug not in SLUGS]:
        raise ValueError(f"no vendor {unknown[0]!r}; there are: {', '.join(SLUGS)}")
    if not wanted:
        raise ValueError(f"no vendors at all; there are: {', '.join(SLUGS)}")
    return wanted


def _several(what: str, texts: Iterable[str]) -> Iterable[str]:
    """The texts, unless they are the letters of a single one."""
    if isinstance(texts, str):
        raise TypeError(f"{what} is a list of texts: [{texts!r}]")
    return texts
