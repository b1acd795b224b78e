"""A job that is sent through again: pending, queued, and never paid or given back twice."""

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.jobs import IllegalTransition, Job, State
from dressform.engine.workspace import Workspace
from tests.engine.invariants import balance_is_the_sum_of_the_entries_and_never_negative
from tests.engine.worlds import RULES, START, submit, unchanged, world

AGAIN = frozenset({State.FAILED, State.EXPIRED})


def failed(**rules: object) -> tuple[Workspace, Job]:
    """A job that has failed, in a world where it may be sent through again."""
    workspace = world(credits=9, **{"retried": AGAIN} | rules)
    job = submit(workspace, price=4)
    workspace.fail(job, "provider")
    return workspace, job


def test_it_is_pending_then_queued_and_ends_like_any_other() -> None:
    workspace, job = failed()
    workspace.retry(job)
    seen = [(str(job.state), job.error)]
    for timer in workspace.run_until(START + HOUR):
        seen.append((str(job.state), job.error))
        assert timer.when == workspace.now
    assert [("pending", None), ("queued", None), ("processing", None), ("completed", None)] == seen
    assert 2 * SECOND <= job.updated_at - START - job.run_for <= 6 * SECOND


def test_it_costs_nothing_and_nothing_is_given_back_a_second_time() -> None:
    workspace, job = failed()
    workspace.retry(job)
    workspace.fail(job, "again")
    assert [9, -4, 4] == [entry.amount for entry in workspace.ledger.entries]
    workspace.retry(job)
    workspace.forget(job)
    assert [9, -4, 4] == [entry.amount for entry in workspace.ledger.entries]
    balance_is_the_sum_of_the_entries_and_never_negative(workspace)


def test_what_was_planned_for_the_first_time_is_not_for_the_second() -> None:
    workspace = world(credits=9, retried=AGAIN)
    workspace.plan_fault("provider_error", {}, times=1)
    job = submit(workspace)
    workspace.advance_to(START + HOUR)
    assert State.FAILED is job.state
    workspace.retry(job)
    workspace.advance_to(START + 2 * HOUR)
    assert State.COMPLETED is job.state


@pytest.mark.parametrize("end", ["finish", "expire", "cancel"])
def test_while_it_is_pending_it_can_be_ended(end: str) -> None:
    workspace, job = failed()
    workspace.retry(job)
    getattr(workspace, end)(job)
    assert (True, None) == (job.ended, job.due)
    assert [] == workspace.advance_to(START + HOUR)


def test_it_is_the_same_after_a_snapshot() -> None:
    workspace, job = failed()
    workspace.retry(job)
    twin = Workspace.load(workspace.save(), workspace.rules)
    for each in (workspace, twin):
        each.advance_to(START + HOUR)
    assert workspace.state() == twin.state()


@pytest.mark.parametrize("end", ["finish", "cancel", None])
def test_only_what_ended_badly_is_sent_through_again(end: str | None) -> None:
    workspace = world(retried=AGAIN)
    job = submit(workspace)
    if end is not None:
        getattr(workspace, end)(job)
    with unchanged(workspace), pytest.raises(IllegalTransition, match="is not sent through again"):
        workspace.retry(job)


def test_a_vendor_that_says_nothing_of_it_sends_nothing_through_again() -> None:
    workspace, job = failed(retried=RULES.retried)
    with unchanged(workspace), pytest.raises(IllegalTransition, match="job 1 is failed and is not"):
        workspace.retry(job)
