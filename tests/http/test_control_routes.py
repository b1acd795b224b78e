"""Every route of the control API answers in its documented shape, and every miss says what there is."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

import dressform
from dressform.http.server import Server
from tests.support.receiver import Receiver
from tests.support.serving import OpenWorkspace, Shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
START_UNIX = 1772366400
CLOCK = {"now": START, "unix": START_UNIX, "mode": "manual", "rate": 1.0}
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}

ROUTES = {
    "health": "GET, HEAD",
    "vendors": "GET, HEAD",
    "reset": "POST",
    "clock": "GET, HEAD, PUT",
    "clock/advance": "POST",
    "uwear/requests": "GET, HEAD",
    "uwear/workspaces": "GET, HEAD, POST",
    "uwear/workspaces/default": "GET, HEAD, PATCH, DELETE",
    "uwear/workspaces/default/clock": "GET, HEAD, PUT",
    "uwear/workspaces/default/clock/advance": "POST",
    "uwear/workspaces/default/ledger": "GET, HEAD",
    "uwear/workspaces/default/jobs": "GET, HEAD",
    "uwear/workspaces/default/jobs/1/finish": "POST",
    "uwear/workspaces/default/jobs/1/fail": "POST",
    "uwear/workspaces/default/deliveries": "GET, HEAD",
    "uwear/workspaces/default/requests": "GET, HEAD",
}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRONG = [(m, path) for path, allow in ROUTES.items() for m in METHODS if m not in allow.split(", ")]


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A workspace whose time is known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START}, seed=1)


@pytest.fixture
def alone() -> Iterator[Server]:
    """A server of one's own, to turn upside down."""
    with serving() as server:
        yield server


def test_health_names_the_version(server: Server) -> None:
    response = requests.get(f"{server.origin}/_mock/health", timeout=10)
    assert response.json() == {"status": "ok", "version": dressform.__version__}
    assert response.headers["Content-Type"] == "application/json"


def test_vendors_say_where_they_are_served_and_what_they_can_do(server: Server) -> None:
    (vendor,) = requests.get(f"{server.origin}/_mock/vendors", timeout=10).json()["items"]
    operations = {operation["id"]: operation for operation in vendor.pop("operations")}
    assert vendor == {
        "slug": "uwear",
        "title": "Uwear",
        "base_url": f"{server.origin}/uwear",
        "docs_url": f"{server.origin}/uwear/docs",
        "openapi_url": f"{server.origin}/uwear/openapi.json",
        "hosts": ["api.uwear.ai"],
        "api_key": "uwear-dressform",
    }
    assert len(operations) == 16
    assert operations["create_generation"] == {
        "id": "create_generation",
        "method": "POST",
        "path": "/generation",
        "evidence": "documented",
        "source": operations["create_generation"]["source"],
    }
    assert all(requests.get(vendor[url], timeout=10).ok for url in ("docs_url", "openapi_url"))


def test_a_workspace_starts_as_asked(server: Server) -> None:
    asked = {
        "credits": 7,
        "plan": "pro",
        "rate_limit": 60,
        "webhook_url": "http://127.0.0.1:9/hook",
        "webhook_secret": "s3cret",
        "seed": 42,
        "clock": {"mode": "auto", "rate": 2.5, "now": "2026-03-01T12:00:00.000001+02:00"},
    }
    url = f"{server.origin}/_mock/uwear/workspaces"
    response = requests.post(url, json=asked, timeout=10)
    made = response.json()
    assert response.status_code == 201
    assert made["api_key"].startswith("uwear-")
    assert made == asked | {
        "id": made["id"],
        "api_key": made["api_key"],
        "base_url": f"{server.origin}/uwear",
        "clock": {
            "now": "2026-03-01T10:00:00.000001Z",
            "unix": 1772359200.000001,
            "mode": "auto",
            "rate": 2.5,
        },
    }
    assert requests.get(f"{url}/{made['id']}", timeout=10).json() == made
    assert made in requests.get(url, timeout=10).json()["items"]


def test_a_workspace_that_asks_for_nothing_gets_the_defaults(server: Server) -> None:
    made = requests.post(f"{server.origin}/_mock/uwear/workspaces", timeout=10).json()
    names = ("credits", "plan", "rate_limit", "webhook_url", "seed")
    assert {name: made[name] for name in names} == {
        "credits": 1000,
        "plan": None,
        "rate_limit": None,
        "webhook_url": None,
        "seed": 0,
    }
    assert made["webhook_secret"].startswith("whsec_")
    assert made["clock"]["mode"] == "manual"


