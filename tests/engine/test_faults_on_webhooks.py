"""Webhooks come in order, once and at once, unless a fault says otherwise."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.clock import HOUR, MINUTE, SECOND
from dressform.engine.webhooks import Delivery, DeliveryState
from dressform.engine.workspace import Workspace
from tests.engine.worlds import BACKOFF, HOOK, START, STEADY, deliver, submit, world

Sent = list[tuple[int, int]]


def announced(workspace: Workspace) -> Delivery:
    """The delivery that tells of the end of a job that ends now."""
    workspace.finish(submit(workspace, callback=HOOK))
    return workspace.deliveries[len(workspace.deliveries)]


def sent(workspace: Workspace, statuses: list[int | None] | None = None) -> Sent:
    """Every attempt of the next hours: the delivery's number, and microseconds from `START`.

    They are answered in turn, and with 200 in the end.
    """
    attempts = []
    left = list(statuses or [])
    for _ in workspace.run_until(workspace.now + 9 * HOUR):
        for number in deliver(workspace, left[0] if left else 200):
            left = left[1:]
            attempts.append((number, workspace.now - START))
    return attempts


def test_dropped_webhook_is_never_attempted() -> None:
    workspace = world()
    workspace.plan_fault("drop", {}, times=1)
    dropped, other = announced(workspace), announced(workspace)

    assert [(2, 0)] == sent(workspace)
    assert (DeliveryState.DROPPED, (), ("drop",)) == (
        dropped.state,
        dropped.attempts,
        dropped.faults,
    )
    assert (DeliveryState.DELIVERED, ()) == (other.state, other.faults)


def test_delayed_webhook_is_first_attempted_so_much_later() -> None:
    workspace = world()
    workspace.plan_fault("delay", {"seconds": 90.5}, times=1)
    announced(workspace)

    assert [(1, round(90.5 * SECOND))] == sent(workspace)


def test_delayed_webhook_is_retried_with_its_ordinary_backoff() -> None:
    workspace = world()
    workspace.plan_fault("delay", {"seconds": 90}, times=1)
    announced(workspace)

    assert [(1, 90 * SECOND), (1, 95 * SECOND)] == sent(workspace, [500, 200])


def test_duplicated_webhook_comes_again_right_after_it_was_acknowledged_and_is_the_same() -> None:
    workspace = world()
    workspace.plan_fault("duplicate", {"copies": 2}, times=1)
    delivery = announced(workspace)
    id_and_body = delivery.id, delivery.body

    assert [(1, 0), (1, 0), (1, 0)] == sent(workspace)
    assert (DeliveryState.DELIVERED, 0) == (delivery.state, delivery.copies)
    assert id_and_body == (delivery.id, delivery.body)


def test_duplicate_is_not_delivered_before_its_last_copy_was_acknowledged() -> None:
    workspace = world()
    workspace.plan_fault("duplicate", {}, times=1)
    delivery = announced(workspace)
    workspace.advance_to(START)
    deliver(workspace)

    assert (DeliveryState.PENDING, START) == (delivery.state, delivery.due)
    workspace.advance_to(START)
    deliver(workspace)
    assert DeliveryState.DELIVERED == delivery.state


def test_failed_attempts_are_no_copies_and_every_copy_has_the_whole_backoff() -> None:
    workspace = world()
    workspace.plan_fault("duplicate", {}, times=1)
    announced(workspace)
    later = 5 * SECOND + 5 * MINUTE

    assert [
        (1, 0),
        (1, 5 * SECOND),
        (1, later),
        (1, later),
        (1, later + 5 * SECOND),
        (1, later + 5 * SECOND + 5 * MINUTE),
    ] == sent(workspace, [500, 500, 200, None, 500, 200])


def test_copy_that_nobody_acknowledges_fails_after_its_backoff() -> None:
    workspace = world()
    workspace.plan_fault("duplicate", {}, times=1)
    delivery = announced(workspace)

    assert 1 + len(BACKOFF) + 1 == len(sent(workspace, [200] + [500] * 9))
    assert DeliveryState.FAILED == delivery.state


def test_reordered_webhook_comes_right_after_the_next_one() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {}, times=1)
    held = announced(workspace)
    assert held.held
    workspace.advance_to(START + 7 * SECOND)
    announced(workspace)
    assert not held.held
    announced(workspace)

    assert [(2, 7 * SECOND), (1, 7 * SECOND), (3, 7 * SECOND)] == sent(workspace)


def test_reordered_webhook_waits_no_longer_than_it_may() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {"seconds": 20}, times=1)
    held = announced(workspace)

    assert [(1, 20 * SECOND)] == sent(workspace)
    assert not held.held
    announced(workspace)
    assert [2] == [number for number, _ in sent(workspace)]


def test_faults_that_reorder_every_webhook_swap_them_in_pairs() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {})
    for _ in range(5):
        announced(workspace)

    assert [(2, 0), (1, 0), (4, 0), (3, 0), (5, 60 * SECOND)] == sent(workspace)


def test_webhook_that_is_never_sent_lets_no_other_go_before_it() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {}, times=1)
    workspace.plan_fault("drop", {}, times=1, skip=1)
    for _ in range(3):
        announced(workspace)

    assert [(3, 0), (1, 0)] == sent(workspace)


def test_reordered_webhook_does_not_wait_for_one_that_is_delayed_for_longer_than_it_waits() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {}, times=1)
    workspace.plan_fault("delay", {"seconds": 61}, times=1, skip=1)
    announced(workspace)
    announced(workspace)

    assert [(1, 60 * SECOND), (2, 61 * SECOND)] == sent(workspace)


def test_reordered_webhook_comes_after_a_delayed_one_that_is_due_before_its_wait_is_over() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {}, times=1)
    workspace.plan_fault("delay", {"seconds": 60}, times=1, skip=1)
    announced(workspace)
    announced(workspace)

    assert [(2, 60 * SECOND), (1, 60 * SECOND)] == sent(workspace)


def test_webhook_faults_know_the_operation_of_the_job() -> None:
    workspace = world()
    workspace.plan_fault("drop", {}, operation="other")
    delivery = announced(workspace)

    assert ("create", ()) == (delivery.operation, delivery.faults)


def test_webhook_fault_of_a_call_strikes_the_webhook_of_its_job_only_and_is_gone() -> None:
    workspace = world()
    job = submit(workspace, callback=HOOK, in_band=("drop", {}))
    other = announced(workspace)
    workspace.finish(job)

    assert ((), ("drop",)) == (other.faults, workspace.deliveries[2].faults)
    assert [] == workspace.faults.planned


BENDING = st.sampled_from([("reorder", {}), ("delay", {"seconds": 90}), ("drop", {})])
MORE = st.sampled_from([("duplicate", {"copies": 2}), ("stuck", {}), ("provider_error", {})])


@STEADY
@given(
    faults=st.lists(
        st.tuples(st.one_of(BENDING, MORE), st.integers(1, 3), st.integers(0, 3)), max_size=4
    ),
    jobs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12),
)
def test_webhooks_come_in_the_order_of_their_virtual_times_unless_a_fault_says_otherwise(
    faults: list[tuple[tuple[str, dict[str, Any]], int, int]], jobs: list[tuple[int, int]]
) -> None:
    workspace = world()
    for fault, times, skip in faults:
        workspace.plan_fault(*fault, times=times, skip=skip)
    for wait, run in jobs:
        spans = {"wait": (wait * SECOND,) * 2, "run": (run * SECOND,) * 2}
        submit(workspace, callback=HOOK, **spans)  # type: ignore[arg-type]

    attempts = sent(workspace)

    assert sorted(at for _, at in attempts) == [at for _, at in attempts]
    bent = {d.number for d in workspace.deliveries.values() if {"reorder", "delay"} & {*d.faults}}
    first = list(dict.fromkeys(number for number, _ in attempts))
    straight = [number for number in first if number not in bent]
    assert sorted(straight) == straight
    for number, at in attempts:
        created = workspace.deliveries[number].created_at - START
        assert created <= at if number in bent else created == at
    dropped = {d.number for d in workspace.deliveries.values() if "drop" in d.faults}
    assert workspace.deliveries.keys() - dropped == set(first)
