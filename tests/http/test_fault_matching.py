"""A fault strikes what it is planned for, as often as planned, and nobody else's requests."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from dressform.engine.faults import KINDS
from dressform.http.control_examples import EXAMPLES
from tests.support.faults import CHEAP, CREATE, fired, latest_request, plan, plan_for_good
from tests.support.refusals import Witness
from tests.support.serving import OpenWorkspace, Shop
from tests.support.wire import problem_of

Json = dict[str, Any]


def _statuses(shop: Shop, number: int, path: str = "/cameras") -> list[int]:
    return [shop.call("GET", path).status_code for _ in range(number)]


def test_a_fault_strikes_its_operation_and_no_other(uwear: Shop) -> None:
    plan_for_good(uwear, "status", status=500, operation="list_cameras")
    assert _statuses(uwear, 2, "/avatars") == [200, 200]
    assert _statuses(uwear, 2) == [500, 500]
    assert fired(uwear) == [2]


def test_a_fault_strikes_as_often_as_planned(uwear: Shop) -> None:
    plan(uwear, "status", status=500, times=2)
    assert _statuses(uwear, 4) == [500, 500, 200, 200]


def test_so_many_matches_pass_first(uwear: Shop) -> None:
    plan(uwear, "status", status=500, operation="list_cameras", skip=2)
    assert _statuses(uwear, 1, "/avatars") == [200]
    assert _statuses(uwear, 4) == [200, 200, 500, 200]
    (fault,) = uwear.control("GET", "faults")["items"]
    assert (fault["seen"], fault["fired"]) == (3, 1)


def test_a_fault_begins_after_so_many_seconds_of_the_workspaces_time(uwear: Shop) -> None:
    plan_for_good(uwear, "status", status=500, after=3600)
    uwear.advance(seconds=3599.999999)
    assert _statuses(uwear, 1) == [200]
    uwear.advance(seconds=0.000001)
    assert _statuses(uwear, 1) == [500]


def test_chance_is_the_same_for_the_same_seed_and_only_for_it(
    open_workspace: OpenWorkspace,
) -> None:
    outcomes = []
    for seed in (3, 3, 4):
        shop = open_workspace("uwear", seed=seed)
        plan_for_good(shop, "status", status=500, probability=0.5)
        outcomes.append(_statuses(shop, 24))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0] != outcomes[2]
    assert set(outcomes[0]) == {200, 500}


@pytest.mark.parametrize(("probability", "status"), [(0, 200), (1, 500)])
def test_never_and_always_are_chances_too(uwear: Shop, probability: float, status: int) -> None:
    plan_for_good(uwear, "status", status=500, probability=probability)
    assert set(_statuses(uwear, 10)) == {status}


def test_a_planned_fault_shifts_no_other_randomness(open_workspace: OpenWorkspace) -> None:
    def made(*, faulty: bool) -> Any:
        shop = open_workspace(
            "uwear", seed=9, clock={"mode": "manual", "now": "2026-03-01T12:00:00Z"}
        )
        if faulty:
            plan_for_good(shop, "status", status=500, probability=0.5, operation="list_cameras")
            _statuses(shop, 5)
        shop.json("POST", "/generation", json=CHEAP)
        fired = shop.advance(to="idle")
        (result,) = shop.json("GET", "/generation-results")["data"]
        return [row["at"] for row in fired], result["url"].rpartition("/")[2]

    assert made(faulty=True) == made(faulty=False)


def test_of_several_refusals_the_first_that_was_planned_is_answered_and_all_are_counted(
    uwear: Shop,
) -> None:
    plan(uwear, "status", status=502)
    plan(uwear, "rate_limit")
    plan(uwear, "status", status=504)
    assert _statuses(uwear, 2) == [502, 200]
    assert fired(uwear) == [1, 1, 1]


def test_a_workspace_sees_no_fault_of_another(uwear: Shop, open_workspace: OpenWorkspace) -> None:
    other = open_workspace("uwear")
    plan_for_good(uwear, "status", status=500)
    plan_for_good(uwear, "status", status=500, operation="media")
    assert _statuses(other, 3) == [200, 200, 200]
    assert (fired(uwear), other.control("GET", "faults")["items"]) == ([0, 0], [])
    response = requests.get(f"{uwear.base_url}/cameras", timeout=10)
    assert (response.status_code, fired(uwear)) == (401, [0, 0])


def test_many_at_once_are_struck_exactly_as_often_as_planned(uwear: Shop) -> None:
    plan(uwear, "status", status=500, times=20)
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda _: uwear.call("GET", "/cameras").status_code, range(60))
    assert sorted(answers) == [200] * 40 + [500] * 20


def test_planned_faults_are_listed_with_their_counts_and_taken_back(uwear: Shop) -> None:
    first = plan(uwear, "status", status=503, operation=CREATE, skip=1, probability=0.5, after=2)
    second = plan_for_good(uwear, "drop")
    assert uwear.control("GET", "faults")["items"] == [first, second]
    assert first | {"created_at": 0, "active_from": 0} == {
        "id": 1,
        "kind": "status",
        "operation": CREATE,
        "times": 1,
        "probability": 0.5,
        "arguments": {"status": 503, "body": None, "headers": {}},
        "skip": 1,
        "job_id": None,
        "seen": 0,
        "fired": 0,
        "created_at": 0,
        "active_from": 0,
    }
    assert uwear.control("DELETE", "faults/1") is None
    assert uwear.control("GET", "faults")["items"] == [second]
    assert uwear.control("DELETE", "faults") is None
    assert uwear.control("GET", "faults")["items"] == []


def test_a_spent_fault_stays_listed(uwear: Shop) -> None:
    plan(uwear, "status", status=503)
    _statuses(uwear, 2)
    assert fired(uwear) == [1]


@pytest.mark.parametrize("name", ["2", "01", "x", "-1"])
def test_a_fault_that_is_not_there_cannot_be_taken_back(uwear: Shop, name: str) -> None:
    plan(uwear, "drop")
    status, detail = problem_of(uwear.order("DELETE", f"faults/{name}"))
    assert (status, detail) == (404, f"no fault {name!r}; there are: 1")
    assert len(fired(uwear)) == 1


INVALID: dict[str, tuple[Json, str]] = {
    "no kind": ({}, "'kind' is a required property"),
    "unknown kind": ({"kind": "statu"}, "'statu' is not one of ['status', "),
    "argument missing": ({"kind": "status"}, "needs the argument 'status'"),
    "argument of another": ({"kind": "drop", "seconds": 1}, "has no argument 'seconds'"),
    "unknown member": ({"kind": "drop", "often": 1}, "known members: after, body"),
    "argument of no use": ({"kind": "status", "status": 200}, "less than the minimum of 400"),
    "empty span": (
        {"kind": "latency", "seconds": {"type": "uniform", "lower": 2, "upper": 1}},
        "2 is greater than 1",
    ),
    "never": ({"kind": "drop", "times": 0}, "less than the minimum of 1"),
    "half a time": ({"kind": "drop", "times": 1.5}, "1.5 is not of type"),
    "more than sure": ({"kind": "drop", "probability": 1.1}, "greater than the maximum of 1"),
    "before now": ({"kind": "drop", "after": -1}, "less than the minimum of 0"),
    "unknown operation": (
        {"kind": "stuck", "operation": "create_generatio"},
        "did you mean create_generation? uwear has: ",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_cannot_be_planned_is_a_422_that_says_why_and_nothing_is_planned(
    uwear: Shop, name: str
) -> None:
    body, words = INVALID[name]
    status, detail = problem_of(uwear.order("POST", "faults", json=body))
    assert (status, words in detail) == (422, True), detail
    assert uwear.control("GET", "faults")["items"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_in_the_document_can_be_planned(uwear: Shop, kind: str) -> None:
    fault = uwear.control("POST", "faults", json=EXAMPLES["plan_fault"][kind])
    assert (fault["kind"], fault["times"]) == (kind, 1)


def test_planning_a_fault_changes_nothing_that_a_client_can_see(uwear: Shop) -> None:
    uwear.json("POST", "/generation", json=CHEAP)
    witness = Witness(uwear)
    for example in EXAMPLES["plan_fault"].values():
        uwear.control("POST", "faults", json=example | {"after": 3600})
    witness.check()
    assert latest_request(uwear)["faults"] == []
