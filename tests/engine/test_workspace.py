"""A job is paid for, lives its phases, ends once, and is given back when it should be."""

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.errors import OutOfCredits
from dressform.engine.jobs import State
from dressform.engine.ledger import Entry
from dressform.engine.workspace import Span
from tests.engine.worlds import HOOK, START, submit, unchanged, world


def test_submitted_job_waits_and_is_paid_for() -> None:
    workspace = world(credits=10)

    job = submit(workspace, price=4)

    assert (1, State.QUEUED, START, START) == (job.id, job.state, job.created_at, job.updated_at)
    assert {1: job} == workspace.jobs
    assert Entry(START, "charge", -4, job.id, 6) == workspace.ledger.entries[job.charge or 0]


def test_job_keeps_what_it_was_submitted_with() -> None:
    job = submit(world(), callback=HOOK)

    assert ("create", b"{}", "http://host", HOOK) == (
        job.operation,
        job.request,
        job.origin,
        job.callback,
    )


def test_job_starts_after_its_wait_and_completes_after_its_run() -> None:
    workspace = world()
    job = submit(workspace, wait=(2 * SECOND, 2 * SECOND), run=(30 * SECOND, 30 * SECOND))

    for instant, state, since in (
        (START + 2 * SECOND - 1, State.QUEUED, START),
        (START + 2 * SECOND, State.PROCESSING, START + 2 * SECOND),
        (START + 32 * SECOND - 1, State.PROCESSING, START + 2 * SECOND),
        (START + 32 * SECOND, State.COMPLETED, START + 32 * SECOND),
    ):
        workspace.advance_to(instant)
        assert (state, since) == (job.state, job.updated_at)


def test_job_says_when_it_is_due_until_it_has_ended() -> None:
    workspace = world()
    job = submit(workspace)

    dues = [job.due, *(job.due for _ in workspace.run_until(START + HOUR))]

    assert [START + 2 * SECOND, START + 32 * SECOND, None] == dues


def test_wait_and_run_are_drawn_from_the_whole_of_their_ranges() -> None:
    """Both ends included, and nothing beyond."""
    workspace = world()
    jobs = [submit(workspace, price=0, wait=(0, 2), run=(3, 5)) for _ in range(60)]

    assert {0, 1, 2} == {(job.due or 0) - START for job in jobs}
    assert {3, 4, 5} == {job.run_for for job in jobs}


def test_submission_that_the_balance_does_not_cover_is_refused_and_changes_nothing_at_all() -> None:
    """No entry, no job, no id used up, no randomness drawn."""
    workspace = world(credits=3)

    with unchanged(workspace), pytest.raises(OutOfCredits) as refused:
        submit(workspace, price=4)

    assert OutOfCredits(required=4, available=3) == refused.value
    assert 1 == submit(workspace, price=3).id


@pytest.mark.parametrize(
    ("price", "wait", "run"),
    [
        (-1, (1, 1), (1, 1)),
        (1, (2, 1), (1, 1)),
        (1, (-1, -1), (1, 1)),
        (1, (1, 1), (2, 1)),
        (1, (1, 1), (-1, -1)),
    ],
    ids=["price below nothing", "no wait", "wait below nothing", "no run", "run below nothing"],
)
def test_submission_that_makes_no_sense_is_a_mistake_and_changes_nothing(
    price: int, wait: Span, run: Span
) -> None:
    """The credits above all: nobody may pay for a job that is never planned."""
    workspace = world()

    with unchanged(workspace), pytest.raises(ValueError, match="cannot"):
        submit(workspace, price=price, wait=wait, run=run)


def test_finishing_ends_a_job_now_and_it_does_not_end_again() -> None:
    workspace = world()
    job = submit(workspace, price=3)
    workspace.advance_to(START + 10 * SECOND)

    workspace.finish(job)

    assert (State.COMPLETED, START + 10 * SECOND, None) == (job.state, job.updated_at, job.due)
    assert 97 == workspace.ledger.balance
    assert [] == workspace.advance_to(START + HOUR)


def test_waiting_job_can_be_finished_too() -> None:
    workspace = world()
    job = submit(workspace)

    workspace.finish(job)

    assert State.COMPLETED == job.state
    assert [] == workspace.advance_to(START + HOUR)


@pytest.mark.parametrize("phase", [0, 5])
def test_failing_ends_a_job_now_says_why_and_gives_its_credits_back(phase: int) -> None:
    workspace = world(credits=10)
    job = submit(workspace, price=4)
    workspace.advance_to(now := START + phase * SECOND)

    workspace.fail(job, "provider")

    assert (State.FAILED, "provider", now) == (job.state, job.error, job.updated_at)
    assert Entry(now, "refund", 4, job.id, 10) == workspace.ledger.entries[-1]
    assert [] == workspace.advance_to(START + HOUR)
    assert 3 == len(workspace.ledger.entries)


def test_vendor_may_keep_the_credits_of_a_failed_job() -> None:
    workspace = world(credits=10, refunded=frozenset())
    workspace.fail(submit(workspace, price=4), "provider")

    assert 6 == workspace.ledger.balance


def test_vendor_may_give_back_the_credits_of_a_completed_job() -> None:
    """What is given back is the vendor's table, not the engine's opinion."""
    workspace = world(credits=10, refunded=frozenset({State.COMPLETED}))
    workspace.finish(submit(workspace, price=4))

    assert 10 == workspace.ledger.balance
