"""An answer that breaks off or is not what its headers say, after everything was done."""

import json

import pytest
import requests

from tests.support.faults import CHEAP, CREATE, job_states, latest_request, movements, plan
from tests.support.serving import Shop
from tests.support.wire import send_raw


def test_a_truncated_answer_breaks_off_for_a_stock_client_and_the_job_is_made(uwear: Shop) -> None:
    plan(uwear, "truncate")

    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        uwear.call("POST", "/generation", json=CHEAP)

    assert (movements(uwear), job_states(uwear)) == ([("charge", -1)], ["queued"])
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["job_id"]) == (200, ["truncate"], 1)
    assert uwear.json("GET", "/generation/1")["status"] == "Created"


@pytest.mark.parametrize("fraction", [0, 0.25, 0.999])
def test_as_much_is_sent_as_planned_and_the_length_promises_all(
    uwear: Shop, fraction: float
) -> None:
    whole = uwear.call("GET", "/cameras").content
    plan(uwear, "truncate", fraction=fraction)
    status, headers, body = send_raw(
        uwear.server.origin,
        "GET /uwear/cameras HTTP/1.1\nHost: localhost\n"
        f"Authorization: {uwear.http.headers['Authorization']!s}",
    )
    assert (status, int(headers["content-length"])) == (200, len(whole))
    assert body == whole[: int(len(whole) * fraction)]
    shown = latest_request(uwear)["response"]
    assert shown == (body.decode() or None)


def test_after_a_truncated_answer_the_client_asks_again_on_a_new_connection(uwear: Shop) -> None:
    plan(uwear, "truncate")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        uwear.call("GET", "/cameras")
    assert uwear.call("GET", "/cameras").status_code == 200


def test_a_malformed_answer_is_complete_and_no_json(uwear: Shop) -> None:
    plan(uwear, "malformed")

    answer = uwear.call("POST", "/generation", json=CHEAP)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()
    assert (movements(uwear), job_states(uwear)) == ([("charge", -1)], ["queued"])
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["job_id"]) == (200, ["malformed"], 1)
    assert entry["response"] == answer.text


@pytest.mark.parametrize("path", ["/cameras", "/avatars", "/clothing-items", "/generation/99"])
def test_every_malformed_body_is_unreadable(uwear: Shop, path: str) -> None:
    plan(uwear, "malformed")
    with pytest.raises(json.JSONDecodeError):
        json.loads(uwear.call("GET", path).content)


def test_a_planned_refusal_can_break_off_too(uwear: Shop) -> None:
    plan(uwear, "status", status=500)
    plan(uwear, "truncate")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        uwear.call("GET", "/cameras")
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"]) == (500, ["status", "truncate"])


def test_what_is_malformed_and_breaks_off_promises_the_length_of_the_malformed(uwear: Shop) -> None:
    plan(uwear, "malformed")
    plan(uwear, "truncate", fraction=0.5)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        uwear.call("GET", "/cameras")
    assert latest_request(uwear)["faults"] == ["malformed", "truncate"]


def test_a_reset_afterwards_leaves_nothing_to_break_off(uwear: Shop) -> None:
    plan(uwear, "reset", when="after", operation=CREATE)
    plan(uwear, "truncate", operation=CREATE)
    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        uwear.call("POST", "/generation", json=CHEAP)
    assert latest_request(uwear)["faults"] == ["reset"]
