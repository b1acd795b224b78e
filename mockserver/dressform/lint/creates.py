"""A request that makes something, sent again by a client that could not know it had been done."""

from collections import defaultdict
from collections.abc import Iterator

from dressform.lint.finding import Finding
from dressform.lint.record import (
    FRESH_LOOK,
    Record,
    came_after,
    gap,
    header,
    listed,
    readable,
    seconds,
    succeeded,
    time_of,
    wish,
)
from dressform.rows import RequestRow

_TOGETHER = 0.05  # seconds: what arrives within is one volley, and not a retry
_HIDDEN = "***"


def retried_create(record: Record) -> Iterator[Finding]:
    """A POST without a known outcome, or that failed on the server, followed by an equal one with no
    Idempotency-Key. A problem if both of them made something, else a hint.

    Innocent are: the same key on both, in a header or in the body; a retry after an answer 503 that
    asked for one; a client that looked first, if there was nothing to see; one that got the same
    job again; and equal requests that were sent together.
    """
    for stretch in record.stretches:
        groups: dict[str, list[RequestRow]] = defaultdict(list)
        for row in sorted(stretch, key=lambda row: row.wall):
            if row.method == "POST" and row.operation is not None:
                groups[wish(row)].append(row)
        for posts in groups.values():
            for chain in _chains(posts, stretch):
                yield _finding(record, chain)


def _chains(posts: list[RequestRow], stretch: tuple[RequestRow, ...]) -> Iterator[list[RequestRow]]:
    """Runs of equal requests, each but the first a careless retry of the one before it."""
    chain = posts[:1]
    for post in posts[1:]:
        if _is_careless(chain[-1], post, stretch):
            chain.append(post)
            continue
        if len(chain) > 1:
            yield chain
        chain = [post]
    if len(chain) > 1:
        yield chain


def _is_careless(first: RequestRow, again: RequestRow, stretch: tuple[RequestRow, ...]) -> bool:
    if not _is_in_doubt(first, again) or gap(first, again) >= FRESH_LOOK:
        return False
    if _is_protected(first, again) or _is_one_job(first, again):
        return False
    asked_to = first.status == 503 and header(first.response_headers, "retry-after") is not None
    return _made(first) or not (asked_to or _looked(first, again, stretch))


def _is_in_doubt(first: RequestRow, again: RequestRow) -> bool:
    """Whether the client sent `again` without knowing what had become of `first`."""
    if not came_after(again, first):
        gave_up = first.status is None or "latency" in first.faults
        return gave_up and (again.wall - first.wall).total_seconds() >= _TOGETHER
    if first.status is None or first.status >= 500:
        return True
    return first.status < 400 and not readable(first)


def _is_protected(first: RequestRow, again: RequestRow) -> bool:
    """Whether both carry the same key; one that is hidden may be the same."""
    if isinstance(first.request, dict) and any(_is_key(name) for name in first.request):
        return True  # the bodies are equal
    keys = {header(row.headers, "idempotency-key") for row in (first, again)}
    return None not in keys and (len(keys) == 1 or _HIDDEN in keys)


def _is_key(name: str) -> bool:
    return name.lower().replace("_", "").replace("-", "") == "idempotencykey"


def _is_one_job(first: RequestRow, again: RequestRow) -> bool:
    return first.job_id is not None and first.job_id == again.job_id


def _looked(first: RequestRow, again: RequestRow, stretch: tuple[RequestRow, ...]) -> bool:
    """Whether the client read a list, or its balance, in between."""
    return any(
        row.method == "GET" and row.job_id is None and row.operation != "media"
        for row in stretch
        if first.wall < row.wall < again.wall and succeeded(row) and readable(row)
    )


def _made(row: RequestRow) -> bool:
    return row.job_id is not None or _charged(row) > 0


def _charged(row: RequestRow) -> int:
    if row.credits_before is None or row.credits_after is None:
        return 0
    return max(0, row.credits_before - row.credits_after)


def _finding(record: Record, chain: list[RequestRow]) -> Finding:
    first, made = chain[0], [row for row in chain if _made(row)]
    return Finding(
        rule="retried_create",
        severity="problem" if len(made) > 1 else "hint",
        message=(
            f"{first.method} {first.path} was sent {len(chain)} times with the same body from "
            f"{time_of(first)} on, as the client had {_outcome(first, chain[1])}: {_price(made)}. "
            "Look whether the first one was done before you send it again, or send an "
            "Idempotency-Key where the vendor takes one."
        ),
        source=record.source("retried_create", "RFC 9110, 9.2.2 Idempotent Methods"),
        requests=tuple(row.number for row in chain),
    )


def _outcome(first: RequestRow, again: RequestRow) -> str:
    """What the client had got when it tried again."""
    if not came_after(again, first):
        return f"no answer within {seconds((again.wall - first.wall).total_seconds())}"
    if first.status is None:
        return "no answer"
    return f"status {first.status}" if first.status >= 500 else "an answer that it could not read"


def _price(made: list[RequestRow]) -> str:
    if len(made) < 2:
        return "this time nothing was done twice"
    times = "twice" if len(made) == 2 else f"{len(made)} times"
    charged = sum(_charged(row) for row in made)
    jobs = [row.job_id for row in made if row.job_id is not None]
    facts = [f"jobs {listed(jobs)}"] if len(jobs) > 1 else []
    facts += [f"{charged} credits"] if charged else []
    return f"{'paid' if charged else 'done'} {times}: {', '.join(facts)}"