def test_the_default_workspace_has_the_printed_key(server: Server) -> None:
    url = f"{server.origin}/_mock/uwear/workspaces/default"
    assert requests.get(url, timeout=10).json()["api_key"] == "uwear-dressform"


def test_a_patch_changes_what_was_sent_and_nothing_else(shop: Shop) -> None:
    before = shop.control("GET")
    changes = {
        "credits": 5,
        "plan": "enterprise",
        "rate_limit": 3,
        "webhook_url": "https://example.com/hook",
        "webhook_secret": "another",
    }
    for name, value in changes.items():
        before[name] = value
        assert shop.control("PATCH", json={name: value}) == before
    assert shop.control("PATCH", json={}) == before
    nothing = {"plan": None, "rate_limit": None, "webhook_url": None}
    assert shop.control("PATCH", json=nothing) == before | nothing


def test_patched_credits_are_granted_or_taken_by_the_ledger(shop: Shop) -> None:
    for balance in (1200, 1200, 300):
        shop.control("PATCH", json={"credits": balance})
    assert shop.control("GET", "ledger") == {
        "items": [
            {"at": START, "kind": "grant", "amount": amount, "job_id": None, "balance": balance}
            for amount, balance in ((1000, 1000), (200, 1200), (-900, 300))
        ],
        "balance": 300,
    }


def test_a_patched_rate_limit_holds_and_still_counts_what_was_accepted(shop: Shop) -> None:
    shop.control("PATCH", json={"rate_limit": 3})
    assert [shop.call("GET", "/cameras").status_code for _ in range(2)] == [200, 200]
    shop.control("PATCH", json={"rate_limit": 2})
    assert shop.call("GET", "/cameras").status_code == 429
    shop.control("PATCH", json={"rate_limit": None})
    assert shop.call("GET", "/cameras").status_code == 200


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
        "state": "delivered",
        "created_at": START,
        "due_at": None,
        "attempts": [{"at": START, "status": 200, "error": None}],
        "body": delivery["body"],
    }


def test_a_request_is_journalled_with_all_that_happened(shop: Shop) -> None:
    left = _generate_and_pay(shop)
    shop.call("GET", "/generation/2?x=1")
    first, second = shop.control("GET", "requests")["items"]
    assert first["milliseconds"] > 0
    assert first["headers"]["Authorization"] == "***"
    assert first["response"]["generation_id"] == 1
    unsure = ("milliseconds", "headers", "response")
    assert first == {name: first[name] for name in unsure} | {
        "at": START,
        "method": "POST",
        "path": "/uwear/generation",
        "query": "",
        "operation": "create_generation",
        "status": 200,
        "credits_before": 1000,
        "credits_after": left,
        "decided": "generation 1: generate, gemini-flash",
        "request": CHEAP,
    }
    assert (second["status"], second["query"], second["request"]) == (404, "x=1", None)
    assert second["decided"].startswith("refused: NotFound")


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


def test_a_deleted_workspace_is_gone_with_its_key(shop: Shop) -> None:
    response = requests.delete(shop.control_url, timeout=10)
    assert (response.status_code, response.content) == (204, b"")
    assert problem_of(requests.get(shop.control_url, timeout=10))[0] == 404
    assert shop.call("GET", "/cameras").status_code == 401


def test_the_default_workspace_cannot_be_deleted(server: Server) -> None:
    url = f"{server.origin}/_mock/uwear/workspaces/default"
    status, detail = problem_of(requests.delete(url, timeout=10))
    assert (status, "/_mock/reset" in detail) == (409, True)
    assert requests.get(url, timeout=10).ok


