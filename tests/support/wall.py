"""The clock on the wall, in the hands of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from dressform.http import pacing


class Wall:
    """What real clocks follow; it moves only when `seconds` are added."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic_ns(self) -> int:
        """Its reading."""
        return round(self.seconds * 1_000_000_000)


@contextmanager
def holding_the_wall() -> Iterator[Wall]:
    """Every server of this process follows this wall."""
    wall = Wall()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pacing, "time", SimpleNamespace(monotonic_ns=wall.monotonic_ns))
        yield wall
