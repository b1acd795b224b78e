"""Workspaces: made as asked, changed, deleted, reset, and blind to each other."""

from collections.abc import Iterator

import pytest
import requests

import dressform
from dressform.http.server import Server
from tests.support.serving import OpenWorkspace, Shop, serving
from tests.support.wire import problem_of

START = "2026-03-01T12:00:00Z"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A workspace whose time is known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START}, seed=1)


@pytest.fixture
def alone() -> Iterator[Server]:
    """A server of one's own, to turn upside down."""
    with serving() as server:
        yield server


def test_a_workspace_starts_as_asked(server: Server) -> None:
    asked = {
        "credits": 7,
        "plan": "pro",
        "rate_limit": 60,
        "daily_limit": 1000,
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

    assert requests.post(f"{alone.origin}/_mock/reset", timeout=10).json() == {
        "status": "ok",
        "version": dressform.__version__,
    }

    (row,) = requests.get(f"{control}/workspaces", timeout=10).json()["items"]
    assert (row["id"], row["credits"]) == ("default", 1000)
    for place in ("requests", "workspaces/default/requests", "workspaces/default/jobs"):
        assert requests.get(f"{control}/{place}", timeout=10).json()["items"] == []
    again = requests.post(f"{alone.origin}/uwear/generation", json=CHEAP, headers=key, timeout=10)
    assert again.json()["generation_id"] == made.json()["generation_id"] == 1


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
