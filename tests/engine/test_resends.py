"""A webhook can be sent again, whatever became of it, and is in the outbox until it was attempted."""

import pytest

from dressform.engine.clock import HOUR, MINUTE, SECOND
from dressform.engine.webhooks import Attempt, Delivery, DeliveryState
from dressform.engine.workspace import Workspace
from tests.engine.worlds import HOOK, RULES, START, deliver, submit, unchanged, world


def announced(workspace: Workspace) -> Delivery:
    """The delivery that tells of the end of a job that ends now."""
    workspace.finish(submit(workspace, callback=HOOK))
    return workspace.deliveries[len(workspace.deliveries)]


def attempts(workspace: Workspace, status: int | None, hours: int = 9) -> list[int]:
    """The instants, from `START`, of all attempts of the next hours."""
    instants = []
    for _ in workspace.run_until(workspace.now + hours * HOUR):
        instants += [workspace.now - START] * len(deliver(workspace, status))
    return instants


def test_delivery_stays_in_the_outbox_until_its_attempt_is_reported() -> None:
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)
    workspace.headers(delivery)

    assert [1] == list(workspace.outbox)
    workspace.attempted(1, Attempt(START, 500))
    assert [] == list(workspace.outbox)


def test_snapshot_that_is_taken_while_an_attempt_is_under_way_does_not_lose_it() -> None:
    workspace = world()
    announced(workspace)
    workspace.advance_to(START)
    saved = workspace.save()
    workspace.attempted(1, Attempt(START, 200))

    restored = Workspace.load(saved, RULES)

    assert [1] == deliver(restored)
    assert workspace.state() == restored.state()


def test_report_of_an_attempt_that_is_planned_but_not_due_is_a_mistake_and_changes_nothing() -> (
    None
):
    workspace = world()
    announced(workspace)

    with unchanged(workspace), pytest.raises(ValueError, match="delivery 1 awaits no attempt"):
        workspace.attempted(1, Attempt(START, 200))
    with unchanged(workspace), pytest.raises(ValueError, match="delivery 9 awaits no attempt"):
        workspace.attempted(9, Attempt(START, 200))


def test_reports_may_come_in_another_order_than_the_attempts_fell_due() -> None:
    workspace = world()
    for _ in range(3):
        announced(workspace)
    workspace.advance_to(START)

    workspace.attempted(2, Attempt(START, 200))

    assert [1, 3] == list(workspace.outbox)


@pytest.mark.parametrize(
    ("status", "refused", "state"),
    [
        (200, False, DeliveryState.DELIVERED),
        (500, False, DeliveryState.FAILED),
        (None, True, DeliveryState.REFUSED),
    ],
)
def test_delivery_that_is_over_is_attempted_again_at_once(
    status: int | None, refused: bool, state: DeliveryState
) -> None:
    workspace = world(backoff=())
    delivery = announced(workspace)
    workspace.advance_to(START)
    deliver(workspace, status, refused=refused)
    assert state == delivery.state
    workspace.advance_to(START + HOUR)

    workspace.resend(delivery)

    assert (DeliveryState.PENDING, START + HOUR) == (delivery.state, delivery.due)
    before = len(delivery.attempts)
    assert [HOUR] == attempts(workspace, 200)
    assert (DeliveryState.DELIVERED, before + 1) == (delivery.state, len(delivery.attempts))


def test_delivery_that_waits_for_a_retry_is_attempted_now_instead() -> None:
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)
    deliver(workspace, 500)
    workspace.advance_to(START + SECOND)

    workspace.resend(delivery)

    assert [SECOND] == attempts(workspace, 200)


def test_delivery_that_is_sent_again_before_its_first_attempt_is_attempted_once() -> None:
    workspace = world()
    workspace.resend(announced(workspace))

    assert [0] == attempts(workspace, 200)


def test_delivery_that_was_acknowledged_has_its_whole_backoff_when_it_is_sent_again() -> None:
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)
    deliver(workspace, 200)
    workspace.resend(delivery)

    assert [0, 5 * SECOND, 5 * SECOND + 5 * MINUTE] == attempts(workspace, 500)[:3]
    assert 1 + 5 == len(delivery.attempts)


def test_delivery_that_failed_for_good_has_one_attempt_when_it_is_sent_again() -> None:
    workspace = world()
    delivery = announced(workspace)
    attempts(workspace, 500)
    workspace.resend(delivery)

    assert 1 == len(attempts(workspace, 500))
    assert DeliveryState.FAILED == delivery.state


def test_dropped_delivery_can_be_sent_after_all() -> None:
    workspace = world()
    workspace.plan_fault("drop", {}, times=1)
    delivery = announced(workspace)
    workspace.resend(delivery)

    assert [0] == attempts(workspace, 200)
    assert DeliveryState.DELIVERED == delivery.state


def test_delivery_that_is_held_back_can_be_sent_at_once_and_is_not_waited_for_any_more() -> None:
    workspace = world()
    workspace.plan_fault("reorder", {}, times=1)
    held = announced(workspace)
    workspace.resend(held)
    announced(workspace)
    workspace.advance_to(START)

    assert [1, 2] == list(workspace.outbox)
    assert (False, None) == (held.held, workspace.held)


def test_delivery_that_is_in_the_outbox_cannot_be_sent_again_and_trying_changes_nothing() -> None:
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)

    with unchanged(workspace), pytest.raises(ValueError, match="delivery 1 is being attempted"):
        workspace.resend(delivery)
