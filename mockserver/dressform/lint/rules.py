"""The table of all rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from dressform.lint.creates import retried_create
from dressform.lint.downloads import downloaded_after_expiry
from dressform.lint.finding import Finding
from dressform.lint.polling import polled_after_end, polled_too_fast, polled_without_backoff
from dressform.lint.record import Record, make_record
from dressform.lint.retry_after import ignored_retry_after
from dressform.lint.signatures import (
    forged_webhook_accepted,
    webhook_not_verifiable,
    webhook_verification_untested,
)
from dressform.lint.webhooks import webhook_not_acknowledged
from dressform.rows import DeliveryRow, RequestRow
from dressform.vendor import Manners

Rule = Callable[[Record], Iterable[Finding]]

RULES: Mapping[str, Rule] = {
    "retried_create": retried_create,
    "ignored_retry_after": ignored_retry_after,
    "polled_too_fast": polled_too_fast,
    "polled_without_backoff": polled_without_backoff,
    "polled_after_end": polled_after_end,
    "downloaded_after_expiry": downloaded_after_expiry,
    "forged_webhook_accepted": forged_webhook_accepted,
    "webhook_not_acknowledged": webhook_not_acknowledged,
    "webhook_not_verifiable": webhook_not_verifiable,
    "webhook_verification_untested": webhook_verification_untested,
}


def lint(
    manners: Manners, requests: Sequence[RequestRow], deliveries: Sequence[DeliveryRow]
) -> list[Finding]:
    """Everything that a careful reviewer would say of one workspace's client, problems first.

    `requests` is its journal and `deliveries` its webhooks, both as the control API shows them.
    """
    record = make_record(manners, requests, deliveries)
    findings = [finding for find in RULES.values() for finding in find(record)]
    return sorted(findings, key=lambda finding: finding.severity != "problem")
