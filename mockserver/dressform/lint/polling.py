"""Polls of one job: not too close together, ever further apart, and none once it has ended.

A poll is a GET that showed a job. The gap between two of them depends on the workspace's clock. On a
`real` one it is the wall's. On a `manual` one it is the larger of the wall's and the virtual one: a
test that advances time instead of sleeping is honest. On an `auto` one the polls themselves move
time, so that nobody can tell how fast the client would have been, and nothing is said.
"""

from collections.abc import Iterator
from itertools import pairwise, takewhile

from dressform.lint.finding import Finding
from dressform.lint.record import (
    FRESH_LOOK,
    Record,
    came_after,
    gap,
    header,
    readable,
    seconds,
    succeeded,
    time_of,
)
from dressform.rows import RequestRow

_ENDED = frozenset({"completed", "failed", "canceled", "expired"})
_EARLY = 0.9  # of the interval: timers and networks jitter
_LATER, _JITTER = 1.1, 0.005  # by how much a gap has to be longer to count as longer
_PATTERN = 5  # so many polls show what a client is up to


def polled_too_fast(record: Record) -> Iterator[Finding]:
    """Polls of an unfinished job closer together than the vendor asks; a single pair is a hint.

    Two polls between which the job moved on are not held against the client: a webhook may have
    told it, or the test's own hand.
    """
    interval = record.manners.poll_interval
    if interval is None:
        return
    for loop in _loops(record):
        close = [
            (span, earlier, poll)
            for earlier, poll in pairwise(loop)
            if poll.job_state == earlier.job_state not in _ENDED and came_after(poll, earlier)
            if (span := _gap(earlier, poll)) is not None and span < interval * _EARLY
        ]
        if close:
            span, earlier, poll = min(close, key=lambda pair: pair[0])
            numbers = sorted({row.number for _, *pair in close for row in pair})
            yield Finding(
                rule="polled_too_fast",
                severity="problem" if len(close) > 1 else "hint",
                message=(
                    f"Job {poll.job_id} was polled too soon after the poll before "
                    f"{_times(len(close))}: requests {earlier.number} and {poll.number} at "
                    f"{time_of(earlier)} are {seconds(span)} apart. "
                    f"Leave at least {seconds(interval)} between two polls."
                ),
                source=record.source("polled_too_fast", "the vendor's polling interval"),
                requests=tuple(numbers),
            )


def polled_without_backoff(record: Record) -> Iterator[Finding]:
    """Five or more polls of an unfinished job whose last gap is not longer than the first, and whose
    later gaps are not longer on average: chance may have shortened the last of a jittered backoff.

    A hint where the test moves time, for then it may have spaced the polls itself.
    """
    if not record.manners.backoff:
        return
    for loop in _loops(record):
        polls = list(takewhile(lambda poll: poll.job_state not in _ENDED, loop))
        gaps = [_gap(*pair) for pair in pairwise(polls)]
        spans = [span for span in gaps if span is not None]
        if len(polls) < _PATTERN or len(spans) < len(gaps) or _grew(spans):
            continue
        yield Finding(
            rule="polled_without_backoff",
            severity="problem" if all(poll.clock == "real" for poll in polls) else "hint",
            message=(
                f"Job {polls[0].job_id} was polled {len(polls)} times from {time_of(polls[0])} to "
                f"{time_of(polls[-1])} while it was unfinished, first after {seconds(spans[0])} and "
                f"last after {seconds(spans[-1])}. Wait longer before each further poll."
            ),
            source=record.source("polled_without_backoff", "the vendor asks for backoff"),
            requests=tuple(poll.number for poll in polls),
        )


def polled_after_end(record: Record) -> Iterator[Finding]:
    """Two or more further polls after an answer had said that the job has ended; fewer than five
    are a hint, as the code that uses the results may look again.

    A look after a long pause is a fresh one: links to files expire.
    """
    if not record.manners.stop_when_ended:
        return
    for loop in _loops(record):
        further = [
            (earlier, poll)
            for earlier, poll in pairwise(loop)
            if earlier.job_state in _ENDED and poll.job_state in _ENDED
            if came_after(poll, earlier) and gap(earlier, poll) < FRESH_LOOK
        ]
        if len(further) < 2:
            continue
        told, polls = further[0][0], [poll for _, poll in further]
        yield Finding(
            rule="polled_after_end",
            severity="problem" if len(polls) >= _PATTERN else "hint",
            message=(
                f"Job {told.job_id} was polled {_times(len(polls))} more, up to {time_of(polls[-1])}, "
                f"though request {told.number} at {time_of(told)} had been told that it was "
                f"{told.job_state}. Stop at that answer, and keep it."
            ),
            source=record.source("polled_after_end", "the vendor asks to stop"),
            requests=(told.number, *(poll.number for poll in polls)),
        )


def _loops(record: Record) -> Iterator[list[RequestRow]]:
    """The polls of one job by one client at one path, in order, whose answers arrived whole.

    The client is told by its `User-Agent`, so that a test which looks for itself is not taken for
    the code under test. What is not a GET made the job, or changed it: polling starts anew.
    """
    for stretch in record.stretches:
        loops: dict[tuple[object, ...], list[RequestRow]] = {}
        for row in stretch:
            if row.job_id is None or row.operation == "media":
                continue
            if row.method != "GET":
                for key in [key for key in loops if key[0] == row.job_id]:
                    yield loops.pop(key)
            elif row.job_state is not None and succeeded(row) and readable(row):
                key = (row.job_id, row.operation, row.path, header(row.headers, "user-agent"))
                loops.setdefault(key, []).append(row)
        yield from loops.values()


def _gap(earlier: RequestRow, poll: RequestRow) -> float | None:
    """See the module's docstring; None where nobody can tell."""
    match {earlier.clock, poll.clock}:
        case clocks if "auto" in clocks:
            return None
        case clocks if "manual" in clocks:
            return gap(earlier, poll)
        case _:
            return (poll.wall - earlier.wall).total_seconds()


def _grew(gaps: list[float]) -> bool:
    half = len(gaps) // 2
    return _longer(gaps[-1], gaps[0]) or _longer(sum(gaps[-half:]), sum(gaps[:half]))


def _longer(span: float, than: float) -> bool:
    return span > than * _LATER + _JITTER


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
