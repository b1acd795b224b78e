"""What moves the clocks: the wall for a `real` clock, an order for the others."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakSet

from dressform.engine.clock import SECOND, Mode, Timer
from dressform.engine.workspace import Workspace

LAST = 7_258_118_400 * SECOND
"""Where every clock ends: 2200-01-01, far inside what can be printed."""

MAX_IDLE_TIMERS = 1_000_000

_LONGEST_WAIT = 3600.0


class Fired(NamedTuple):
    """A timer that fired, for the job or the delivery of that id, and what came of it: the job's
    state, or how the attempt went.
    """

    timer: Timer
    subject: int | str
    outcome: str | None


@dataclass
class _Pace:
    """How one workspace is being moved. `anchor`: nanoseconds on the wall, and what time it was then.

    The `alarm` is set for the instant `due`, at which something falls due. While it is `delivering`,
    whoever wants more delivered leaves that to the one who is at it. `over` once it was forgotten.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    anchor: tuple[int, int] | None = None
    alarm: asyncio.TimerHandle | None = None
    due: int | None = None
    delivering: asyncio.Task[None] | None = None
    over: bool = False

    def let_go(self) -> None:
        """Follow the wall no longer."""
        self.anchor = None
        self.disarm()

    def disarm(self) -> None:
        """Wait for nothing."""
        if self.alarm is not None:
            self.alarm.cancel()
        self.alarm = self.due = None


class Pacing:
    """Moves workspaces through time, and hands what reaches their outboxes to `deliver`."""

    def __init__(self, deliver: Callable[[Workspace], Awaitable[None]]) -> None:
        self._deliver = deliver
        self._loop = asyncio.get_running_loop()
        self._paces: dict[Workspace, _Pace] = {}
        self._forgotten: WeakSet[Workspace] = WeakSet()

    def catch_up(self, workspace: Workspace) -> None:
        """Move a `real` clock to where the wall has got to, and see to what is due."""
        if workspace.clock.mode != "real" and not workspace.outbox:
            return  # in most requests there is nothing to see to
        if workspace not in self._paces and workspace in self._forgotten:
            return
        if workspace.clock.mode == "real":
            self._follow_wall(workspace, self._pace(workspace))
        if workspace.outbox:
            self._start_delivering(workspace)

    async def set(self, workspace: Workspace, mode: Mode, rate: float, now: int | None) -> None:
        """From now on the clock is driven in that way; first it moves on to `now`, if given."""
        if now is not None:
            async with self._pace(workspace).lock:
                await self._run(workspace, _up_to(workspace, now))
        self.catch_up(workspace)
        workspace.clock.mode, workspace.clock.rate = mode, rate
        self._pace(workspace).let_go()
        self.catch_up(workspace)

    async def advance(self, workspace: Workspace, span: int) -> list[Fired]:
        """Fire all that falls due within `span`, each with its webhooks attempted before time goes on."""
        async with self._pace(workspace).lock:
            return await self._run(workspace, _up_to(workspace, workspace.now + span))

    async def advance_to_next(self, workspace: Workspace) -> list[Fired]:
        """Fire all that is due at the next instant at which something is."""
        async with self._pace(workspace).lock:
            return await self._run(workspace, _to_next(workspace))

    async def advance_to_idle(self, workspace: Workspace) -> list[Fired]:
        """Fire until nothing is left to happen."""
        async with self._pace(workspace).lock:
            return await self._run(workspace, _to_idle(workspace))

    async def settle(self, workspace: Workspace) -> None:
        """See to what is due at this very instant, webhooks attempted included."""
        await self.advance(workspace, 0)
        self.catch_up(workspace)

    async def save(self, workspace: Workspace) -> bytes:
        """The workspace as it is once nothing is in the air any more."""
        async with self._pace(workspace).lock:
            await self._settle(workspace)
            return workspace.save()

    async def restore(self, workspace: Workspace, saved: bytes) -> None:
        """Make the workspace what it was; what it is doing right now is broken off."""
        pace = self._pace(workspace)
        async with pace.lock:
            if pace.delivering is not None:
                pace.delivering.cancel()
                await asyncio.wait([pace.delivering])
            workspace.restore(saved)
            pace.let_go()
        self.catch_up(workspace)

    def forget(self, workspace: Workspace) -> None:
        """The workspace is gone: its time stands still, and it sends nothing any more."""
        self._forgotten.add(workspace)
        pace = self._paces.pop(workspace, None)
        if pace is not None:
            pace.over = True
            pace.let_go()
            if pace.delivering is not None:
                pace.delivering.cancel()

    async def close(self) -> None:
        """Stop every alarm and delivery."""
        tasks = [pace.delivering for pace in self._paces.values() if pace.delivering is not None]
        for workspace in list(self._paces):
            self.forget(workspace)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _pace(self, workspace: Workspace) -> _Pace:
        pace = self._paces.get(workspace)
        if pace is None:
            pace = _Pace(over=workspace in self._forgotten)
            if not pace.over:
                self._paces[workspace] = pace
        return pace

    def _follow_wall(self, workspace: Workspace, pace: _Pace) -> None:
        wall = time.monotonic_ns()
        if pace.anchor is None:
            pace.anchor = wall, workspace.now
        then, virtual = pace.anchor
        elapsed = int((wall - then) * workspace.clock.rate) // 1000
        workspace.advance_to(min(virtual + elapsed, LAST))
        timer = workspace.clock.next_timer()
        due = timer.when if timer is not None and timer.when <= LAST else None
        if due != pace.due:
            pace.disarm()
            if due is not None:
                self._arm(workspace, pace, due)

    def _arm(self, workspace: Workspace, pace: _Pace, due: int) -> None:
        wait = (due - workspace.now) / SECOND / workspace.clock.rate
        pace.due = due
        pace.alarm = self._loop.call_later(min(wait, _LONGEST_WAIT), self._ring, workspace, pace)

    def _ring(self, workspace: Workspace, pace: _Pace) -> None:
        pace.disarm()  # it may be early, and is then set again
        self.catch_up(workspace)

    def _start_delivering(self, workspace: Workspace) -> asyncio.Task[None]:
        pace = self._pace(workspace)
        if pace.delivering is None:
            pace.delivering = asyncio.create_task(self._deliver_and_catch_up(workspace, pace))
        return pace.delivering

    async def _deliver_and_catch_up(self, workspace: Workspace, pace: _Pace) -> None:
        try:
            await self._deliver(workspace)
        finally:
            pace.delivering = None
        self.catch_up(workspace)

    async def _run(self, workspace: Workspace, timers: Generator[Timer, None, None]) -> list[Fired]:
        """Let `timers` fire, in order, and settle after each; the first settles what is due already.

        It is done by one task, which breaks off when the workspace is gone. Whoever waits for it may
        cease to: what is in the air then arrives, and no more is fired.
        """
        await self._settle(workspace)
        pace, fired = self._pace(workspace), list[Fired]()
        running = asyncio.create_task(self._fire(workspace, timers, fired, pace))
        pace.delivering = running
        try:
            await asyncio.wait([running])
        finally:
            timers.close()
        if not running.cancelled():
            running.result()
        return fired

    async def _fire(
        self, workspace: Workspace, timers: Iterable[Timer], fired: list[Fired], pace: _Pace
    ) -> None:
        try:
            for timer in timers:
                while workspace.outbox and not pace.over:
                    await self._deliver(workspace)
                fired.append(_fired(workspace, timer))
                if pace.over:
                    break
        finally:
            pace.delivering = None
        self.catch_up(workspace)

    async def _settle(self, workspace: Workspace) -> None:
        """Wait until nothing that is due has been left unattempted."""
        pace = self._pace(workspace)
        while pace.delivering is not None or workspace.outbox:
            if pace.over:
                return
            await asyncio.wait([self._start_delivering(workspace)])


