"""A job ends once, is settled once, and leaves nothing behind when it is forgotten."""

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.jobs import IllegalTransition, Job, State
from dressform.engine.workspace import Workspace
from tests.engine.worlds import START, submit, unchanged, world


def ended(state: State, workspace: Workspace) -> Job:
    """A job that has just ended so."""
    job = submit(workspace, price=3)
    end(workspace, job, state)
    return job


def end(workspace: Workspace, job: Job, state: State) -> None:
    """End it so, now."""
    if state is State.FAILED:
        workspace.fail(job, "provider")
    else:
        {
            State.COMPLETED: workspace.finish,
            State.CANCELED: workspace.cancel,
            State.EXPIRED: workspace.expire,
        }[state](job)


ENDS = [State.COMPLETED, State.FAILED, State.CANCELED, State.EXPIRED]


@pytest.mark.parametrize("phase", [0, 5])
@pytest.mark.parametrize("state", [State.CANCELED, State.EXPIRED])
def test_job_can_be_ended_now_for_either_reason_and_gives_its_credits_back(
    state: State, phase: int
) -> None:
    workspace = world(credits=10)
    job = submit(workspace, price=3)
    workspace.advance_to(now := START + phase * SECOND)

    end(workspace, job, state)

    assert (state, now, None, None) == (job.state, job.updated_at, job.due, job.error)
    assert (10, [3]) == (
        workspace.ledger.balance,
        [entry.amount for entry in workspace.ledger.entries if entry.kind == "refund"],
    )
    assert [] == workspace.advance_to(START + HOUR)


@pytest.mark.parametrize("state", ENDS)
def test_job_that_has_ended_cannot_end_again_and_trying_changes_nothing(state: State) -> None:
    workspace = world()
    job = ended(state, workspace)

    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.finish(job)
    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.fail(job, "again")
    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.cancel(job)
    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.expire(job)


@pytest.mark.parametrize(
    ("state", "balance"), [(State.COMPLETED, 7), *((state, 10) for state in ENDS[1:])], ids=str
)
def test_vendor_settles_every_end_once_when_all_else_is_done(state: State, balance: int) -> None:
    """The announcement of a failure already sees its refund."""
    workspace = world(credits=10)
    job = ended(state, workspace)

    assert {job.id: ((str(state), START, balance),)} == workspace.resources["end"]


@pytest.mark.parametrize("phase", [0, 5])
def test_forgetting_an_unfinished_job_gives_its_credits_back_and_stops_it(phase: int) -> None:
    workspace = world(credits=10)
    job = submit(workspace, price=4)
    workspace.advance_to(START + phase * SECOND)

    workspace.forget(job)

    assert ({}, 10) == (workspace.jobs, workspace.ledger.balance)
    assert [] == workspace.advance_to(START + HOUR)
    assert {} == workspace.resources


@pytest.mark.parametrize(("state", "balance"), [(State.COMPLETED, 7), (State.FAILED, 10)])
def test_forgetting_a_job_that_has_ended_moves_no_credits(state: State, balance: int) -> None:
    workspace = world(credits=10)
    job = ended(state, workspace)
    entries = len(workspace.ledger.entries)

    workspace.forget(job)

    assert ({}, balance) == (workspace.jobs, workspace.ledger.balance)
    assert entries == len(workspace.ledger.entries)


def test_forgotten_job_cannot_be_forgotten_again_and_trying_changes_nothing() -> None:
    workspace = world()
    job = submit(workspace)
    workspace.forget(job)

    with unchanged(workspace), pytest.raises((KeyError, ValueError)):
        workspace.forget(job)
