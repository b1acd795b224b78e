"""Virtual time: it moves only when told to, and fires what falls due in order."""

import heapq
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Mode = Literal["real", "manual", "auto"]

_EPOCH = datetime(1970, 1, 1)


def iso8601(instant: int) -> str:
    """An instant as the vendors print it: UTC, whole seconds, `Z`."""
    return _printed(instant // SECOND)


@lru_cache(maxsize=1024)  # what is made together is listed together
def _printed(second: int) -> str:
    return f"{(_EPOCH + timedelta(0, second)).isoformat()}Z"


class Timer(Struct, frozen=True, order=True, gc=False):
    """Something that will happen at an instant: plain data, dispatched by a table."""

    when: int
    sequence: int
    what: str
    subject: int | str


class Clock(Struct):
    """The time of one workspace and all that waits for it.

    `mode` and `rate` say how whoever drives the clock should move it: `real` follows the wall at
    `rate`, `manual` moves when told, `auto` also when a job is polled.
    """

    now: int
    mode: Mode = "manual"
    rate: float = 1.0
    timers: list[Timer] = field(default_factory=list)
    last_sequence: int = 0
    cancelled: set[int] = field(default_factory=set)

    def at(self, when: int, what: str, subject: int | str) -> Timer:
        """Set a timer. One set for a time that has passed is a mistake."""
        if when < self.now:
            raise ValueError(f"cannot set a timer for {when}: it is {self.now} already")
        self.last_sequence += 1
        timer = Timer(when, self.last_sequence, what, subject)
        heapq.heappush(self.timers, timer)
        return timer

    def cancel(self, sequence: int) -> None:
        """Forget the pending timer of that sequence number."""
        self.cancelled.add(sequence)
        self._prune()

    def next_timer(self) -> Timer | None:
        """The timer that will fire next, if any."""
        return self.timers[0] if self.timers else None

    def pop_due(self, until: int) -> Timer | None:
        """Take the next timer that falls due by `until`, and move on to its time."""
        timer = self.next_timer()
        if timer is None or timer.when > until:
            return None
        heapq.heappop(self.timers)
        self._prune()
        self.now = max(self.now, timer.when)
        return timer

    def _prune(self) -> None:
        """Keep the invariant that the first timer is not a cancelled one."""
        while self.timers and self.timers[0].sequence in self.cancelled:
            self.cancelled.remove(heapq.heappop(self.timers).sequence)

    def move_to(self, instant: int) -> None:
        """Move on to `instant`; every timer up to it must have been taken. Never goes back."""
        self.now = max(self.now, instant)
