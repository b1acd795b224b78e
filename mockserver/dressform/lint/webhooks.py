"""Whether the receiver acknowledges its webhooks."""

from collections.abc import Iterator
from itertools import groupby

from dressform.lint.finding import Finding
from dressform.lint.record import Record, counted, listed
from dressform.lint.wall import is_near_wall
from dressform.rows import AttemptRow, DeliveryRow


def webhook_not_acknowledged(record: Record) -> Iterator[Finding]:
    """A genuine webhook was answered with what settles none, or not at all; one finding for each URL.

    A hint if all of them were acknowledged later. Also a hint if the receiver may have had a reason:
    it refused signed webhooks when the workspace's time was away from the wall's, and its own. What
    the server was not allowed to send is nobody's fault.
    """
    for url, deliveries in by_url(record.deliveries):
        bad = [
            (delivery, attempt)
            for delivery in deliveries
            if delivery.state != "refused"
            for attempt in delivery.attempts
            if attempt.fault is None and attempt.status not in record.manners.acknowledged_by
        ]
        if not bad:
            continue
        excused = all(_may_be_stale(record, *case) for case in bad)
        settled = all(delivery.state == "delivered" for delivery, _ in bad)
        first = bad[0][1]
        yield Finding(
            rule="webhook_not_acknowledged",
            severity="hint" if excused or settled else "problem",
            message=(
                f"{url} did not acknowledge {counted(len(bad), 'attempt')}: "
                f"{listed(sorted({_answer(attempt) for _, attempt in bad}))}, the first at "
                f"{first.at:%H:%M:%S}. {_advice(record, excused=excused)}"
            ),
            source=record.source("webhook_not_acknowledged", "only 2xx ends the retries"),
            deliveries=tuple(dict.fromkeys(delivery.id for delivery, _ in bad)),
        )


def by_url(deliveries: tuple[DeliveryRow, ...]) -> Iterator[tuple[str, list[DeliveryRow]]]:
    """The deliveries to each URL, in the order they have."""
    for url, group in groupby(sorted(deliveries, key=lambda d: d.url), key=lambda d: d.url):
        yield url, list(group)


def acknowledged(attempt: AttemptRow) -> bool:
    """Whether the receiver said that it had it."""
    return attempt.status is not None and 200 <= attempt.status < 300


def _may_be_stale(record: Record, delivery: DeliveryRow, attempt: AttemptRow) -> bool:
    refused = attempt.status is not None and 400 <= attempt.status < 500
    return refused and delivery.signed and not is_near_wall(record, attempt.at)


def _answer(attempt: AttemptRow) -> str:
    return str(attempt.status) if attempt.status is not None else f"no answer ({attempt.error})"


def _advice(record: Record, *, excused: bool) -> str:
    if excused:
        return (
            "The workspace's time is not the wall's, so a receiver that checks the age of a "
            "signature is right to refuse: give it the workspace's time in this test."
        )
    settling = record.manners.acknowledged_by
    status = "2xx" if len(settling) > 1 else str(*settling)
    return f"Answer {status} as soon as a webhook is safely kept, and do the work afterwards."
