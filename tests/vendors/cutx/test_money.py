"""Credits: the printed prices, never below zero, and given back when nothing comes of a job."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import (
    BALANCE,
    COPY,
    PRICES,
    STATIC_AD,
    VIDEO,
    make,
    movements,
    refused,
    send,
    status,
)

NO_CREDITS = "Insufficient credits"


@pytest.mark.parametrize(("path", "price"), [(COPY, 1), (STATIC_AD, 3), (VIDEO, 40)])
def test_a_generation_costs_the_printed_credits_and_says_what_is_left(
    cutx: Shop, path: str, price: int
) -> None:
    answer = make(cutx, path)
    assert (answer["creditsUsed"], answer["creditsRemaining"]) == (price, 1000 - price)
    assert movements(cutx) == [("charge", -price)]


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
def test_with_one_credit_too_few_a_generation_is_refused_and_leaves_no_trace(
    open_workspace: OpenWorkspace, path: str
) -> None:
    price = PRICES[path]
    shop = open_workspace("cutx", credits=price - 1, clock={"mode": "manual"})
    response = send(shop, path)
    assert response.status_code == 402
    assert response.json() == {"error": NO_CREDITS, "required": price, "available": price - 1}
    assert (movements(shop), shop.state()["jobs"]) == ([], [])
    shop.control("PATCH", json={"credits": price})
    assert make(shop, path)["creditsRemaining"] == 0


def test_200_concurrent_requests_spend_exactly_the_100_credits_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("cutx", credits=100, clock={"mode": "manual"})
    with ThreadPoolExecutor(40) as pool:
        statuses = Counter(pool.map(lambda _: send(shop, COPY).status_code, range(200)))
    assert statuses == {200: 100, 402: 100}
    assert shop.credits == 0


@pytest.mark.parametrize(
    ("order", "state"), [("fail", "failed"), ("cancel", "canceled"), ("expire", "expired")]
)
@pytest.mark.parametrize("path", [STATIC_AD, VIDEO])
def test_a_job_that_comes_to_nothing_gives_its_charge_back_exactly_once(
    cutx: Shop, path: str, order: str, state: str
) -> None:
    job_id = make(cutx, path)["jobId"]
    cutx.control("POST", f"jobs/{job_id}/{order}")
    again = cutx.http.post(f"{cutx.control_url}/jobs/{job_id}/{order}", json={})
    cutx.advance(to="idle")

    answer = status(cutx, job_id)
    assert (answer["status"], answer["assets"], answer["completedAt"]) == (state, [], None)
    assert again.status_code == 409
    assert movements(cutx) == [("charge", -PRICES[path]), ("refund", PRICES[path])]


def test_a_failed_job_says_why(cutx: Shop) -> None:
    job_id = make(cutx, VIDEO)["jobId"]
    assert "error" not in status(cutx, job_id)
    cutx.control("POST", f"jobs/{job_id}/fail", json={"error": "The face was not recognised"})
    assert status(cutx, job_id)["error"] == "The face was not recognised"


def test_copy_that_fails_gives_its_credit_back_and_is_kept_as_failed(cutx: Shop) -> None:
    cutx.control("POST", "faults", json={"kind": "provider_error", "times": 1})
    assert refused(send(cutx, COPY), 502) == "The provider returned an error"
    (job,) = cutx.control("GET", "jobs")["items"]
    answer = status(cutx, job["id"])
    assert (answer["type"], answer["status"]) == ("copy", "failed")
    assert movements(cutx) == [("charge", -1), ("refund", 1)]
    assert make(cutx, COPY)["creditsRemaining"] == 999


@pytest.mark.parametrize(
    ("path", "member"), [(COPY, "customInstructions"), (STATIC_AD, "prompt"), (VIDEO, "script")]
)
def test_a_fault_in_any_text_strikes_its_own_generation(cutx: Shop, path: str, member: str) -> None:
    text = {member: 'Please [[fault:provider_error error="No faces"]] now'}
    if path == COPY:
        assert refused(send(cutx, path, **text), 502) == "No faces"
    else:
        job_id = make(cutx, path, **text)["jobId"]
        cutx.advance(to="idle")
        answer = status(cutx, job_id)
        assert (answer["status"], answer["error"]) == ("failed", "No faces")
    assert movements(cutx) == [("charge", -PRICES[path]), ("refund", PRICES[path])]
    assert make(cutx, path)["creditsUsed"] == PRICES[path]


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
def test_a_fault_can_say_that_there_are_no_credits(cutx: Shop, path: str) -> None:
    cutx.control("POST", "faults", json={"kind": "insufficient_credits", "times": 1})
    assert send(cutx, path).json() == {
        "error": NO_CREDITS,
        "required": PRICES[path],
        "available": 0,
    }
    assert (movements(cutx), cutx.state()["jobs"]) == ([], [])


def test_a_fault_can_answer_with_any_status_in_the_vendors_shape(cutx: Shop) -> None:
    cutx.control("POST", "faults", json={"kind": "status", "status": 503, "times": 1})
    assert refused(send(cutx, COPY), 503) == "Service Unavailable"


def test_the_balance_is_what_was_bought_less_what_was_used(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("cutx", credits=100, clock={"mode": "manual"})
    seen = [shop.json("GET", BALANCE)]
    make(shop, VIDEO)
    seen.append(shop.json("GET", BALANCE))
    shop.control("POST", f"jobs/{make(shop, STATIC_AD)['jobId']}/fail")
    seen.append(shop.json("GET", BALANCE))
    shop.control("PATCH", json={"credits": 500})
    seen.append(shop.json("GET", BALANCE))
    assert [tuple(row.items()) for row in seen] == [
        (("balance", b), ("lifetime_purchased", p), ("lifetime_used", u))
        for b, p, u in [(100, 100, 0), (60, 100, 40), (60, 100, 40), (500, 540, 40)]
    ]