def _up_to(workspace: Workspace, instant: int) -> Generator[Timer, None, None]:
    """What falls due by then, fired one after the other."""
    return workspace.run_until(min(instant, LAST))


def _to_next(workspace: Workspace) -> Generator[Timer, None, None]:
    """What is due at the next instant at which something is."""
    timer = workspace.clock.next_timer()
    if timer is not None:
        yield from _up_to(workspace, timer.when)


def _to_idle(workspace: Workspace) -> Generator[Timer, None, None]:
    """All that will ever happen, unless that never ends."""
    left = MAX_IDLE_TIMERS
    while left > 0 and (first := workspace.clock.next_timer()) is not None:
        for timer in _up_to(workspace, first.when):
            left -= 1
            yield timer
        if first.when > LAST:
            return


def _fired(workspace: Workspace, timer: Timer) -> Fired:
    """What came of a timer: nothing that can be told if its subject is gone by now."""
    subject = timer.subject
    if timer.what != "delivery.attempt" or not isinstance(subject, int):
        job = workspace.jobs.get(subject)
        return Fired(timer, subject, None if job is None else str(job.state))
    delivery = workspace.deliveries.get(subject)
    if delivery is None or not delivery.attempts:
        return Fired(timer, subject if delivery is None else delivery.id, None)
    last = delivery.attempts[-1]
    return Fired(timer, delivery.id, last.error if last.status is None else str(last.status))
