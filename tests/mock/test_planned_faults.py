"""Faults in hand: planned, seen to fire, and taken back."""

from typing import Any

import pytest

from dressform import ControlError, MockServer, MockWorkspace
from dressform.engine.faults import KINDS
from tests.mock.client import Client

NEEDED: dict[str, dict[str, Any]] = {
    "status": {"status": 503},
    "latency": {"seconds": 0},
    "fail_at": {"fraction": 0.5},
    "delay": {"seconds": 1},
}


def test_a_fault_lasts_as_long_as_its_block_and_tells_afterwards_how_often_it_fired(
    shop: MockWorkspace, client: Client
) -> None:
    other = shop.fault("latency", seconds=0, times=1)
    with shop.fault("status", status=503, operation="list_cameras") as fault:
        assert [503, 503] == [client.call("GET", "/cameras").status_code for _ in range(2)]
        assert (2, "status", 1) == (fault.fired, fault.kind, other.fired)
    other.remove()
    assert 200 == client.call("GET", "/cameras").status_code
    assert (2, []) == (fault.fired, shop.faults)


def test_a_fault_is_taken_back_when_its_block_fails(shop: MockWorkspace) -> None:
    with pytest.raises(ZeroDivisionError), shop.fault("stuck"):
        _ = 1 / 0
    assert [] == shop.faults


def test_a_fault_strikes_as_often_as_it_was_told_to(shop: MockWorkspace, client: Client) -> None:
    fault = shop.fault("status", status=500, times=2, skip=1)
    assert [200, 500, 500, 200] == [client.call("GET", "/cameras").status_code for _ in range(4)]
    (row,) = shop.faults
    assert (2, 2, 1, {"status": 500, "body": None, "headers": {}}) == (
        fault.fired,
        row.times,
        row.skip,
        row.arguments,
    )
    assert [("status",)] * 2 == [entry.faults for entry in shop.requests if entry.faults]


def test_a_fault_waits_until_its_time_has_come(shop: MockWorkspace, client: Client) -> None:
    shop.fault("status", status=500, after=60)
    assert 200 == client.call("GET", "/cameras").status_code
    shop.advance(minutes=1)
    assert 500 == client.call("GET", "/cameras").status_code


def test_taking_back_twice_does_nothing_and_spares_the_others(shop: MockWorkspace) -> None:
    one, other = shop.fault("stuck"), shop.fault("drop")
    with one:
        one.remove()
        one.remove()
    assert [other.id] == [row.id for row in shop.faults]
    with pytest.raises(ControlError, match=f"no fault '{one.id}'; there are: {other.id}"):
        shop.remove_fault(one.id)
    shop.clear_faults()
    shop.clear_faults()
    assert [] == shop.faults


def test_a_block_may_outlive_its_workspace(world: MockServer) -> None:
    shop = world.uwear.workspace()
    with shop.fault("stuck") as fault:
        shop.close()
    assert 0 == fault.fired


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_planned_by_hand(shop: MockWorkspace, kind: Any) -> None:
    with shop.fault(kind, **NEEDED.get(kind, {})) as fault:
        assert [(kind, fault.id)] == [(row.kind, row.id) for row in shop.faults]


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        ({"kind": "stats"}, r"'stats' is not one of \['status', 'latency'"),
        ({"kind": "status"}, "fault 'status' needs the argument 'status'"),
        ({"kind": "status", "status": 200}, "200 is less than the minimum of 400"),
        ({"kind": "stuck", "status": 503}, "fault 'stuck' has no argument 'status'; it takes none"),
        ({"kind": "stuck", "tims": 1}, "'tims' was unexpected.*known members: .*times"),
        ({"kind": "stuck", "times": 0}, "0 is less than the minimum of 1"),
        ({"kind": "stuck", "probability": 2}, "2 is greater than the maximum of 1"),
        ({"kind": "stuck", "operation": "create_generatio"}, "mean create_generation"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_and_none_is_planned(
    shop: MockWorkspace, planned: dict[str, Any], words: str
) -> None:
    with pytest.raises(ControlError, match=words):
        shop.fault(**planned)
    assert [] == shop.faults


def test_a_fault_of_webhooks_is_told_by_the_delivery(shop: MockWorkspace, client: Client) -> None:
    shop.fault("drop", times=1)
    shop.finish(client.create(webhook_url="http://127.0.0.1:9/hook"))
    assert [("drop",)] == [delivery.faults for delivery in shop.deliveries]
