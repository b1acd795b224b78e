"""The part of a server's handle that steers all of its workspaces at once."""

from datetime import datetime

from dressform.mock.bodies import UNSET, Event, advance_body, clock_body
from dressform.mock.loop import NotRunning
from dressform.mock.steering import Steering, waits_for_webhooks
from dressform.rows import AdvancedRow, ClockRow, FiredRow

IDLE = "the server does not run: start() it, or use `with`"


class EveryWorkspace:
    """The time of every workspace of every vendor, and their end."""

    _orders: Steering | None = None

    @property
    def _steering(self) -> Steering:
        if self._orders is None:
            raise NotRunning(IDLE)
        return self._orders

    @property
    def clock(self) -> ClockRow:
        """The clock of the first workspace."""
        row: ClockRow = self._steering.order("get_clocks")
        return row

    async def aclock(self) -> ClockRow:
        """The same, awaited."""
        row: ClockRow = await self._steering.aorder("get_clocks")
        return row

    @waits_for_webhooks
    def set_clock(self, clock: str = UNSET, *, now: datetime = UNSET) -> ClockRow:
        """Set every workspace's clock, and how later ones start; see `MockWorkspace.set_clock`."""
        row: ClockRow = self._steering.order("set_clocks", body=clock_body(clock, now))
        return row

    async def aset_clock(self, clock: str = UNSET, *, now: datetime = UNSET) -> ClockRow:
        """The same, awaited."""
        row: ClockRow = await self._steering.aorder("set_clocks", body=clock_body(clock, now))
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
        """Move time in every workspace; see `MockWorkspace.advance`."""
        body = advance_body(seconds, minutes, hours, days, to)
        row: AdvancedRow = self._steering.order("advance_clocks", body=body)
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
        """The same, awaited."""
        body = advance_body(seconds, minutes, hours, days, to)
        row: AdvancedRow = await self._steering.aorder("advance_clocks", body=body)
        return row.fired

    def reset(self) -> None:
        """Throw every workspace away, and open a fresh default one for each vendor."""
        self._steering.order("reset")

    async def areset(self) -> None:
        """The same, awaited."""
        await self._steering.aorder("reset")
