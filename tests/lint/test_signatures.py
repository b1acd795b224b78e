"""A receiver that takes forged webhooks, or could not tell them, is named, and no other."""

import pytest

from dressform.rows import DeliveryRow
from dressform.vendor import Manners
from tests.lint.rows import HOOK, Story, attempt, delivery

FORGED = "forged_webhook_accepted"
UNSIGNED = "webhook_not_verifiable"
UNTESTED = "webhook_verification_untested"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("bad_signature", "signed with another secret"),
        ("stale_timestamp", "whose signature was too old"),
    ],
)
def test_a_forged_webhook_that_was_accepted_is_a_problem(fault: str, words: str) -> None:
    story = Story()
    story.create(0)
    deliveries = [
        delivery(attempt(1, 202, fault=fault), id="a"),
        delivery(attempt(2), id="b"),
        delivery(attempt(3, fault=fault), id="c"),
    ]

    [finding] = story.findings(FORGED, *deliveries)

    assert ("problem", ("a", "c")) == (finding.severity, finding.deliveries)
    assert f"{HOOK} answered 202 to a webhook {words}, at 10:00:01." in finding.message


@pytest.mark.parametrize("fault", ["bad_signature", "stale_timestamp"])
@pytest.mark.parametrize("status", [None, 302, 400, 401, 500])
def test_one_that_was_not_accepted_is_fine(fault: str, status: int | None) -> None:
    forged = delivery(attempt(1, status, fault=fault), attempt(6))

    assert [] == Story().findings(FORGED, forged)


@pytest.mark.parametrize(
    ("fault", "severity"), [("stale_timestamp", "hint"), ("bad_signature", "problem")]
)
def test_a_stale_one_may_be_fresh_by_the_receivers_clock(fault: str, severity: str) -> None:
    story = Story("manual")
    story.create(0)

    [finding] = story.findings(FORGED, delivery(attempt(3600, fault=fault)))

    assert severity == finding.severity


def test_what_is_certain_is_told_first() -> None:
    story = Story("manual")
    story.create(0)
    attempts = attempt(3600, fault="stale_timestamp"), attempt(3600, fault="bad_signature")

    [finding] = story.findings(FORGED, delivery(*attempts))

    assert "signed with another secret" in finding.message


@pytest.mark.parametrize(
    ("member", "advice"),
    [
        ("webhook_url", "Send `webhook_secret` along with `webhook_url`"),
        ("webhookUrl", "Send `webhookSecret` along with `webhookUrl`"),
        ("callback", "Give the vendor a signing secret for this URL"),
    ],
)
def test_unsigned_webhooks_of_a_vendor_that_signs_are_a_problem(member: str, advice: str) -> None:
    story = Story()
    story.create(0, job_id=6, request={"hook_url": HOOK})
    story.create(1, job_id=7, request={"image_url": "http://x", member: HOOK})

    [finding] = story.findings(UNSIGNED, delivery(attempt(1), signed=False))

    assert ("problem", ("msg_1",)) == (finding.severity, finding.deliveries)
    assert f"{HOOK} accepted 1 unsigned webhook, the first for job 7" in finding.message
    assert "never verified a signature it could have" in finding.message
    assert advice in finding.message


def test_a_vendor_that_cannot_sign_asks_nobody_to_verify() -> None:
    unsigned = delivery(attempt(1), signed=False)

    assert [] == Story().findings(UNSIGNED, unsigned, manners=Manners())


@pytest.mark.parametrize(
    "innocent",
    [
        delivery(attempt(1)),
        delivery(signed=False, state="pending"),
        delivery(attempt(1, 401), signed=False, state="failed"),  # refused for want of a signature
        delivery(attempt(1, None, error="refused"), signed=False, state="failed"),
    ],
)
def test_what_was_signed_or_not_accepted_is_no_reproach(innocent: DeliveryRow) -> None:
    assert [] == Story().findings(UNSIGNED, innocent)


def test_signed_webhooks_that_nobody_ever_forged_are_one_hint() -> None:
    deliveries = [delivery(attempt(1), id="a"), delivery(attempt(2), id="b", url=HOOK + "2")]

    [finding] = Story().findings(UNTESTED, *deliveries)

    assert ("hint", ("a", "b")) == (finding.severity, finding.deliveries)
    assert f"{HOOK} and {HOOK}2 accepted 2 signed webhooks" in finding.message
    assert "bad_signature" in finding.message


@pytest.mark.parametrize(
    "deliveries",
    [
        (),
        (delivery(attempt(1), signed=False),),
        (delivery(attempt(1, 500), state="failed"),),
        (delivery(attempt(1)), delivery(attempt(2, 401, fault="bad_signature"), attempt(7))),
        (delivery(attempt(1)), delivery(attempt(2, 401, fault="stale_timestamp"), attempt(7))),
    ],
)
def test_there_is_nothing_to_try_where_nothing_was_accepted_or_it_was_tried(
    deliveries: tuple[DeliveryRow, ...],
) -> None:
    assert [] == Story().findings(UNTESTED, *deliveries)