def test_reset_leaves_a_fresh_default_workspace_and_nothing_else(alone: Server) -> None:
    control = f"{alone.origin}/_mock/uwear"
    requests.post(f"{control}/workspaces", timeout=10)
    key = {"Authorization": "Bearer uwear-dressform"}
    made = requests.post(f"{alone.origin}/uwear/generation", json=CHEAP, headers=key, timeout=10)
    requests.get(f"{alone.origin}/uwear/nowhere", timeout=10)
    assert made.ok

    assert requests.post(f"{alone.origin}/_mock/reset", timeout=10).json() == {"status": "ok"}

    (row,) = requests.get(f"{control}/workspaces", timeout=10).json()["items"]
    assert (row["id"], row["credits"]) == ("default", 1000)
    for place in ("requests", "workspaces/default/requests", "workspaces/default/jobs"):
        assert requests.get(f"{control}/{place}", timeout=10).json()["items"] == []
    again = requests.post(f"{alone.origin}/uwear/generation", json=CHEAP, headers=key, timeout=10)
    assert again.json()["generation_id"] == made.json()["generation_id"] == 1


@pytest.mark.parametrize(("method", "path"), WRONG)
def test_a_wrong_method_is_a_problem_that_names_the_right_ones(
    server: Server, method: str, path: str
) -> None:
    response = requests.request(method, f"{server.origin}/_mock/{path}", data=b"?", timeout=10)
    assert response.headers["Allow"] == ROUTES[path]
    if method != "HEAD":
        assert problem_of(response) == (405, f"/_mock/{path} takes {ROUTES[path]}, not {method}")
    assert response.status_code == 405


@pytest.mark.parametrize("path", [path for path in ROUTES if "GET" in ROUTES[path]])
def test_head_is_get_without_the_body(server: Server, path: str) -> None:
    response = requests.head(f"{server.origin}/_mock/{path}", timeout=10)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "application/json"
    assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path", ["", "/", "/nope", "/clock/", "/uwear/workspaces/default/nope", "/uwear", "//health"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_a_problem_that_lists_the_routes(
    server: Server, path: str, method: str
) -> None:
    response = requests.request(method, f"{server.origin}/_mock{path}", data=b"?", timeout=10)
    status, detail = problem_of(response)
    assert status == 404
    for route in ("/_mock/health", "/_mock/{vendor}/workspaces/{id}/jobs/{job}/finish"):
        assert route in detail


@pytest.mark.parametrize("below", ["requests", "workspaces", "workspaces/default/jobs"])
def test_an_unknown_vendor_is_a_problem_that_lists_the_vendors(server: Server, below: str) -> None:
    response = requests.get(f"{server.origin}/_mock/nobody/{below}", timeout=10)
    assert problem_of(response) == (404, "no vendor 'nobody' here; served are: uwear")


@pytest.mark.parametrize("below", ["", "/clock", "/ledger", "/jobs", "/deliveries", "/requests"])
def test_an_unknown_workspace_is_a_problem_that_lists_workspaces(
    server: Server, below: str
) -> None:
    url = f"{server.origin}/_mock/uwear/workspaces/w999{below}"
    status, detail = problem_of(requests.get(url, timeout=10))
    assert (status, "no workspace 'w999'; there are: default" in detail) == (404, True)


@pytest.mark.parametrize("name", ["2", "01", "+1", "1.0", "x", "-1", "%D9%A1", "9" * 5000])
def test_an_unknown_job_is_a_problem_that_lists_jobs(shop: Shop, name: str) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    response = requests.post(f"{shop.control_url}/jobs/{name}/finish", timeout=10)
    status, detail = problem_of(response)
    assert (status, detail.endswith("; the latest are: 1")) == (404, True)
    assert shop.control("GET", "jobs")["items"][0]["state"] == "queued"


def test_workspaces_never_see_each_other(open_workspace: OpenWorkspace) -> None:
    """Not their jobs, by either API; not their clocks; not their requests."""
    mine, theirs = (open_workspace("uwear", clock={"mode": "manual"}) for _ in range(2))
    mine.json("POST", "/generation", json=CHEAP)
    mine.advance(seconds=3600)
    assert theirs.call("GET", "/generation/1").status_code == 404
    assert theirs.json("GET", "/generations")["data"] == []
    url = f"{theirs.control_url}/jobs/1/finish"
    assert problem_of(requests.post(url, timeout=10))[0] == 404
    assert theirs.control("GET", "jobs")["items"] == []
    assert theirs.credits == 1000
    assert theirs.control("GET", "clock")["now"] == theirs.facts["clock"]["now"]
    assert [row["path"] for row in mine.control("GET", "requests")["items"]] == [
        "/uwear/generation"
    ]


def _generate_and_pay(shop: Shop) -> int:
    """One cheap generation; the credits that are left."""
    shop.json("POST", "/generation", json=CHEAP)
    return shop.credits
