"""Pacing without a server: a courier and alarms in the hands of a test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Workspace
from dressform.http.pacing import Pacing
from tests.engine.worlds import START


@dataclass
class Post:
    """A courier in the hands of a test: it delivers once it is let."""

    statuses: list[int] = field(default_factory=lambda: [200])
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: list[int] = field(default_factory=list)

    async def deliver(self, workspace: Workspace) -> None:
        while workspace.outbox:
            number = workspace.outbox[0]
            at = workspace.now
            self.under_way.set()
            await self.go_on.wait()
            self.attempts.append(at - START)
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
            workspace.attempted(number, Attempt(at, status))


def run_with(test: Callable[[Pacing, Post], Awaitable[None]], *, open: bool = False) -> None:
    """Run a test on a loop of its own; `open` lets the post deliver from the start."""

    async def run() -> None:
        post = Post()
        if open:
            post.go_on.set()
        pacing = Pacing(post.deliver)
        try:
            await asyncio.wait_for(test(pacing, post), 10)
        finally:
            await pacing.close()

    asyncio.run(run())


async def let_run() -> None:
    """Let everything on the loop get as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


def record_alarms(pacing: Pacing) -> list[tuple[float, asyncio.TimerHandle]]:
    """Every alarm that is set from now on: after how many seconds, and its handle."""
    alarms: list[tuple[float, asyncio.TimerHandle]] = []
    loop = asyncio.get_running_loop()

    class Loop:
        def call_later(self, wait: float, *call: Any) -> asyncio.TimerHandle:
            alarms.append((round(wait, 3), loop.call_later(wait, *call)))
            return alarms[-1][1]

    pacing._loop = Loop()  # type: ignore[assignment]
    return alarms
