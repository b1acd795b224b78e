"""A webhook is signed well, and for the time at which it is sent, unless a fault says otherwise."""

import datetime
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from dressform.engine.clock import SECOND
from dressform.engine.jobs import Callback
from dressform.engine.webhooks import Delivery
from dressform.engine.workspace import Workspace
from tests.engine.worlds import HOOK, START, submit, world


def announced(workspace: Workspace, callback: Callback = HOOK) -> Delivery:
    """The delivery that tells of the end of a job that ends now."""
    workspace.finish(submit(workspace, callback=callback))
    return workspace.deliveries[len(workspace.deliveries)]


def verifies(delivery: Delivery, headers: dict[str, str], monkeypatch: Any, now: int) -> None:
    """The reference implementation accepts the signature at that time."""
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", _Frozen(now))
    Webhook(delivery.secret or "").verify(delivery.body, headers)


class _Frozen:
    """`datetime`, at a time of our own."""

    def __init__(self, now: int) -> None:
        self.instant = now

    def __getattr__(self, name: str) -> Any:
        return getattr(datetime.datetime, name)

    def now(self, tz: Any = None) -> Any:
        return datetime.datetime.fromtimestamp(self.instant // SECOND, tz)


def test_attempt_without_a_fault_is_signed_as_the_vendor_signs(monkeypatch: Any) -> None:
    workspace = world()
    delivery = announced(workspace)

    headers, fault = workspace.headers(delivery)

    assert (workspace.rules.sign(delivery, START), None) == (headers, fault)
    verifies(delivery, headers, monkeypatch, START)


def test_badly_signed_attempt_does_not_verify_and_the_next_one_does(monkeypatch: Any) -> None:
    workspace = world()
    workspace.plan_fault("bad_signature", {}, times=1)
    delivery = announced(workspace)

    headers, fault = workspace.headers(delivery)

    assert "bad_signature" == fault
    assert workspace.rules.sign(delivery, START).keys() == headers.keys()
    assert (delivery.id, HOOK.secret) == (headers["webhook-id"], delivery.secret)
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        verifies(delivery, headers, monkeypatch, START)
    headers, fault = workspace.headers(delivery)
    assert fault is None
    verifies(delivery, headers, monkeypatch, START)


def test_stale_attempt_is_signed_correctly_for_a_time_long_ago(monkeypatch: Any) -> None:
    workspace = world()
    workspace.plan_fault("stale_timestamp", {"seconds": 600}, times=1)
    delivery = announced(workspace)

    headers, fault = workspace.headers(delivery)

    assert "stale_timestamp" == fault
    assert str(START // SECOND - 600) == headers["webhook-timestamp"]
    verifies(delivery, headers, monkeypatch, START - 600 * SECOND)
    with pytest.raises(WebhookVerificationError, match="too old"):
        verifies(delivery, headers, monkeypatch, START)


def test_attempt_may_be_badly_signed_and_stale_at_once() -> None:
    workspace = world()
    workspace.plan_fault("bad_signature", {})
    workspace.plan_fault("stale_timestamp", {"seconds": 600})
    delivery = announced(workspace)

    headers, fault = workspace.headers(delivery)

    assert "bad_signature, stale_timestamp" == fault
    assert str(START // SECOND - 600) == headers["webhook-timestamp"]
    right = workspace.rules.sign(delivery, START - 600 * SECOND)
    assert right["webhook-signature"] != headers["webhook-signature"]


@pytest.mark.parametrize("kind", ["bad_signature", "stale_timestamp"])
def test_attempt_that_is_not_signed_is_not_signed_wrongly(kind: str) -> None:
    workspace = world()
    fault = workspace.plan_fault(kind, {}, times=1)
    delivery = announced(workspace, Callback(HOOK.url, None, HOOK.events))

    assert (workspace.rules.sign(delivery, START), None) == workspace.headers(delivery)
    assert 0 == fault.seen


def test_attempt_of_a_delivery_whose_job_is_gone_can_still_be_badly_signed() -> None:
    workspace = world()
    workspace.plan_fault("bad_signature", {}, operation="create")
    delivery = announced(workspace)
    workspace.forget(workspace.jobs[1])

    assert "bad_signature" == workspace.headers(delivery)[1]
