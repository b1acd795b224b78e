"""What is done at once, and bulks: charged once, failed items given back by their share."""

import pytest

from dressform.engine.errors import OutOfCredits, ProviderFailed
from dressform.engine.jobs import State
from dressform.engine.workspace import Workspace
from tests.engine.worlds import unchanged, world


def perform(workspace: Workspace, price: int = 5) -> object:
    return workspace.perform("create", b"{}", price=price, origin="http://host")


def bulk(workspace: Workspace, items: int, price: int) -> int | str:
    span = (0, 0)
    job = workspace.submit(
        "bulk", b"{}", price=price, wait=span, run=span, origin="http://host", items=items
    )
    workspace.advance_to(workspace.now)
    return job.id


def test_what_is_performed_is_charged_and_done_at_once() -> None:
    workspace = world(credits=7)
    perform(workspace)
    (job,) = workspace.jobs.values()
    assert (State.COMPLETED, None) == (job.state, job.due)
    assert ([], 2) == (workspace.clock.timers, workspace.ledger.balance)


def test_what_cannot_be_paid_is_not_performed() -> None:
    workspace = world(credits=4)
    with unchanged(workspace), pytest.raises(OutOfCredits):
        perform(workspace)


@pytest.mark.parametrize(
    ("kind", "arguments", "error"),
    [
        ("provider_error", {"error": "no"}, "no"),
        ("fail_at", {"fraction": 0.5, "error": "halfway"}, "halfway"),
        ("stuck", {}, "The provider timed out"),
    ],
)
def test_a_fault_fails_what_is_performed_and_gives_its_credits_back_once(
    kind: str, arguments: dict[str, object], error: str
) -> None:
    workspace = world(credits=7)
    workspace.plan_fault(kind, arguments, times=1)
    with pytest.raises(ProviderFailed) as failed:
        perform(workspace)
    (job,) = workspace.jobs.values()
    assert (error, error, State.FAILED) == (failed.value.error, job.error, job.state)
    assert [7, -5, 5] == [entry.amount for entry in workspace.ledger.entries]
    perform(workspace)
    assert 2 == workspace.ledger.balance


@pytest.mark.parametrize(
    ("items", "bad", "state", "back"),
    [
        (10, [0, 4, 9], State.COMPLETED, 150),
        (10, [3], State.COMPLETED, 50),
        (2, [0, 1], State.FAILED, 100),
        (3, [7], State.COMPLETED, 0),
    ],
)
def test_failed_items_of_a_bulk_are_given_back_by_their_share(
    items: int, bad: list[int], state: State, back: int
) -> None:
    workspace = world(credits=1000)
    workspace.plan_fault("provider_error", {"items": bad, "error": "no"})
    job = workspace.jobs[bulk(workspace, items, 50 * items)]
    refunds = [e.amount for e in workspace.ledger.entries if e.kind == "refund"]
    assert (state, [back] if back else []) == (job.state, refunds)
    assert 1000 - 50 * items + back == workspace.ledger.balance
    assert {item: "no" for item in bad if item < items} == (job.item_errors or {})


def test_items_mean_the_whole_of_what_is_no_bulk() -> None:
    workspace = world(credits=7)
    workspace.plan_fault("provider_error", {"items": [0]})
    with pytest.raises(ProviderFailed):
        perform(workspace)


def test_a_bulk_that_fails_as_a_whole_is_given_back_as_a_whole() -> None:
    workspace = world(credits=100)
    workspace.plan_fault("provider_error", {"items": [0]})
    workspace.plan_fault("provider_error", {})
    bulk(workspace, 2, 100)
    assert [100, -100, 100] == [entry.amount for entry in workspace.ledger.entries]
