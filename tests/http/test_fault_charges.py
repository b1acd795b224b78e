"""An account that is out of credits because a fault says so, and only where something costs."""

from tests.support.faults import CHEAP, fired, job_states, latest_request, movements, plan
from tests.support.refusals import JACKET, MODEL, Witness
from tests.support.serving import Shop


def test_what_costs_something_is_refused_as_without_credits_and_nothing_changes(
    uwear: Shop,
) -> None:
    witness = Witness(uwear)
    plan(uwear, "insufficient_credits")

    refused = uwear.call("POST", "/generation", json=CHEAP)

    assert refused.status_code == 402
    assert refused.json() == {"detail": "Insufficient credits: 1 required, 0 available"}
    witness.check()
    assert uwear.call("POST", "/generation", json=CHEAP).status_code == 200


def test_the_journal_names_the_fault_behind_the_refusal(uwear: Shop) -> None:
    plan(uwear, "insufficient_credits")
    uwear.call("POST", "/generation", json=CHEAP)
    entry = latest_request(uwear)
    assert (entry["status"], entry["reason"]) == (402, "OutOfCredits")
    assert entry["faults"] == ["insufficient_credits"]


def test_the_journal_names_no_fault_where_the_credits_are_really_gone(uwear: Shop) -> None:
    uwear.control("PATCH", json={"credits": 0})
    uwear.call("POST", "/generation", json=CHEAP)
    entry = latest_request(uwear)
    assert (entry["status"], entry["reason"], entry["faults"]) == (402, "OutOfCredits", [])


def test_what_is_free_never_meets_the_fault(uwear: Shop) -> None:
    plan(uwear, "insufficient_credits")
    assert uwear.call("GET", "/cameras").status_code == 200
    assert uwear.call("POST", "/avatar", json=MODEL).status_code == 200
    free = JACKET | {"use_image_enhancement": False}
    assert uwear.call("POST", "/clothing-item", json=free).status_code == 200
    assert fired(uwear) == [0]
    assert uwear.call("POST", "/clothing-item", json=JACKET).status_code == 402
    assert fired(uwear) == [1]


def test_a_request_that_is_refused_for_what_it_says_never_meets_the_fault(uwear: Shop) -> None:
    plan(uwear, "insufficient_credits")
    assert uwear.call("POST", "/generation", json={"num_images": 99}).status_code == 422
    unknown = CHEAP | {"clothing_item_id": 99}
    assert uwear.call("POST", "/generation", json=unknown).status_code == 404
    assert (fired(uwear), movements(uwear), job_states(uwear)) == ([0], [], [])
