"""What is over is remembered within bounds: settled deliveries, spent faults, and nothing for jobs that are gone."""

import gc
from typing import Any

import pytest

from dressform.engine import faults, outbox
from dressform.engine.clock import HOUR, SECOND
from dressform.engine.jobs import callback
from dressform.engine.webhooks import DeliveryState
from dressform.engine.workspace import Workspace
from tests.engine.worlds import HOOK, deliver, submit, world


def settle(workspace: Workspace, *, status: int | None = 200) -> None:
    """A job whose webhook is attempted as often as it may be."""
    workspace.finish(submit(workspace, callback=HOOK))
    for _ in workspace.run_until(workspace.now + 9 * HOUR):
        deliver(workspace, status)


def test_of_the_settled_deliveries_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MAX_SETTLED", 3)
    workspace = world()
    for number in range(5):
        settle(workspace, status=200 if number % 2 else 500)
    assert [3, 4, 5] == list(workspace.deliveries) == list(workspace.settled)


def test_a_delivery_that_is_still_to_be_attempted_is_never_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "MAX_SETTLED", 1)
    workspace = world()
    workspace.finish(submit(workspace, callback=HOOK))
    workspace.advance_to(workspace.now)
    for _ in range(3):
        workspace.plan_fault("drop", {}, times=1)
        workspace.finish(submit(workspace, callback=HOOK))
    states = {number: each.state for number, each in workspace.deliveries.items()}
    assert {1: DeliveryState.PENDING, 4: DeliveryState.DROPPED} == states


def test_one_that_is_sent_again_counts_as_one_of_the_latest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "MAX_SETTLED", 2)
    workspace = world()
    settle(workspace)
    settle(workspace)
    workspace.resend(workspace.deliveries[1])
    for _ in workspace.run_until(workspace.now):
        deliver(workspace)
    settle(workspace)
    assert [1, 3] == list(workspace.deliveries)


def test_of_the_spent_faults_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "MAX_SPENT", 2)
    workspace = world()
    kept = workspace.plan_fault("stuck", {}, times=1, after=HOUR)
    for _ in range(5):
        workspace.plan_fault("provider_error", {}, times=1)
        submit(workspace)
    assert [kept.id, 4, 5, 6] == [fault.id for fault in workspace.faults.planned]


@pytest.mark.parametrize(
    "in_band", [("drop", {}), ("bad_signature", {}), ("delay", {"seconds": 5})]
)
@pytest.mark.parametrize("end", ["no event", "no secret", "forgotten"])
def test_what_was_asked_for_one_job_goes_with_it(in_band: tuple[str, Any], end: str) -> None:
    """Else every such prompt would cost every later request a look."""
    workspace = world()
    hook = callback(HOOK.url, None if end == "no secret" else HOOK.secret, HOOK.events)
    job = submit(workspace, callback=hook, in_band=in_band)
    if end == "forgotten":
        workspace.forget(job)
    elif end == "no event":
        job.callback = None
        workspace.finish(job)
    else:
        workspace.finish(job)
        for _ in workspace.run_until(workspace.now + HOUR):
            deliver(workspace)
    assert [] == workspace.faults.planned


def test_jobs_that_are_announced_in_one_place_share_its_description() -> None:
    assert callback("http://h/", None, ("a",)) is callback("http://h/", None, ("a",))


def test_the_collector_walks_no_jobs() -> None:
    """A full pass must not grow with them: there is as much to follow as there was before."""
    workspace = world(credits=10**6, settled=lambda workspace, job: None)

    def followed(jobs: int) -> int:
        for _ in range(jobs):
            workspace.finish(submit(workspace))
            workspace.advance_to(workspace.now + 9 * SECOND)
        gc.collect()
        return sum(len(gc.get_referents(thing)) for thing in gc.get_objects())

    before = followed(2000)
    assert followed(4000) - before < 2000
