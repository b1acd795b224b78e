"""A planned refusal is what the client sees, and nothing is done: statuses and rate limits."""

from typing import Any

import pytest

from tests.support.faults import (
    CHEAP,
    CREATE,
    fired,
    job_states,
    latest_request,
    movements,
    plan,
    plan_for_good,
)
from tests.support.refusals import JACKET, Witness
from tests.support.serving import Shop

Json = dict[str, Any]


def test_a_planned_status_is_answered_in_the_vendors_words_and_nothing_is_done(uwear: Shop) -> None:
    plan(uwear, "status", status=503)

    refused = uwear.call("POST", "/generation", json=CHEAP)

    assert (refused.status_code, refused.json()) == (503, {"detail": "Service Unavailable"})
    assert refused.headers["Content-Type"] == "application/json"
    assert (movements(uwear), job_states(uwear), fired(uwear)) == ([], [], [1])
    assert uwear.call("POST", "/generation", json=CHEAP).status_code == 200


def test_the_journal_says_that_a_fault_answered_and_what_was_asked(uwear: Shop) -> None:
    plan(uwear, "status", status=503)
    uwear.call("POST", "/generation", json=CHEAP)

    entry = latest_request(uwear)

    assert (entry["operation"], entry["status"], entry["faults"]) == (CREATE, 503, ["status"])
    assert (entry["decided"], entry["reason"]) == ("answered by a fault", None)
    assert (entry["credits_before"], entry["credits_after"], entry["job_id"]) == (1000, 1000, None)
    assert entry["request"] == CHEAP
    assert entry["response"] == {"detail": "Service Unavailable"}


@pytest.mark.parametrize("status", [400, 404, 418, 425, 429, 499, 500, 502, 504, 599])
def test_any_error_status_can_be_planned_and_strictness_calls_it_no_breach(
    uwear: Shop, status: int
) -> None:
    plan(uwear, "status", status=status)
    answer = uwear.call("GET", "/cameras")
    assert (answer.status_code, list(answer.json())) == (status, ["detail"])


def test_a_planned_body_and_its_headers_are_sent_as_planned(uwear: Shop) -> None:
    body = {"error": {"code": 7, "why": ["é", None]}}
    plan(uwear, "status", status=502, body=body, headers={"Retry-After": "7", "X-Edge": "lhr"})

    answer = uwear.call("GET", "/cameras")

    assert (answer.status_code, answer.json()) == (502, body)
    assert (answer.headers["Retry-After"], answer.headers["X-Edge"]) == ("7", "lhr")
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("headers", "content_type"),
    [
        ({}, "text/plain; charset=utf-8"),
        ({"Content-Type": "text/html"}, "text/html"),
        ({"content-type": "text/html"}, "text/html"),
    ],
)
def test_a_planned_text_is_the_page_of_a_proxy(
    uwear: Shop, headers: dict[str, str], content_type: str
) -> None:
    plan(uwear, "status", status=502, body="<h1>Bad Gateway</h1>", headers=headers)
    answer = uwear.call("GET", "/cameras")
    assert (answer.text, answer.headers["Content-Type"]) == ("<h1>Bad Gateway</h1>", content_type)


def test_a_planned_content_type_of_json_takes_the_place_of_the_usual_one(uwear: Shop) -> None:
    headers = {"content-type": "application/problem+json"}
    plan(uwear, "status", status=500, body={"title": "x"}, headers=headers)
    answer = uwear.call("GET", "/cameras")
    assert (answer.json(), answer.headers["Content-Type"]) == (
        {"title": "x"},
        headers["content-type"],
    )


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "CONNECTION"])
def test_headers_that_would_break_the_connection_cannot_be_planned(uwear: Shop, name: str) -> None:
    body = {"kind": "status", "status": 500, "headers": {name: "7"}}
    assert uwear.order("POST", "faults", json=body).status_code == 422
    assert fired(uwear) == []


def test_a_planned_status_refuses_a_large_body_without_breaking_the_connection(
    uwear: Shop,
) -> None:
    plan(uwear, "status", status=503)
    form = {"files": {"photo_file": bytes(8_000_000)}, "data": JACKET}
    refused = uwear.call("POST", "/clothing-item", **form)
    assert refused.status_code == 503
    assert "Connection" not in refused.headers
    assert latest_request(uwear)["request"] == JACKET | {"photo_file": "<photo_file>"}


@pytest.mark.parametrize(("kind", "settings"), [("status", {"status": 500}), ("rate_limit", {})])
def test_a_planned_refusal_changes_nothing(uwear: Shop, kind: str, settings: Json) -> None:
    uwear.json("POST", "/generation", json=CHEAP)
    witness = Witness(uwear)
    plan(uwear, kind, operation=CREATE, **settings)
    assert uwear.call("POST", "/generation", json=CHEAP).status_code in {500, 429}
    witness.check()


def test_a_planned_rate_limit_is_refused_as_the_real_one_is(uwear: Shop) -> None:
    plan(uwear, "rate_limit", retry_after=12)

    refused = uwear.call("POST", "/generation", json=CHEAP)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "12")
    assert refused.json() == {"detail": "Rate limit exceeded"}
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["reason"]) == (
        429,
        ["rate_limit"],
        "RateLimited",
    )
    assert (movements(uwear), job_states(uwear)) == ([], [])


def test_a_planned_rate_limit_uses_none_of_the_window(uwear: Shop) -> None:
    uwear.control("PATCH", json={"rate_limit": 1})
    plan(uwear, "rate_limit")
    assert uwear.call("GET", "/cameras").status_code == 429
    assert uwear.call("GET", "/cameras").status_code == 200
    assert uwear.call("GET", "/cameras").status_code == 429
    assert latest_request(uwear)["faults"] == []


def test_without_a_count_a_fault_strikes_until_it_is_taken_back(uwear: Shop) -> None:
    fault = plan_for_good(uwear, "status", status=500)
    assert [uwear.call("GET", "/cameras").status_code for _ in range(3)] == [500, 500, 500]
    uwear.control("DELETE", f"faults/{fault['id']}")
    assert uwear.call("GET", "/cameras").status_code == 200
