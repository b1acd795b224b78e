"""What a test's workspace saw, in a few lines for whoever reads why the test failed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from dressform.http.journal import redact_url
from dressform.mock.vendor import MockVendor
from dressform.mock.workspace import MockWorkspace
from dressform.rows import DeliveryRow, FaultRow, LedgerRow, RequestRow

_Row = TypeVar("_Row")

_WIDTH = 160
_REQUESTS = 18
_LEDGER = 7
_WEBHOOKS = 4
_ATTEMPTS = 2
_FAULTS = 6
_STRAYS = 6


def describe(vendor: MockVendor, workspace: MockWorkspace, began: datetime) -> str:
    """Its requests, credits, webhooks and the faults that never fired; also the vendor's strays.

    A stray is a request since `began`, by the wall, that reached no workspace. At most 60 lines of
    160 characters, the latest of each kind, without credentials.
    """
    facts, requests = workspace.facts, workspace.requests
    clock = f"clock {facts.clock.mode} at {facts.clock.now:%Y-%m-%d} {_time(facts.clock.now)}"
    asked = "requests" if not requests.dropped else f"requests, after {requests.dropped} forgotten"
    waiting = [fault for fault in workspace.faults if not fault.fired]
    strays = vendor.strays.where(since=began)
    astray = f"stray requests to {vendor.slug} since the test began: no known key, or no such place"
    lines = [
        f"{facts.base_url}  seed {facts.seed}, {clock}",
        *_part(asked, requests, _request, _REQUESTS),
        *_part(f"ledger: {facts.credits} credits left", workspace.ledger, _entry, _LEDGER),
        *_part("webhooks", workspace.deliveries, _webhook, _WEBHOOKS),
        *_part("planned faults that never fired", waiting, _fault, _FAULTS),
        *_part(astray, strays, _request, _STRAYS),
    ]
    return "\n".join(map(_plain, lines))


def _part(
    title: str, rows: Sequence[_Row], shown: Callable[[_Row], Iterator[str]], most: int
) -> Iterator[str]:
    """A title, and the last rows of their kind; nothing where there are none."""
    if rows:
        yield title
        if len(rows) > most:
            yield f"  ... {len(rows) - most} more before these"
        yield from (f"  {line}" for row in rows[-most:] for line in shown(row))


def _request(row: RequestRow) -> Iterator[str]:
    query = f"?{row.query}" if row.query else ""
    status = "---" if row.status is None else row.status
    when = _time(row.wall if row.at is None else row.at)
    place = f"{row.method:<6} {row.path}{query}"
    yield f"{row.number:>3}  {when}  {place}  {status}  {row.decided}{_brackets(row.faults)}"


def _entry(row: LedgerRow) -> Iterator[str]:
    job = "" if row.job_id is None else f"  job {row.job_id}"
    yield f"{_time(row.at)}  {row.kind:<6}  {row.amount:+}  makes {row.balance}{job}"


def _webhook(row: DeliveryRow) -> Iterator[str]:
    job = "" if row.job_id is None else f" of job {row.job_id}"
    due = "" if row.due_at is None else f", next {_time(row.due_at)}"
    attempts = f"{len(row.attempts)} attempt{'' if len(row.attempts) == 1 else 's'}{due}"
    where = f"{row.event}{job} to {redact_url(row.url)}"
    yield f"{where}: {row.state}, {attempts}{_brackets(row.faults)}"
    for attempt in row.attempts[-_ATTEMPTS:]:
        outcome = attempt.error if attempt.status is None else attempt.status
        wrong = _brackets([attempt.fault] if attempt.fault else [])
        yield f"  {_time(attempt.at)}  {outcome}{wrong}"


def _fault(row: FaultRow) -> Iterator[str]:
    told = row.arguments | {
        "operation": row.operation,
        "times": row.times,
        "skip": row.skip or None,
        "probability": row.probability if row.probability < 1 else None,
        "job": row.job_id,
    }
    how = ", ".join(f"{name}={value}" for name, value in told.items() if value not in (None, {}))
    passed = f"; passed {row.seen} times" if row.seen else ""
    yield f"{row.kind}({how}) from {_time(row.active_from)} on{passed}"


def _brackets(words: Sequence[str]) -> str:
    return f"  [{', '.join(words)}]" if words else ""


def _time(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S.%f")[:-3]


def _plain(line: str) -> str:
    """Not too long, and without what could steer a terminal."""
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 4]} ..."
