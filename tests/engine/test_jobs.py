"""A job lives as the table of transitions allows, and no other way."""

import gc
from copy import copy

import msgspec
import pytest

from dressform.engine.jobs import TRANSITIONS, Callback, IllegalTransition, Job, State
from tests.engine.worlds import ALLOWED, START

PAIRS = [(source, target) for source in State for target in State]


def job_in(state: State) -> Job:
    """A job in that state since `START`."""
    return Job(
        id=7,
        operation="create",
        state=state,
        request=b"{}",
        origin="http://host",
        created_at=START,
        updated_at=START,
        run_for=1,
    )


def test_table_has_a_row_for_every_state_and_is_what_was_decided() -> None:
    assert ALLOWED == TRANSITIONS
    assert set(State) == set(TRANSITIONS)


@pytest.mark.parametrize(
    ("source", "target"), [(s, t) for s, t in PAIRS if t in ALLOWED[s]], ids=str
)
def test_listed_transition_happens_and_is_dated(source: State, target: State) -> None:
    job = job_in(source)

    job.move_to(target, START + 5)

    assert (target, START, START + 5) == (job.state, job.created_at, job.updated_at)


@pytest.mark.parametrize(
    ("source", "target"), [(s, t) for s, t in PAIRS if t not in ALLOWED[s]], ids=str
)
def test_unlisted_transition_raises_and_changes_nothing(source: State, target: State) -> None:
    job = job_in(source)
    before = copy(job)

    with pytest.raises(IllegalTransition, match=f"job 7 is {source} and cannot become {target}"):
        job.move_to(target, START + 5)

    assert before == job


def test_illegal_transition_is_a_mistake_of_the_caller_and_no_refusal() -> None:
    assert issubclass(IllegalTransition, ValueError)


@pytest.mark.parametrize("state", State)
def test_job_has_ended_in_the_four_states_that_it_does_not_leave_by_itself(state: State) -> None:
    ended = {State.COMPLETED, State.FAILED, State.CANCELED, State.EXPIRED}

    assert (state in ended) is job_in(state).ended


def test_state_is_its_word() -> None:
    assert "queued" == str(State.QUEUED)
    assert b'"queued"' == msgspec.json.encode(State.QUEUED)
    assert ["PENDING", "QUEUED", "PROCESSING", "COMPLETED", "FAILED", "CANCELED", "EXPIRED"] == [
        state.value.upper() for state in State
    ]


def test_stored_job_is_out_of_the_garbage_collectors_sight() -> None:
    """By design and not by luck: a million of them must cost no pause (design.md, Dependencies)."""
    job = job_in(State.QUEUED)
    job.callback = Callback("http://127.0.0.1:9/hook", None, ("job.completed",))

    assert not gc.is_tracked(job)
    assert not gc.is_tracked(job.callback)
