"""A job ends once, is settled once, and leaves nothing behind when it is forgotten."""

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.jobs import IllegalTransition, Job, State
from dressform.engine.workspace import Workspace
from tests.engine.worlds import START, submit, unchanged, world


def ended(state: State, workspace: Workspace) -> Job:
    """A job that has just ended so."""
    job = submit(workspace, price=3)
    if state is State.COMPLETED:
        workspace.finish(job)
    else:
        workspace.fail(job, "provider")
    return job


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED])
def test_job_that_has_ended_cannot_end_again_and_trying_changes_nothing(state: State) -> None:
    workspace = world()
    job = ended(state, workspace)

    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.finish(job)
    with unchanged(workspace), pytest.raises(IllegalTransition):
        workspace.fail(job, "again")


@pytest.mark.parametrize(("state", "balance"), [(State.COMPLETED, 7), (State.FAILED, 10)], ids=str)
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
