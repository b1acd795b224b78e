"""`Retry-After`: an answer that says when to come back."""

import re
from collections import defaultdict
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from dressform.lint.finding import Finding
from dressform.lint.record import (
    Record,
    answered_at,
    came_after,
    gap,
    header,
    seconds,
    time_of,
    wish,
)
from dressform.rows import RequestRow

_SECONDS = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*")


def ignored_retry_after(record: Record) -> Iterator[Finding]:
    """The next request of an operation came before its `Retry-After` had passed, by the clock on
    which more time has: the wall's or the workspace's. One finding for each operation.

    It is a problem if the very same request came again, else a hint: another part of the client may
    have sent it. Whatever was under way before the answer was out is innocent.
    """
    hasty: dict[str, list[tuple[float, float, RequestRow, RequestRow]]] = defaultdict(list)
    for stretch in record.stretches:
        for index, told in enumerate(stretch):
            wait = _wait(told)
            if wait is None or told.operation is None:
                continue
            after = _next(told, stretch[index + 1 :])
            if after is None:
                continue
            waited = gap(told, after, since=answered_at(told))
            if waited < _enough(wait):
                hasty[told.operation].append((waited, wait, told, after))
    for operation, cases in hasty.items():
        repeats = [case for case in cases if wish(case[2]) == wish(case[3])]
        waited, wait, told, after = (repeats or cases)[0]
        yield Finding(
            rule="ignored_retry_after",
            severity="problem" if repeats else "hint",
            message=(
                f"Request {told.number} ({operation}) was answered {told.status} with Retry-After "
                f"{seconds(wait)} at {time_of(told)}, and request {after.number} came "
                f"{seconds(waited)} later{_more(len(cases) - 1)}. "
                "Wait for as long as the answer says before the next request."
            ),
            source=record.source("ignored_retry_after", "RFC 9110, 10.2.3 Retry-After"),
            requests=tuple(sorted({row.number for case in cases for row in case[2:]})),
        )


def _next(told: RequestRow, later: tuple[RequestRow, ...]) -> RequestRow | None:
    """The request of the same operation that came next once the answer was out."""
    same = [row for row in later if row.operation == told.operation and came_after(row, told)]
    return min(same, key=lambda row: row.wall, default=None)


def _wait(row: RequestRow) -> float | None:
    """The seconds that an answer asks for; None where it asks for none that can be understood.

    On the success of anything but a GET it speaks of the result, and not of the next such request.
    """
    value = header(row.response_headers, "retry-after")
    if value is None or row.status is None or (row.status < 300 and row.method != "GET"):
        return None
    if number := _SECONDS.fullmatch(value):
        return float(number[1])
    try:
        moment = parsedate_to_datetime(value)
        spans = [(moment - now).total_seconds() for now in (row.at, row.wall) if now is not None]
    except (ValueError, TypeError):  # no date, or one without a time zone
        return None
    return max(0.0, min(spans, key=abs))  # the nearest is the clock that it was read off


def _enough(wait: float) -> float:
    """Whole seconds were rounded up, and a client may know better from another header."""
    return wait - (1.0 if wait > 1 else 0.1)


def _more(others: int) -> str:
    return f", and {others} more like it" if others else ""
