"""What the control API shows of jobs, credits, webhooks and requests, and how it ends a job."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.http.server import Server
from tests.support.receiver import Receiver
from tests.support.serving import OpenWorkspace, Shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


@pytest.fixture
def alone() -> Iterator[Server]:
    """A server of one's own, to turn upside down."""
    with serving() as server:
        yield server


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A workspace whose time is known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START}, seed=1)


def test_the_ledger_shows_charge_and_refund_with_their_job(shop: Shop) -> None:
    price = 1000 - _generate_and_pay(shop)
    shop.control("POST", "jobs/1/fail")
    rows = [("grant", 1000, None, 1000), ("charge", -price, 1, 1000 - price)]
    assert shop.control("GET", "ledger") == {
        "items": [
            {"at": START, "kind": kind, "amount": amount, "job_id": job, "balance": balance}
            for kind, amount, job, balance in [*rows, ("refund", price, 1, 1000)]
        ],
        "balance": 1000,
    }


def test_a_job_is_shown_with_its_request_and_what_it_cost(shop: Shop) -> None:
    price = 1000 - _generate_and_pay(shop)
    (job,) = shop.control("GET", "jobs")["items"]
    assert job["request"]["prompt"] == "p"
    assert job == {
        "id": 1,
        "operation": "create_generation",
        "state": "queued",
        "created_at": START,
        "updated_at": START,
        "due_at": job["due_at"],
        "credits": price,
        "refunded": False,
        "error": None,
        "faults": [],
        "results": [],
        "request": job["request"],
    }
    assert START < job["due_at"] <= "2026-03-01T12:00:03Z"


def test_finish_ends_a_job_well_and_now(shop: Shop, receiver: Receiver) -> None:
    shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    job = shop.control("POST", "jobs/1/finish")
    assert (job["state"], job["updated_at"], job["due_at"]) == ("completed", START, None)
    assert (job["error"], len(job["results"]), job["refunded"]) == (None, 1, False)
    assert shop.json("GET", "/generation/1")["status"] == "Done"
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("body", "error"), [(None, "The provider returned an error"), ({"error": "no!"}, "no!")]
)
def test_fail_ends_a_job_badly_and_now_and_gives_the_credits_back(
    shop: Shop, body: Json | None, error: str
) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    job = shop.control("POST", "jobs/1/fail", json=body)
    assert (job["state"], job["error"], job["refunded"]) == ("failed", error, True)
    assert (shop.credits, shop.json("GET", "/generation/1")["status"]) == (1000, "Error")


@pytest.mark.parametrize("how", ["finish", "fail"])
def test_a_job_that_has_ended_cannot_be_ended_again(shop: Shop, how: str) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    shop.advance(to="idle")
    before = shop.state()
    response = requests.post(f"{shop.control_url}/jobs/1/{how}", timeout=10)
    status, detail = problem_of(response)
    assert (status, "job 1 is completed" in detail) == (409, True)
    assert shop.state() == before


def test_a_delivery_is_shown_with_its_attempts(shop: Shop, receiver: Receiver) -> None:
    shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    shop.control("POST", "jobs/1/finish")
    (delivery,) = shop.control("GET", "deliveries")["items"]
    assert delivery["id"].startswith("msg_")
    assert delivery["body"]["type"] == "generation.completed"
    assert delivery == {
        "id": delivery["id"],
        "event": "generation.completed",
        "url": receiver.url,
        "job_id": 1,
        "operation": "create_generation",
        "state": "delivered",
        "signed": False,
        "created_at": START,
        "due_at": None,
        "faults": [],
        "attempts": [{"at": START, "status": 200, "error": None, "fault": None}],
        "body": delivery["body"],
    }


def test_a_request_is_journalled_with_all_that_happened(shop: Shop) -> None:
    left = _generate_and_pay(shop)
    shop.call("GET", "/generation/2?x=1")
    first, second = shop.control("GET", "requests")["items"]
    assert first["milliseconds"] > 0
    assert first["headers"]["Authorization"] == "***"
    assert first["response"]["generation_id"] == 1
    assert first["response_headers"]["Content-Type"] == "application/json"
    unsure = ("milliseconds", "headers", "response", "response_headers", "wall")
    assert first == {name: first[name] for name in unsure} | {
        "number": 1,
        "at": START,
        "clock": "manual",
        "method": "POST",
        "path": "/uwear/generation",
        "query": "",
        "operation": "create_generation",
        "status": 200,
        "credits_before": 1000,
        "credits_after": left,
        "decided": "generation 1: generate, gemini-flash",
        "reason": None,
        "faults": [],
        "job_id": 1,
        "job_state": "queued",
        "request": CHEAP,
    }
    assert (second["status"], second["query"], second["request"]) == (404, "x=1", None)
    assert second["decided"].startswith("refused: NotFound")
    assert (second["number"], second["reason"]) == (2, "NotFound")


def test_a_request_that_reached_no_workspace_is_among_the_strays(alone: Server) -> None:
    requests.get(f"{alone.origin}/uwear/cameras", timeout=10)
    requests.get(f"{alone.origin}/uwear/nowhere", timeout=10)
    url = f"{alone.origin}/_mock/uwear/requests"
    journal = requests.get(url, timeout=10).json()
    facts = [
        (row["path"], row["status"], row["at"], row["credits_before"]) for row in journal["items"]
    ]
    assert facts == [("/uwear/cameras", 401, None, None), ("/uwear/nowhere", 404, None, None)]
    assert journal["dropped"] == 0


def _generate_and_pay(shop: Shop) -> int:
    """One cheap generation; the credits that are left."""
    shop.json("POST", "/generation", json=CHEAP)
    return shop.credits
