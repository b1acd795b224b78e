"""A fault decides how a job ends, and whoever steers can still end it otherwise."""

from typing import Any

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.errors import OutOfCredits
from dressform.engine.jobs import State
from tests.engine.worlds import HOOK, START, submit, unchanged, world


def test_provider_error_is_charged_for_fails_when_it_would_be_done_and_is_given_back() -> None:
    workspace = world(credits=10)
    workspace.plan_fault("provider_error", {"error": "no garment"}, times=1)
    job = submit(workspace, price=4)
    assert (State.QUEUED, None, 6) == (job.state, job.error, workspace.ledger.balance)

    workspace.advance_to(START + 32 * SECOND - 1)
    assert (State.PROCESSING, None, 6) == (job.state, job.error, workspace.ledger.balance)
    workspace.advance_to(START + 32 * SECOND)

    assert (State.FAILED, "no garment", 10) == (job.state, job.error, workspace.ledger.balance)
    assert ("provider_error",) == job.faults


@pytest.mark.parametrize(("fraction", "seconds"), [(0, 2), (0.25, 9.5), (1, 32)])
def test_job_fails_at_that_part_of_its_run(fraction: float, seconds: float) -> None:
    workspace = world()
    workspace.plan_fault("fail_at", {"fraction": fraction, "error": "half"})
    job = submit(workspace)

    workspace.advance_to(START + HOUR)

    assert (State.FAILED, "half") == (job.state, job.error)
    assert START + round(seconds * SECOND) == job.updated_at


def test_stuck_job_starts_and_never_ends_by_itself() -> None:
    workspace = world()
    workspace.plan_fault("stuck", {})
    job = submit(workspace)

    fired = workspace.advance_to(START + 1000 * HOUR)

    assert (State.PROCESSING, START + 2 * SECOND, None) == (job.state, job.updated_at, job.due)
    assert ["job.start"] == [timer.what for timer in fired]
    assert workspace.clock.next_timer() is None


def test_poll_of_a_stuck_job_does_not_move_time() -> None:
    workspace = world(mode="auto")
    workspace.plan_fault("stuck", {}, times=1)
    job = submit(workspace)
    submit(workspace)
    workspace.observe(job)

    with unchanged(workspace):
        workspace.observe(job)


@pytest.mark.parametrize("phase", [0, 5])
@pytest.mark.parametrize("kind", ["stuck", "provider_error"])
@pytest.mark.parametrize(
    ("way", "state"),
    [
        ("finish", State.COMPLETED),
        ("fail", State.FAILED),
        ("cancel", State.CANCELED),
        ("expire", State.EXPIRED),
    ],
)
def test_job_with_a_fate_can_still_be_ended_in_any_other_way(
    phase: int, kind: str, way: str, state: State
) -> None:
    workspace = world()
    workspace.plan_fault(kind, {})
    job = submit(workspace)
    workspace.advance_to(START + phase * SECOND)

    getattr(workspace, way)(job, *["otherwise"][: way == "fail"])

    assert (state, "otherwise" if way == "fail" else None) == (job.state, job.error)
    assert [] == workspace.advance_to(START + HOUR)


def test_stuck_job_that_is_forgotten_gives_its_credits_back() -> None:
    workspace = world(credits=10)
    workspace.plan_fault("stuck", {})
    job = submit(workspace, price=4)
    workspace.advance_to(START + HOUR)

    workspace.forget(job)

    assert ({}, 10) == (workspace.jobs, workspace.ledger.balance)


def test_first_of_several_faults_decides_and_all_are_named() -> None:
    workspace = world()
    workspace.plan_fault("stuck", {}, times=1)
    workspace.plan_fault("fail_at", {"fraction": 0}, times=1)
    job, next_job = submit(workspace), submit(workspace)

    assert ("stuck", None, 30 * SECOND) == (job.fate, job.fate_error, job.run_for)
    assert (("stuck", "fail_at"), (), None) == (job.faults, next_job.faults, next_job.fate)


@pytest.mark.parametrize(
    "matching", [{"operation": "other"}, {"skip": 1}, {"after": 1}, {"probability": 0}], ids=str
)
def test_job_that_no_fault_is_meant_for_lives_on(matching: dict[str, Any]) -> None:
    workspace = world()
    workspace.plan_fault("provider_error", {}, **matching)
    job = submit(workspace)

    workspace.advance_to(START + HOUR)

    assert (State.COMPLETED, ()) == (job.state, job.faults)


def test_submission_that_is_refused_uses_up_no_fault_of_a_job() -> None:
    workspace = world(credits=3)
    workspace.plan_fault("stuck", {}, times=1)

    with unchanged(workspace), pytest.raises(OutOfCredits):
        submit(workspace, price=4)
    assert "stuck" == submit(workspace).fate


def test_fault_of_a_call_strikes_the_job_of_that_call_and_no_other() -> None:
    workspace = world()
    doomed = submit(workspace, in_band=("provider_error", {"error": "asked for"}))
    lucky = submit(workspace)

    workspace.advance_to(START + HOUR)

    assert ("asked for", None) == (doomed.error, lucky.error)


@pytest.mark.parametrize("kind", ["drop", "bad_signature"])
def test_webhook_fault_of_a_call_waits_for_the_job_of_that_call(kind: str) -> None:
    workspace = world()
    job = submit(workspace, callback=HOOK, in_band=(kind, {}))
    (fault,) = workspace.faults.planned

    assert (1, kind, job.id, 1) == (fault.id, fault.kind, fault.job_id, fault.times)
    assert () == job.faults


def test_webhook_fault_of_a_call_is_not_kept_for_a_job_that_announces_nothing() -> None:
    workspace = world()
    submit(workspace, callback=None, in_band=("drop", {}))

    assert [] == workspace.faults.planned
