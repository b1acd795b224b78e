"""Webhooks whose signature a careful receiver rejects, by the Standard Webhooks library's judgement."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.support.faults import CHEAP, plan, plan_for_good
from tests.support.receiver import Received, Receiver, receiving
from tests.support.serving import Shop

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _finish(shop: Shop, receiver: Receiver, **settings: str) -> None:
    body = CHEAP | {"webhook_url": receiver.url, "webhook_secret": SECRET} | settings
    made = shop.json("POST", "/generation", json=body)
    shop.control("POST", f"jobs/{made['generation_id']}/finish")


def _verify(received: Received) -> None:
    Webhook(SECRET).verify(received.body, {k.lower(): v for k, v in received.headers.items()})


def _attempt_faults(shop: Shop) -> list[str | None]:
    deliveries = shop.control("GET", "deliveries")["items"]
    return [attempt["fault"] for row in deliveries for attempt in row["attempts"]]


def test_a_bad_signature_is_rejected_and_the_next_one_is_good(
    uwear: Shop, receiver: Receiver
) -> None:
    plan(uwear, "bad_signature")
    for _ in range(2):
        _finish(uwear, receiver)
    bad, good = receiver.received
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        _verify(bad)
    _verify(good)
    assert _attempt_faults(uwear) == ["bad_signature", None]


def test_a_stale_timestamp_is_rejected_for_its_age_alone(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "stale_timestamp", seconds=3600)
    _finish(uwear, receiver)
    (stale,) = receiver.received
    with pytest.raises(WebhookVerificationError, match="timestamp too old"):
        _verify(stale)
    sent = int(stale.headers["webhook-timestamp"])
    signature = Webhook(SECRET).sign(
        stale.headers["webhook-id"], _instant(sent), stale.body.decode()
    )
    assert stale.headers["webhook-signature"] == signature
    now = uwear.control("GET", "clock")["unix"]
    assert int(now) - sent == 3600
    assert _attempt_faults(uwear) == ["stale_timestamp"]


def test_a_timestamp_that_is_only_a_little_old_is_accepted(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "stale_timestamp", seconds=60)
    _finish(uwear, receiver)
    _verify(receiver.received[0])


def test_a_retry_after_a_bad_signature_is_signed_well(uwear: Shop) -> None:
    plan(uwear, "bad_signature")
    with receiving(401, 200) as receiver:
        _finish(uwear, receiver)
        uwear.advance(seconds=5)
    bad, good = receiver.received
    with pytest.raises(WebhookVerificationError):
        _verify(bad)
    _verify(good)
    assert bad.body == good.body
    assert _attempt_faults(uwear) == ["bad_signature", None]


def test_both_at_once_are_named_together(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "bad_signature")
    plan(uwear, "stale_timestamp")
    _finish(uwear, receiver)
    with pytest.raises(WebhookVerificationError):
        _verify(receiver.received[0])
    assert _attempt_faults(uwear) == ["bad_signature, stale_timestamp"]


def test_what_is_not_signed_cannot_be_signed_badly(uwear: Shop, receiver: Receiver) -> None:
    plan_for_good(uwear, "bad_signature")
    made = uwear.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    uwear.control("POST", f"jobs/{made['generation_id']}/finish")
    assert "webhook-signature" not in receiver.received[0].headers
    assert _attempt_faults(uwear) == [None]


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
