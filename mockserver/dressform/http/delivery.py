"""Sends webhooks, and nowhere but where it may."""

import asyncio
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

import aiohttp
from yarl import URL

from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from dressform.http.allowed import Allowed, NotAllowed
from dressform.http.line import Broken, Line

TIMEOUT = 10.0

_SIDE_BY_SIDE = 8
_LOOK_AHEAD = 100
_LOOK_AGAIN = 0.05

_KEPT_AFTER = 50
_MAX_LINES = 100
_MAX_STREAKS = 10_000

_AGENT = "dressform-webhooks"


class Courier:
    """Takes deliveries out of outboxes and reports how each attempt went.

    `tell` hears of every attempt; `timeout` is in seconds. Every attempt has a connection of its
    own, and nothing that a receiver sets is sent to the next. Only a receiver that has acknowledged
    `_KEPT_AFTER` in a row is taken to stand a load, and is sent more over one connection while there
    is more, unless it turns out to hang up in between.
    """

    def __init__(
        self,
        allow: Collection[str],
        tell: Callable[[Workspace, Delivery, Attempt], Any],
        timeout: float = TIMEOUT,
    ) -> None:
        self._allowed = Allowed(allow)
        self._tell = tell
        self._timeout = timeout
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._allowed, limit=100, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=timeout),
            headers={"User-Agent": _AGENT},
        )
        self._streaks: dict[str, int] = {}
        self._lines: dict[str, Line] = {}

    async def deliver(self, workspace: Workspace) -> None:
        """Attempt everything in the outbox, in the order of its virtual times.

        While the clock is real, a receiver that takes its time holds up only what is for itself.
        """
        while workspace.outbox:
            if workspace.clock.mode == "real":
                await self._deliver_side_by_side(workspace)
            else:
                await self._attempt(workspace, workspace.outbox[0])

    async def close(self) -> None:
        """Let go of every connection."""
        self._hang_up()
        await self._session.close()

    async def _deliver_side_by_side(self, workspace: Workspace) -> None:
        """The same, one after the other to each receiver, and to several at once."""
        at_work: dict[str, asyncio.Task[None]] = {}
        try:
            while workspace.outbox:
                for number in list(islice(workspace.outbox, _LOOK_AHEAD)):
                    url = workspace.deliveries[number].url
                    if url not in at_work and len(at_work) < _SIDE_BY_SIDE:
                        at_work[url] = asyncio.create_task(self._attempt(workspace, number))
                done, _ = await asyncio.wait(
                    at_work.values(), timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
                at_work = {url: task for url, task in at_work.items() if task not in done}
                for task in done:
                    task.result()
        finally:
            for task in at_work.values():
                task.cancel()
            await asyncio.gather(*at_work.values(), return_exceptions=True)

    async def _attempt(self, workspace: Workspace, number: int) -> None:
        delivery = workspace.deliveries[number]
        at = workspace.now
        headers, fault = workspace.headers(delivery)
        status, error, refused = None, None, False
        try:
            status = await self._post(delivery, headers)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failure:
            cause = getattr(failure, "os_error", failure)
            refused = isinstance(cause, NotAllowed)
            error = str(cause) if refused else f"{type(failure).__name__}: {failure}"
        attempt = Attempt(at, status, error, fault)
        workspace.attempted(number, attempt, refused=refused)
        self._tell(workspace, delivery, attempt)

    async def _post(self, delivery: Delivery, headers: dict[str, str]) -> int:
        headers = {"Content-Type": "application/json"} | headers
        streak = self._streaks.pop(delivery.url, 0)
        line = self._line(delivery.url) if streak >= _KEPT_AFTER else None
        if line is None:
            status = await self._send(delivery, headers)
        else:
            try:
                status = await line.post(headers, delivery.body)
            except Broken:
                status = await self._send(delivery, headers)
        if 200 <= status < 300:
            if len(self._streaks) >= _MAX_STREAKS:
                self._streaks.clear()
            self._streaks[delivery.url] = streak + 1
        return status

    def _line(self, url: str) -> Line | None:
        """The connection that is kept to a receiver, unless it is being used or cannot be kept."""
        line = self._lines.get(url)
        if line is None:
            target = URL(url)
            if target.scheme != "http" or target.user is not None:
                return None
            if len(self._lines) >= _MAX_LINES:
                self._hang_up()
            line = self._lines[url] = Line(target, self._allowed, _AGENT, self._timeout)
        return line if line.fit and not line.busy else None

    def _hang_up(self) -> None:
        """Keep only the lines that are being used."""
        for key, line in list(self._lines.items()):
            if not line.busy:
                line.close()
                del self._lines[key]

    async def _send(self, delivery: Delivery, headers: dict[str, str]) -> int:
        """Over a connection of its own."""
        url = URL(delivery.url)
        self._allowed.check(url.raw_host or "")
        async with self._session.post(
            url, data=delivery.body, headers=headers, allow_redirects=False
        ) as response:
            return response.status
