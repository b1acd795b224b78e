"""The target's time: a simulator's is moved, a real deployment's has to be waited for."""

import time
from collections.abc import Iterator
from typing import Protocol

from dressform.checks.errors import NotTried
from dressform.checks.steering import Steering

_MOST_STEPS = 100
"""More than any job takes; a simulator that goes on forever is not followed forever."""


class Clock(Protocol):
    """The time that an account's jobs run by. Seconds throughout."""

    def now(self) -> float:
        """Unix time."""
        ...

    def wait(self, seconds: float) -> None:
        """Let so much time pass, and whatever falls due in it happen."""
        ...

    def steps(self, interval: float) -> Iterator[None]:
        """Go on to whatever happens next, or by an interval, as often as there is any point in it."""
        ...


class VirtualClock:
    """A workspace's time."""

    def __init__(self, steering: Steering, workspace: str) -> None:
        self._steering = steering
        self._place = f"/{workspace}/clock"

    def now(self) -> float:
        """Unix time."""
        return float(self._steering.order("GET", self._place)["unix"])

    def wait(self, seconds: float) -> None:
        """Move the time by so much; webhooks that fell due were attempted."""
        if seconds > 0:
            self._steering.order("POST", f"{self._place}/advance", {"seconds": seconds})

    def steps(self, interval: float) -> Iterator[None]:
        """Jump to whatever happens next, until nothing does."""
        for _ in range(_MOST_STEPS):
            row = self._steering.order("POST", f"{self._place}/advance", {"to": "next"})
            if not row["fired"]:
                return
            yield


class WallClock:
    """Our own time, of which nobody wants to wait for more than `longest` at a stretch."""

    def __init__(self, longest: float) -> None:
        self.longest = longest

    def now(self) -> float:
        """Unix time."""
        return time.time()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        if seconds > self.longest:
            raise NotTried(f"would wait for {seconds:g} s; --max-wait is {self.longest:g}")
        if seconds > 0:
            time.sleep(seconds)

    def steps(self, interval: float) -> Iterator[None]:
        """Sleep for an interval at a time."""
        for _ in range(int(self.longest // interval)):
            time.sleep(interval)
            yield
