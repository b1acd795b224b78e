"""A webhook that comes twice, late, out of order or never, at a receiver with a real socket."""

import json
from typing import Any

import pytest

from tests.support.faults import CHEAP, fired, latest_request, plan, plan_for_good
from tests.support.receiver import Receiver, receiving
from tests.support.serving import Shop
from tests.support.webhooks import seconds_after

Json = dict[str, Any]


def _finish(shop: Shop, receiver: Receiver) -> int:
    """A job that has just ended."""
    made = shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    shop.control("POST", f"jobs/{made['generation_id']}/finish")
    return int(made["generation_id"])


def _arrived(receiver: Receiver) -> list[int]:
    """The jobs that the webhooks told of, in the order in which they came."""
    return [json.loads(row.body)["data"]["generation_id"] for row in receiver.received]


def _deliveries(shop: Shop) -> list[Json]:
    rows: list[Json] = shop.control("GET", "deliveries")["items"]
    return rows


def test_a_duplicate_is_the_same_webhook_again(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "duplicate", copies=2)
    _finish(uwear, receiver)

    assert len(receiver.received) == 3
    assert len({row.body for row in receiver.received}) == 1
    assert len({row.headers["webhook-id"] for row in receiver.received}) == 1
    (delivery,) = _deliveries(uwear)
    assert (delivery["state"], delivery["faults"]) == ("delivered", ["duplicate"])
    assert [attempt["status"] for attempt in delivery["attempts"]] == [200, 200, 200]


def test_a_duplicate_comes_only_after_an_acknowledgement(uwear: Shop) -> None:
    plan(uwear, "duplicate")
    with receiving(500, 200) as receiver:
        _finish(uwear, receiver)
        assert len(receiver.received) == 1
        uwear.advance(seconds=5)
        assert len(receiver.received) == 3


def test_a_reordered_webhook_comes_right_after_the_next(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "reorder")
    first = _finish(uwear, receiver)
    assert _arrived(receiver) == []
    second, third = _finish(uwear, receiver), _finish(uwear, receiver)
    assert _arrived(receiver) == [second, first, third]
    assert [row["faults"] for row in _deliveries(uwear)] == [["reorder"], [], []]


def test_a_reordered_webhook_that_none_follows_comes_in_the_end(
    uwear: Shop, receiver: Receiver
) -> None:
    plan(uwear, "reorder", seconds=20)
    first = _finish(uwear, receiver)
    uwear.advance(to="idle")
    assert _arrived(receiver) == [first]
    assert seconds_after(_deliveries(uwear)[0]) == [20]


def test_a_delayed_webhook_comes_so_much_later(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "delay", seconds=90)
    first, second = _finish(uwear, receiver), _finish(uwear, receiver)
    uwear.advance(seconds=89)
    assert _arrived(receiver) == [second]
    uwear.advance(seconds=1)
    assert _arrived(receiver) == [second, first]
    assert seconds_after(_deliveries(uwear)[0]) == [90]


def test_a_dropped_webhook_never_comes(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "drop")
    _finish(uwear, receiver)
    second = _finish(uwear, receiver)
    uwear.advance(seconds=24 * 3600)
    assert _arrived(receiver) == [second]
    dropped, _ = _deliveries(uwear)
    assert (dropped["state"], dropped["attempts"], dropped["due_at"]) == ("dropped", [], None)


def test_a_dropped_webhook_can_be_sent_by_order(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "drop")
    job = _finish(uwear, receiver)
    (dropped,) = _deliveries(uwear)
    sent = uwear.control("POST", f"deliveries/{dropped['id']}/resend")
    assert (sent["state"], _arrived(receiver)) == ("delivered", [job])


def test_several_faults_of_one_webhook_are_all_seen(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "delay", seconds=30)
    plan(uwear, "duplicate")
    _finish(uwear, receiver)
    uwear.advance(to="idle")
    assert seconds_after(_deliveries(uwear)[0]) == [30, 30]
    assert _deliveries(uwear)[0]["faults"] == ["delay", "duplicate"]


def test_webhook_faults_are_matched_by_the_operation_that_made_the_job(
    uwear: Shop, receiver: Receiver
) -> None:
    plan_for_good(uwear, "drop", operation="create_clothing_item")
    plan_for_good(uwear, "duplicate", operation="create_generation")
    _finish(uwear, receiver)
    assert (len(receiver.received), fired(uwear)) == (2, [0, 1])


def test_a_failed_job_is_announced_with_faults_too(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "provider_error")
    plan(uwear, "duplicate")
    uwear.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    uwear.advance(to="idle")
    kinds = [json.loads(row.body)["type"] for row in receiver.received]
    assert kinds == ["generation.failed"] * 2


@pytest.mark.parametrize("kind", ["duplicate", "reorder", "drop"])
def test_a_job_without_a_webhook_uses_no_webhook_fault_up(uwear: Shop, kind: str) -> None:
    plan(uwear, kind)
    uwear.json("POST", "/generation", json=CHEAP)
    uwear.advance(to="idle")
    assert (fired(uwear), latest_request(uwear)["faults"]) == ([0], [])
