"""An event is attempted at once, then at exactly the promised instants, then never again."""

import pytest

from dressform.engine.clock import HOUR, MINUTE, SECOND
from dressform.engine.jobs import Job
from dressform.engine.webhooks import Attempt, Delivery, DeliveryState
from dressform.engine.workspace import Workspace
from tests.engine.worlds import BACKOFF, HOOK, START, deliver, submit, unchanged, world

NEVER = START + 1000 * HOUR


def announced(workspace: Workspace) -> Delivery:
    """The delivery that tells of the end of a job that ends now."""
    workspace.finish(submit(workspace, callback=HOOK))
    return workspace.deliveries[len(workspace.deliveries)]


def attempts(workspace: Workspace, *, until: int = NEVER, status: int | None = 500) -> list[int]:
    """The instants, from `START`, at which something was attempted; all answered with `status`."""
    instants = []
    for _ in workspace.run_until(until):
        instants += [workspace.now - START] * len(deliver(workspace, status))
    return instants


def test_event_carries_what_its_receiver_needs() -> None:
    workspace = world()
    delivery = announced(workspace)

    assert delivery.id.startswith("msg_")
    assert len("msg_") + 26 == len(delivery.id)
    assert (HOOK.url, HOOK.secret) == (delivery.url, delivery.secret)
    assert ("job.completed", b'{"id":1}', 1) == (delivery.event, delivery.body, delivery.job_id)
    assert (START, START) == (delivery.created_at, delivery.due)


def test_deliveries_are_numbered_from_one_and_each_has_its_own_id() -> None:
    workspace = world()
    first, second = announced(workspace), announced(workspace)

    assert [first, second] == [workspace.deliveries[1], workspace.deliveries[2]]
    assert (1, 2) == (first.number, second.number)
    assert first.id != second.id


def test_first_attempt_is_due_at_once() -> None:
    workspace = world()
    delivery = announced(workspace)
    assert [] == list(workspace.outbox)

    workspace.advance_to(START)

    assert [delivery.number] == list(workspace.outbox)
    assert delivery.due is None


def test_outbox_keeps_the_order_in_which_deliveries_fell_due() -> None:
    workspace = world()
    for _ in range(3):
        announced(workspace)

    workspace.advance_to(START)

    assert [1, 2, 3] == list(workspace.outbox)


def test_failed_attempts_are_repeated_at_the_right_instants_until_the_backoff_is_used_up() -> None:
    workspace = world()
    delivery = announced(workspace)

    instants = attempts(workspace)

    expected = [0, 5 * SECOND, 5 * SECOND + 5 * MINUTE]
    expected += [expected[-1] + 30 * MINUTE, expected[-1] + 30 * MINUTE + 2 * HOUR]
    assert expected == instants
    assert [START + instant for instant in expected] == [a.at for a in delivery.attempts]
    assert (DeliveryState.FAILED, None) == (delivery.state, delivery.due)
    assert [] == attempts(workspace, until=NEVER + HOUR)


def test_retry_is_not_a_microsecond_early() -> None:
    workspace = world()
    delivery = announced(workspace)
    attempts(workspace, until=START)

    assert START + 5 * SECOND == delivery.due
    assert [] == attempts(workspace, until=START + 5 * SECOND - 1)
    assert [5 * SECOND] == attempts(workspace, until=START + 5 * SECOND)


def test_webhook_that_fails_thrice_is_delivered_on_the_fourth_attempt_and_never_sent_again() -> (
    None
):
    workspace = world()
    delivery = announced(workspace)
    attempts(workspace, until=START + 5 * SECOND + 5 * MINUTE)
    assert 3 == len(delivery.attempts)

    assert [5 * SECOND + 35 * MINUTE] == attempts(workspace, status=204)

    assert (DeliveryState.DELIVERED, None) == (delivery.state, delivery.due)
    assert [500, 500, 500, 204] == [attempt.status for attempt in delivery.attempts]


def test_delivered_webhook_is_not_sent_again() -> None:
    workspace = world()
    delivery = announced(workspace)

    assert [0] == attempts(workspace, status=200)
    assert DeliveryState.DELIVERED == delivery.state


@pytest.mark.parametrize("status", [None, 199, 301, 404, 503])
def test_whatever_the_vendor_does_not_acknowledge_is_retried(status: int | None) -> None:
    workspace = world()
    delivery = announced(workspace)

    assert [0, 5 * SECOND] == attempts(workspace, until=START + MINUTE, status=status)
    assert DeliveryState.PENDING == delivery.state


def test_delivery_to_an_address_that_may_not_be_called_is_refused_and_not_retried() -> None:
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)

    deliver(workspace, None, refused=True)

    assert (DeliveryState.REFUSED, None) == (delivery.state, delivery.due)
    assert [] == attempts(workspace)


def test_backoff_counts_from_the_attempt_and_never_plans_into_the_past() -> None:
    """An attempt may be reported late: its receiver took seconds to fail."""
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START + 2 * SECOND)
    workspace.attempted(workspace.outbox[0], Attempt(START, None, "timeout"))
    assert START + 5 * SECOND == delivery.due

    workspace.advance_to(START + HOUR)
    workspace.attempted(workspace.outbox[0], Attempt(START + 5 * SECOND, None, "timeout"))
    assert START + HOUR == delivery.due


def test_vendor_without_backoff_tries_once() -> None:
    workspace = world(backoff=())
    delivery = announced(workspace)

    assert [0] == attempts(workspace)
    assert DeliveryState.FAILED == delivery.state


def test_delivery_outlives_its_job() -> None:
    workspace = world()
    job: Job = submit(workspace, callback=HOOK)
    workspace.fail(job, "provider")
    workspace.forget(job)

    assert [0] == attempts(workspace, status=200)


@pytest.mark.parametrize("status", [200, 500])
def test_report_of_an_attempt_that_is_over_is_a_mistake_and_changes_nothing(status: int) -> None:
    """Else a webhook that was delivered could become one that failed, or be retried twice over."""
    workspace = world()
    delivery = announced(workspace)
    workspace.advance_to(START)
    deliver(workspace, status)

    with unchanged(workspace), pytest.raises(ValueError, match="delivery"):
        workspace.attempted(delivery.number, Attempt(START, 500))


def test_there_are_as_many_attempts_as_backoffs_and_one() -> None:
    workspace = world()
    announced(workspace)

    assert len(BACKOFF) + 1 == len(attempts(workspace))
