"""From Python's arguments to the bodies that the control API takes."""

from datetime import UTC, datetime
from math import isfinite
from typing import Any, Literal

from dressform.http.control import Json
from dressform.http.schemas import read_clock

Event = Literal["next", "idle"]
"""Where time may be advanced to: the next event, or until nothing is left to happen."""

UNSET: Any = object()
"""For what is left as it is: None has a meaning of its own."""


def given(**members: Any) -> Json:
    """Those members that were given."""
    return {name: value for name, value in members.items() if value is not UNSET}


def given_of(arguments: dict[str, Any]) -> Json:
    """Those arguments of a method, its `locals()`, that were given."""
    return given(**{name: value for name, value in arguments.items() if name != "self"})


def clock_body(clock: str = UNSET, now: datetime = UNSET) -> Json:
    """A clock: `real`, `manual`, `auto`, or a real one's rate such as `x60`."""
    body: Json = {}
    if clock is not UNSET:
        body["mode"], body["rate"] = read_clock(clock)
    if now is not UNSET:
        if not isinstance(now, datetime):
            raise TypeError(f"now is a datetime, and not {now!r}")
        if now.tzinfo is None:
            raise ValueError(f"{now!r} is in no time zone: give it one, such as datetime.UTC")
        body["now"] = now.astimezone(UTC).isoformat()
    return body


def advance_body(
    seconds: float, minutes: float, hours: float, days: float, to: Event | None
) -> Json:
    """A span, or where to advance to; one of the two."""
    for value in (seconds, minutes, hours, days):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"time is advanced by a number of seconds, and not by {value!r}")
        if not isfinite(value):
            raise ValueError(f"time is advanced by a finite span, and not by {value!r}")
    span = seconds + 60 * (minutes + 60 * (hours + 24 * days))
    if to is None:
        return {"seconds": span}
    if span:
        raise ValueError(f"advance by a span, or to {to!r}, not both")
    return {"to": to}
