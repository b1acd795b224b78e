"""The part of a workspace's handle that moves its time."""

from datetime import datetime

from dressform.mock.bodies import UNSET, Event, advance_body, clock_body
from dressform.mock.handle import Handle
from dressform.mock.steering import waits_for_webhooks
from dressform.rows import AdvancedRow, ClockRow, FiredRow


class Timing(Handle):
    """One clock for jobs, URLs, rate limits, webhooks and their signatures."""

    @property
    def clock(self) -> ClockRow:
        """The workspace's time, and what moves it."""
        row: ClockRow = self._order("get_clock")
        return row

    async def aclock(self) -> ClockRow:
        """The same, awaited."""
        row: ClockRow = await self._aorder("get_clock")
        return row

    @property
    def now(self) -> datetime:
        """The workspace's time, in UTC."""
        return self.clock.now

    async def anow(self) -> datetime:
        """The same, awaited."""
        return (await self.aclock()).now

    @waits_for_webhooks
    def set_clock(self, clock: str = UNSET, *, now: datetime = UNSET) -> ClockRow:
        """Say what moves time from now on: `auto`, `manual`, `real`, or a rate such as `x60`.

        `now` moves on to that time first and fires what falls due; a clock does not go back.
        """
        row: ClockRow = self._order("set_clock", body=clock_body(clock, now))
        return row

    async def aset_clock(self, clock: str = UNSET, *, now: datetime = UNSET) -> ClockRow:
        """The same, awaited."""
        row: ClockRow = await self._aorder("set_clock", body=clock_body(clock, now))
        return row

    @waits_for_webhooks
    def advance(
        self,
        seconds: float = 0,
        *,
        minutes: float = 0,
        hours: float = 0,
        days: float = 0,
        to: Event | None = None,
    ) -> list[FiredRow]:
        """Move time on by a span, or to the `"next"` event, or until it is `"idle"`.

        Returns what fired, in order, once every webhook that fell due has been attempted. A clock
        that is `real` follows the wall and cannot be advanced.
        """
        body = advance_body(seconds, minutes, hours, days, to)
        row: AdvancedRow = self._order("advance_clock", body=body)
        return row.fired

    async def aadvance(
        self,
        seconds: float = 0,
        *,
        minutes: float = 0,
        hours: float = 0,
        days: float = 0,
        to: Event | None = None,
    ) -> list[FiredRow]:
        """The same, awaited: a webhook receiver on the same event loop can answer meanwhile."""
        body = advance_body(seconds, minutes, hours, days, to)
        row: AdvancedRow = await self._aorder("advance_clock", body=body)
        return row.fired

    @waits_for_webhooks
    def sleep(self, seconds: float) -> None:
        """Instead of `time.sleep`: hand it to a client that waits between polls, and nobody does."""
        self.advance(seconds)

    async def asleep(self, seconds: float) -> None:
        """Instead of `asyncio.sleep`."""
        await self.aadvance(seconds)
