"""Whether the receiver can, and does, tell genuine webhooks from forged ones."""

import re
from collections.abc import Iterator

from dressform.lint.finding import Finding
from dressform.lint.record import Record, counted, listed
from dressform.lint.wall import is_near_wall
from dressform.lint.webhooks import acknowledged, by_url
from dressform.rows import AttemptRow, DeliveryRow

_WORDS = {
    "bad_signature": "signed with another secret",
    "stale_timestamp": "whose signature was too old",
}


def forged_webhook_accepted(record: Record) -> Iterator[Finding]:
    """A webhook with a wrong signature was acknowledged; one finding for each URL.

    A stale one is a hint where the workspace's time is away from the wall's: it may be fresh by the
    receiver's clock.
    """
    for url, deliveries in by_url(record.deliveries):
        taken = [
            (delivery, attempt)
            for delivery in deliveries
            for attempt in delivery.attempts
            if attempt.fault in _WORDS and acknowledged(attempt)
        ]
        if not taken:
            continue
        certain = [attempt for _, attempt in taken if _is_certain(record, attempt)]
        worst = (certain or [attempt for _, attempt in taken])[0]
        yield Finding(
            rule="forged_webhook_accepted",
            severity="problem" if certain else "hint",
            message=(
                f"{url} answered {worst.status} to a webhook {_WORDS[worst.fault or '']}, at "
                f"{worst.at:%H:%M:%S}. Verify signature and timestamp over the raw body before "
                "anything else, and answer 401 to what does not pass."
            ),
            source=record.source("forged_webhook_accepted", "Standard Webhooks, Verification"),
            deliveries=tuple(dict.fromkeys(delivery.id for delivery, _ in taken)),
        )


def webhook_not_verifiable(record: Record) -> Iterator[Finding]:
    """Unsigned webhooks were acknowledged though the vendor can sign them; one finding a URL.

    A receiver that refused them is a careful one.
    """
    if not record.manners.signs:
        return
    for url, deliveries in by_url(record.deliveries):
        unsigned = [d for d in deliveries if not d.signed and any(map(acknowledged, d.attempts))]
        if not unsigned:
            continue
        yield Finding(
            rule="webhook_not_verifiable",
            severity="problem",
            message=(
                f"{url} accepted {counted(len(unsigned), 'unsigned webhook')}, the first for job "
                f"{unsigned[0].job_id}, and never verified a signature it could have. "
                f"{_how_to_ask(record, unsigned[0])}"
            ),
            source=record.source("webhook_not_verifiable", "the vendor signs webhooks on request"),
            deliveries=tuple(delivery.id for delivery in unsigned),
        )


def webhook_verification_untested(record: Record) -> Iterator[Finding]:
    """Signed webhooks were acknowledged, and none was ever forged: a hint, as nobody knows yet."""
    attempts = [attempt for delivery in record.deliveries for attempt in delivery.attempts]
    signed = [d for d in record.deliveries if d.signed and any(map(acknowledged, d.attempts))]
    if signed and not any(attempt.fault in _WORDS for attempt in attempts):
        yield Finding(
            rule="webhook_verification_untested",
            severity="hint",
            message=(
                f"{listed(sorted({d.url for d in signed}))} accepted "
                f"{counted(len(signed), 'signed webhook')}, and none was ever forged. "
                "Plan the fault bad_signature to find out whether the receiver would notice."
            ),
            source=record.source(
                "webhook_verification_untested", "a check that never failed may not be there"
            ),
            deliveries=tuple(delivery.id for delivery in signed),
        )


def _is_certain(record: Record, attempt: AttemptRow) -> bool:
    return attempt.fault == "bad_signature" or is_near_wall(record, attempt.at)


def _how_to_ask(record: Record, delivery: DeliveryRow) -> str:
    """Name the member that would have asked for a signature: the one beside the URL's."""
    for row in (row for stretch in record.stretches for row in stretch):
        if row.method == "POST" and row.job_id == delivery.job_id and isinstance(row.request, dict):
            for name, value in row.request.items():
                secret = re.sub("(?i)url", lambda m: "Secret" if m[0] == "Url" else "secret", name)
                if value == delivery.url and secret != name:
                    return f"Send `{secret}` along with `{name}`, and verify what comes."
    return "Give the vendor a signing secret for this URL, and verify what comes."
