"""Pacing by itself: time waits for webhooks, moves add up, and what is forgotten stays still."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Workspace
from dressform.http.pacing import Pacing
from tests.engine.worlds import HOOK, START, submit, world


@dataclass
class Post:
    """A courier in the hands of a test: it delivers once it is let."""

    statuses: list[int] = field(default_factory=lambda: [200])
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: list[int] = field(default_factory=list)

    async def deliver(self, workspace: Workspace) -> None:
        while workspace.outbox:
            number = workspace.outbox.popleft()
            at = workspace.now
            self.under_way.set()
            await self.go_on.wait()
            self.attempts.append(at - START)
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
            workspace.attempted(number, Attempt(at, status))


def _run(test: Callable[[Pacing, Post], Awaitable[None]], *, open: bool = False) -> None:
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


async def _let_run() -> None:
    """Let everything on the loop get as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_time_does_not_go_on_while_a_webhook_is_attempted() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        submit(workspace, callback=HOOK)
        advancing = asyncio.create_task(pacing.advance(workspace, HOUR))
        await post.under_way.wait()
        await _let_run()
        assert (workspace.now - START, advancing.done()) == (32 * SECOND, False)
        post.go_on.set()
        fired = [timer.what for timer in await advancing]
        assert fired == ["job.start", "job.end", "delivery.attempt"]
        assert workspace.now - START == HOUR

    _run(test)


def test_retries_have_their_virtual_times_in_one_move() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        post.statuses = [500]
        workspace = world()
        submit(workspace, callback=HOOK)
        await pacing.advance_to_idle(workspace)
        waits = [0, 5, 300, 1800, 7200]
        end = 32
        assert [at // SECOND - end for at in post.attempts] == [
            sum(waits[: i + 1]) for i in range(5)
        ]

    _run(test, open=True)


def test_moves_that_overlap_add_up() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        first = asyncio.create_task(pacing.advance(workspace, 10 * SECOND))
        await post.under_way.wait()
        second = asyncio.create_task(pacing.advance(workspace, 10 * SECOND))
        await _let_run()
        post.go_on.set()
        await asyncio.gather(first, second)
        assert workspace.now - START == 20 * SECOND

    _run(test)


def test_a_webhook_under_way_is_waited_for_before_time_moves() -> None:
    """Also one that a poll set off, which nobody waits for: its retry is not forgotten."""

    async def test(pacing: Pacing, post: Post) -> None:
        post.statuses = [500, 200]
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        workspace.advance_to(workspace.now)
        pacing.catch_up(workspace)
        await post.under_way.wait()
        advancing = asyncio.create_task(pacing.advance_to_next(workspace))
        await _let_run()
        assert not advancing.done()
        post.go_on.set()
        assert [timer.when - START for timer in await advancing] == [5 * SECOND]
        assert post.attempts == [0, 5 * SECOND]

    _run(test)


def test_no_two_couriers_serve_one_outbox() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        for _ in range(2):
            workspace.finish(submit(workspace, callback=HOOK))
        workspace.advance_to(workspace.now)
        pacing.catch_up(workspace)
        await post.under_way.wait()
        advancing = asyncio.create_task(pacing.advance(workspace, 0))
        pacing.catch_up(workspace)
        await _let_run()
        assert len(workspace.outbox) == 1
        post.go_on.set()
        await advancing
        assert [delivery.state for delivery in workspace.deliveries.values()] == ["delivered"] * 2

    _run(test)


def test_what_is_forgotten_sends_nothing_more_and_stands_still() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        submit(workspace, callback=HOOK)
        advancing = asyncio.create_task(pacing.advance(workspace, HOUR))
        await post.under_way.wait()
        pacing.forget(workspace)
        await advancing
        assert workspace.now - START == 32 * SECOND
        post.go_on.set()
        pacing.catch_up(workspace)
        await pacing.advance_to_idle(workspace)
        await _let_run()
        assert post.attempts == []

    _run(test)


def test_what_is_forgotten_follows_no_wall() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = _record_alarms(pacing)
        workspace = world(mode="real")
        submit(workspace)
        pacing.catch_up(workspace)
        pacing.forget(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [True]
        pacing.catch_up(workspace)
        assert len(alarms) == 1

    _run(test)


def test_what_is_forgotten_is_kept_by_nothing() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world(mode="real")
        submit(workspace)
        await pacing.settle(workspace)
        pacing.forget(workspace)
        await pacing.settle(workspace)
        assert pacing._paces == {}

    _run(test)


def test_the_alarm_rings_when_the_next_timer_is_due_by_the_wall() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = _record_alarms(pacing)
        workspace = world(mode="real")
        workspace.clock.rate = 4.0
        submit(workspace)
        pacing.catch_up(workspace)
        assert [wait for wait, _ in alarms] == [0.5]
        pacing.catch_up(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [True, False]

    _run(test)


def test_no_alarm_is_set_for_longer_than_an_event_loop_can_wait() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = _record_alarms(pacing)
        workspace = world(mode="real")
        workspace.clock.rate = 1e-300
        submit(workspace)
        pacing.catch_up(workspace)
        assert [wait for wait, _ in alarms] == [3600]

    _run(test)


def test_a_manual_clock_sets_no_alarm() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = _record_alarms(pacing)
        workspace = world()
        submit(workspace)
        pacing.catch_up(workspace)
        assert alarms == []

    _run(test)


def test_closing_gives_up_what_is_under_way() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        settling = asyncio.create_task(pacing.settle(workspace))
        await post.under_way.wait()
        await pacing.close()
        await settling
        assert (post.attempts, workspace.deliveries[1].state) == ([], "pending")

    _run(test)


def _record_alarms(pacing: Pacing) -> list[tuple[float, asyncio.TimerHandle]]:
    """Every alarm that is set from now on: after how many seconds, and its handle."""
    alarms: list[tuple[float, asyncio.TimerHandle]] = []
    loop = asyncio.get_running_loop()

    class Loop:
        def call_later(self, wait: float, *call: Any) -> asyncio.TimerHandle:
            alarms.append((round(wait, 3), loop.call_later(wait, *call)))
            return alarms[-1][1]

    pacing._loop = Loop()  # type: ignore[assignment]
    return alarms
