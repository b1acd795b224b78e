"""The journal answers what it is asked: by operation, by status, by time, and the latest so many."""

from typing import Any

import pytest
import requests

from tests.support.faults import CHEAP, CREATE, plan
from tests.support.refusals import MODEL
from tests.support.serving import OpenWorkspace, Shop
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
MINUTES = [f"2026-03-01T12:0{minute}:00Z" for minute in range(4)]


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """One request a minute from noon on: 200, 422, dropped, 402."""
    shop = open_workspace("uwear", credits=1, clock={"mode": "manual", "now": START})
    shop.json("POST", "/generation", json=CHEAP)
    shop.advance(seconds=60)
    shop.call("POST", "/avatar", json={})
    shop.advance(seconds=60)
    plan(shop, "reset")
    with pytest.raises(requests.ConnectionError):
        shop.call("GET", "/cameras")
    shop.advance(seconds=60)
    shop.call("POST", "/generation", json=CHEAP)
    return shop


def _numbers(shop: Shop, **query: Any) -> list[int]:
    rows = shop.control("GET", "requests", params=query)["items"]
    return [row["number"] for row in rows]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"operation": CREATE}, [1, 4]),
        ({"operation": "delete_avatar"}, []),
        ({"operation": "media"}, []),
        ({"status": "402"}, [4]),
        ({"status": "4xx"}, [2, 4]),
        ({"status": "2xx"}, [1]),
        ({"status": "5xx"}, []),
        ({"status": "none"}, [3]),
        ({"since": MINUTES[1]}, [2, 3, 4]),
        ({"until": MINUTES[1]}, [1]),
        ({"since": MINUTES[1], "until": MINUTES[3]}, [2, 3]),
        ({"since": "2026-03-01T13:01:00+01:00"}, [2, 3, 4]),
        ({"since": MINUTES[3], "until": MINUTES[1]}, []),
        ({"limit": 1}, [4]),
        ({"limit": 3}, [2, 3, 4]),
        ({"limit": 99}, [1, 2, 3, 4]),
        ({"operation": CREATE, "status": "2xx", "until": MINUTES[2], "limit": 1}, [1]),
        ({"operation": "media", "limit": 1}, []),
    ],
)
def test_a_query_is_answered_with_what_fits_it_latest_last(
    shop: Shop, query: Json, numbers: list[int]
) -> None:
    assert _numbers(shop, **query) == numbers


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"status": "teapot"}, "'teapot' does not match"),
        ({"status": "600"}, "'600' does not match"),
        ({"status": "none "}, "'none ' does not match"),
        ({"since": "soon"}, "'soon'"),
        ({"until": "2026-03-01T12:00:00"}, "is not a 'date-time'"),
        ({"since": "2026-12-31T23:59:60Z"}, "2026-12-31T23:59:60Z"),
        ({"limit": "0"}, "less than the minimum of 1"),
        ({"limit": "all"}, "'all' is not of type 'integer'"),
        ({"limit": "1.0"}, "'1.0' is not of type 'integer'"),
        ({"page": "2"}, "known members: limit, operation, since, status, until"),
        ({"operation": "create_generatio"}, "did you mean create_generation?"),
    ],
)
@pytest.mark.parametrize("whose", ["workspace", "strays"])
def test_a_query_that_makes_no_sense_is_a_422_that_says_why(
    shop: Shop, whose: str, query: Json, words: str
) -> None:
    stray = f"{shop.server.origin}/_mock/uwear/requests"
    url = f"{shop.control_url}/requests" if whose == "workspace" else stray
    response = requests.get(url, params=query, timeout=10)
    status, detail = problem_of(response)
    assert (status, words in detail) == (422, True), detail
    assert response.json()["title"] in {"Invalid query", "Invalid instant", "No such operation"}


def test_strays_are_asked_in_the_same_way(shop: Shop) -> None:
    url, strays = shop.base_url, f"{shop.server.origin}/_mock/uwear/requests"
    requests.post(f"{url}/avatar", json=MODEL, timeout=10)
    requests.get(f"{url}/nowhere", timeout=10)

    def ask(**query: str) -> list[tuple[str | None, int]]:
        rows = requests.get(strays, params=query, timeout=10).json()["items"]
        return [(row["operation"], row["status"]) for row in rows]

    assert ask(limit="2") == [("create_avatar", 401), (None, 404)]
    assert ask(status="404", limit="1") == [(None, 404)]
    assert ask(operation="create_avatar", limit="1") == [("create_avatar", 401)]
    assert ask(until="1990-01-01T00:00:00Z") == []


def test_lint_says_what_a_reviewer_would(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear", clock={"mode": "manual"})
    plan(shop, "malformed")
    for _ in range(2):
        shop.call("POST", "/generation", json=CHEAP)
    (finding,) = shop.control("GET", "lint")["items"]
    assert (finding["rule"], finding["severity"]) == ("retried_create", "problem")
    assert finding["requests"] == [1, 2]


def test_lint_sees_that_a_create_was_retried_after_a_planned_failure(
    open_workspace: OpenWorkspace,
) -> None:
    """Although nothing was done with the body of the first."""
    shop = open_workspace("uwear", clock={"mode": "manual"})
    plan(shop, "status", status=500)
    for prompt in ("one thing", "another"):
        shop.call("POST", "/generation", json=CHEAP | {"prompt": prompt})
    assert shop.control("GET", "lint")["items"] == []
    shop.control("DELETE", "faults")
    plan(shop, "status", status=500)
    for _ in range(2):
        shop.call("POST", "/generation", json=CHEAP)
    findings = shop.control("GET", "lint")["items"]
    assert [(row["rule"], row["requests"]) for row in findings] == [("retried_create", [3, 4])]


def test_lint_finds_nothing_where_nothing_was_asked(uwear: Shop) -> None:
    assert uwear.control("GET", "lint") == {"items": []}
