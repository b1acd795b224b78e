"""A body that the control API cannot take is a problem that says why, and changes nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.http.server import Server
from tests.support.serving import OpenWorkspace, Shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
JSON = {"Content-Type": "application/json"}
MAX_BODY = 5_000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that takes no large bodies."""
    with serving(max_body=MAX_BODY) as server:
        yield server


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Iterator[Shop]:
    """A workspace with a job under way; nothing about it may change."""
    shop = open_workspace("uwear", clock={"mode": "manual", "now": START})
    shop.json(
        "POST", "/generation", json={"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
    )
    before = shop.control("GET"), shop.state()
    yield shop
    assert (shop.control("GET"), shop.state()) == before


UNREADABLE = {
    "cut off": (b'{"seconds": 1', "Expecting"),
    "not JSON": (b"seconds=1", "Expecting value"),
    "NaN": (b'{"seconds": NaN}', "NaN is not JSON"),
    "a member twice": (b'{"seconds": 1, "seconds": 2}', "Duplicate member 'seconds'"),
    "nested too deep": (b"[" * 200 + b"]" * 200, "Nested deeper than"),
    "not UTF-8": (b'{"to": "\xff"}', "not UTF-8"),
    "a lone surrogate": (b'{"to": "\\ud800"}', "lone surrogate"),
    "an integer of 4,500 digits": (b'{"seconds": 1' + b"0" * 4500 + b"}", ""),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_json_is_a_400(shop: Shop, name: str) -> None:
    body, words = UNREADABLE[name]
    response = requests.post(
        f"{shop.control_url}/clock/advance", data=body, headers=JSON, timeout=10
    )
    status, detail = problem_of(response)
    assert (status, words in detail) == (400, True), detail


INVALID: dict[str, tuple[str, str, Any, str]] = {
    "back in time": ("POST", "clock/advance", {"seconds": -1}, "less than the minimum of 0"),
    "seconds and to": ("POST", "clock/advance", {"seconds": 1, "to": "idle"}, "known members"),
    "neither": ("POST", "clock/advance", {}, "known members: seconds, to"),
    "too far": ("POST", "clock/advance", {"seconds": 1e12}, "maximum"),
    "beyond the end": ("POST", "clock/advance", {"seconds": 10**400}, "maximum"),
    "nowhere": ("POST", "clock/advance", {"to": "tomorrow"}, "'next', 'idle'"),
    "text for a number": ("POST", "clock/advance", {"seconds": "1"}, "not of type 'number'"),
    "a list": ("POST", "clock/advance", [1], "not of type 'object'"),
    "a null": ("POST", "clock/advance", None, "not of type 'object'"),
    "unknown member": ("POST", "clock/advance", {"hours": 4}, "known members: seconds, to"),
    "unknown mode": ("PUT", "clock", {"mode": "x60"}, "'real', 'manual', 'auto'"),
    "no rate": ("PUT", "clock", {"rate": 0}, "minimum"),
    "a rate beyond reason": ("PUT", "clock", {"rate": 1e9}, "maximum"),
    "no date": ("PUT", "clock", {"now": "soon"}, "soon"),
    "no zone": ("PUT", "clock", {"now": "2026-03-02T12:00:00"}, "date-time"),
    "no such day": ("PUT", "clock", {"now": "2026-02-30T12:00:00Z"}, "date-time"),
    "a leap second": ("PUT", "clock", {"now": "2026-12-31T23:59:60Z"}, "2026-12-31T23:59:60Z"),
    "long ago": ("PUT", "clock", {"now": "1066-10-14T09:00:00Z"}, "1066"),
    "the past": ("PUT", "clock", {"now": "2026-03-01T11:59:59Z"}, f"it is {START} in workspace"),
    "a mode, and the past": (
        "PUT",
        "clock",
        {"mode": "real", "now": "2026-03-01T11:59:59Z"},
        "it is",
    ),
    "unknown setting": ("PATCH", "", {"clock": {}}, "known members: credits, daily_limit, plan"),
    "debts": ("PATCH", "", {"credits": -1}, "minimum"),
    "half a credit": ("PATCH", "", {"credits": 1.5}, "'integer'"),
    "good and bad": ("PATCH", "", {"credits": 5, "plan": 5}, "'string', 'null'"),
    "a limit of nothing": ("PATCH", "", {"rate_limit": 0}, "minimum"),
    "no URL": ("PATCH", "", {"webhook_url": "somewhere"}, "somewhere"),
    "not the web": ("PATCH", "", {"webhook_url": "ftp://127.0.0.1/"}, "ftp"),
    "no secret": ("PATCH", "", {"webhook_secret": ""}, ""),
    "no reason": ("POST", "jobs/1/fail", {"error": ""}, ""),
    "a body for finish": ("POST", "jobs/1/finish", {"error": "x"}, "known members: none"),
    "a body for a delete": ("DELETE", "", {"sure": True}, "known members: none"),
    "a body for a get": ("GET", "ledger", {"page": 2}, "known members: none"),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_the_route_does_not_take_is_a_422_that_says_what_it_takes(
    shop: Shop, name: str
) -> None:
    method, path, body, words = INVALID[name]
    response = requests.request(
        method,
        f"{shop.control_url}/{path}".rstrip("/"),
        data=json.dumps(body),
        headers=JSON,
        timeout=10,
    )
    status, detail = problem_of(response)
    assert (status, words in detail) == (422, True), detail


def test_no_body_is_an_empty_object_and_judged_as_one(shop: Shop) -> None:
    status, detail = problem_of(requests.post(f"{shop.control_url}/clock/advance", timeout=10))
    assert (status, detail.endswith("known members: seconds, to")) == (422, True)


def test_every_error_of_a_body_is_named_with_its_place(shop: Shop) -> None:
    body = {"credits": -1, "plan": 5}
    errors = requests.patch(shop.control_url, json=body, timeout=10).json()["errors"]
    assert [error["at"] for error in errors] == ["credits", "plan"]
    assert all(error["message"] for error in errors)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_another_content_type_than_json_is_a_415(shop: Shop, content_type: str | None) -> None:
    """Also what a page in a browser can send without asking first."""
    headers = {"Content-Type": content_type} if content_type else {}
    url = f"{shop.control_url}/clock/advance"
    response = requests.post(url, data=b'{"seconds": 1}', headers=headers, timeout=10)
    status, detail = problem_of(response)
    assert (status, "send application/json, not" in detail) == (415, True)


def test_json_may_name_its_charset(server: Server) -> None:
    response = requests.post(
        f"{server.origin}/_mock/uwear/workspaces",
        data='{"plan": "é"}'.encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        timeout=10,
    )
    assert response.json()["plan"] == "é"


def test_a_body_that_is_not_encoded_as_it_says_is_a_400(shop: Shop) -> None:
    response = requests.post(
        f"{shop.control_url}/clock/advance",
        data=b'{"seconds": 1}',
        headers=JSON | {"Content-Encoding": "gzip"},
        timeout=10,
    )
    status, detail = problem_of(response)
    assert (status, "gzip" in detail) == (400, True)


def test_an_oversized_body_is_a_413(shop: Shop) -> None:
    body = json.dumps({"error": "x" * MAX_BODY})
    response = requests.post(f"{shop.control_url}/jobs/1/fail", data=body, headers=JSON, timeout=10)
    assert problem_of(response) == (413, f"the body is larger than {MAX_BODY} bytes")


def test_a_refused_workspace_is_not_made(server: Server) -> None:
    url = f"{server.origin}/_mock/uwear/workspaces"
    before = requests.get(url, timeout=10).json()
    for body in (
        {"seed": "x"},
        {"clock": {"now": "soon"}},
        {"clock": {"now": "2026-12-31T23:59:60Z"}},
    ):
        assert problem_of(requests.post(url, json=body, timeout=10))[0] == 422
    assert requests.get(url, timeout=10).json() == before


def test_a_refused_move_of_all_clocks_moves_none(server: Server, shop: Shop) -> None:
    """The default workspace could follow, the other one could not: it is ahead already."""
    url = f"{server.origin}/_mock/clock"
    before = requests.get(url, timeout=10).json()
    with_time = requests.put(url, json={"now": "2026-02-28T00:00:00Z"}, timeout=10)
    assert problem_of(with_time)[0] == 422
    assert requests.get(url, timeout=10).json() == before
