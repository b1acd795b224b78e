"""What the rules look at, and how they measure it. Spans are seconds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dressform.rows import DeliveryRow, RequestRow
from dressform.vendor import Manners

FRESH_LOOK = 600.0
"""After so long a pause a request is a new wish, and no longer part of a loop or of a retry."""

_UNREADABLE = frozenset({"reset", "truncate", "malformed"})


@dataclass(frozen=True)
class Record:
    """One workspace's journal and deliveries, and what its vendor asks of a client.

    `stretches` are the journal in pieces within which time only goes forward: where it went back, a
    snapshot was restored, and what came before never happened to what comes after.
    """

    manners: Manners
    stretches: tuple[tuple[RequestRow, ...], ...]
    deliveries: tuple[DeliveryRow, ...]

    def source(self, rule: str, otherwise: str) -> str:
        """Where the vendor asks for it, or `otherwise` where it does not."""
        return self.manners.sources.get(rule, otherwise)


def make_record(
    manners: Manners, requests: Iterable[RequestRow], deliveries: Iterable[DeliveryRow]
) -> Record:
    """The record of rows in any order."""
    stretches: list[list[RequestRow]] = [[]]
    latest: RequestRow | None = None
    for row in sorted(requests, key=lambda row: row.number):
        if latest is not None and _went_back(latest, row):
            stretches.append([])
        stretches[-1].append(row)
        latest = row if row.at is not None else latest
    return Record(manners, tuple(tuple(stretch) for stretch in stretches), tuple(deliveries))


def _went_back(earlier: RequestRow, row: RequestRow) -> bool:
    """Whether time did; requests that overlap may be told in either order."""
    assert earlier.at is not None
    return row.at is not None and row.at < earlier.at and came_after(row, earlier)


def answered_at(row: RequestRow) -> datetime:
    """The wall's time at which the answer was sent."""
    return row.wall + timedelta(milliseconds=row.milliseconds)


def readable(row: RequestRow) -> bool:
    """Whether what was answered, if anything was, arrived whole."""
    return not _UNREADABLE.intersection(row.faults)


def came_after(row: RequestRow, earlier: RequestRow) -> bool:
    """Whether the client can have had the answer to `earlier` when it sent `row`."""
    return row.wall >= answered_at(earlier)


def succeeded(row: RequestRow) -> bool:
    """Whether the answer's status was one of success."""
    return row.status is not None and 200 <= row.status < 300


def gap(earlier: RequestRow, row: RequestRow, *, since: datetime | None = None) -> float:
    """Between two requests, by the clock on which more time has passed: the wall's or the
    workspace's. A test that advances time instead of sleeping has waited as well.

    `since` replaces the arrival of the earlier one on the wall.
    """
    wall = (row.wall - (since or earlier.wall)).total_seconds()
    if earlier.at is None or row.at is None:
        return wall
    return max(wall, (row.at - earlier.at).total_seconds())


def wish(row: RequestRow) -> str:
    """What is asked for: equal for equal requests, whatever the order of their members.

    The journal keeps the beginning of a long body and the names of files, so what it shows as equal
    has to have been of equal length, too.
    """
    length = header(row.headers, "content-length")
    parts = [row.method, row.operation, row.path, row.query, length, row.request]
    return json.dumps(parts, sort_keys=True)


def header(headers: dict[str, str], name: str) -> str | None:
    """The value of the header of that lower-case name, whichever case it was sent in."""
    return next((value for key, value in headers.items() if key.lower() == name), None)


def time_of(row: RequestRow) -> str:
    """The workspace's time of day, else the wall's."""
    return (row.at or row.wall).strftime("%H:%M:%S.%f")[:-3]


def seconds(span: float) -> str:
    """A span to the millisecond, in words."""
    return f"{span:.3f}".rstrip("0").rstrip(".") + " s"


def counted(number: int, noun: str) -> str:
    """`no hints`, `1 hint`, `2 hints`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def listed(things: Sequence[object], *, most: int = 6) -> str:
    """`1, 2 and 3`, of which at most the first few are named."""
    words = [str(thing) for thing in things]
    if len(words) > most:
        words[most - 1 :] = [f"{len(words) - most + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
