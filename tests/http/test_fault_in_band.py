"""Faults written into a prompt, for a client that reaches nothing but the vendor's API."""

from typing import Any

import pytest
import requests
from standardwebhooks import Webhook, WebhookVerificationError

from dressform.http.misbehaviour import in_band_faults
from tests.engine.worlds import world
from tests.support.faults import (
    CHEAP,
    fired,
    job_states,
    latest_request,
    movements,
    plan_for_good,
)
from tests.support.pictures import SOUND
from tests.support.receiver import Receiver
from tests.support.refusals import Witness
from tests.support.serving import Shop
from tests.support.wire import problem_of

Json = dict[str, Any]


def _ask(shop: Shop, tag: str, **more: Any) -> requests.Response:
    return shop.call("POST", "/generation", json=CHEAP | {"prompt": f"a coat {tag}"} | more)


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        ("[[fault:status status=503]]", 503),
        ('[[fault:status status=500 body="so it goes"]]', 500),
        ("[[fault:rate_limit]]", 429),
        ("[[fault:insufficient_credits]]", 402),
    ],
)
def test_a_refusal_is_asked_for_in_the_prompt_once(uwear: Shop, tag: str, status: int) -> None:
    witness = Witness(uwear)
    assert _ask(uwear, tag).status_code == status
    assert len(latest_request(uwear)["faults"]) == 1
    witness.check()
    assert _ask(uwear, "").status_code == 200
    assert uwear.control("GET", "faults")["items"] == []


def test_a_fate_is_asked_for_in_the_prompt(uwear: Shop) -> None:
    assert _ask(uwear, '[[fault:provider_error error="no garment"]]').status_code == 200
    assert latest_request(uwear)["faults"] == ["provider_error"]
    assert _ask(uwear, "").status_code == 200
    uwear.advance(to="idle")
    assert job_states(uwear) == ["failed", "completed"]
    assert movements(uwear) == [("charge", -1), ("charge", -1), ("refund", 1)]


def test_a_dropped_connection_is_asked_for_in_the_prompt(uwear: Shop) -> None:
    with pytest.raises(requests.ConnectionError):
        _ask(uwear, "[[fault:reset]]")
    assert movements(uwear) == []
    with pytest.raises(requests.ConnectionError):
        _ask(uwear, "[[fault:reset when=after]]")
    assert (movements(uwear), latest_request(uwear)["status"]) == ([("charge", -1)], None)


@pytest.mark.parametrize("tag", ["[[fault:truncate fraction=0.25]]", "[[fault:malformed]]"])
def test_a_broken_answer_is_asked_for_in_the_prompt(uwear: Shop, tag: str) -> None:
    with pytest.raises(requests.RequestException):
        _ask(uwear, tag).json()
    assert movements(uwear) == [("charge", -1)]


def test_several_faults_may_stand_in_one_text(uwear: Shop) -> None:
    _ask(uwear, "[[fault:stuck]] and [[fault:latency seconds=0.001]]")
    assert sorted(latest_request(uwear)["faults"]) == ["latency", "stuck"]
    uwear.advance(to="idle")
    assert job_states(uwear) == ["processing"]


def test_a_webhook_fault_waits_for_the_end_of_its_own_job(uwear: Shop, receiver: Receiver) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    hook = {"webhook_url": receiver.url, "webhook_secret": secret}
    _ask(uwear, "[[fault:bad_signature]] [[fault:duplicate]]", **hook)
    _ask(uwear, "", **hook)
    for job in (2, 1):
        uwear.control("POST", f"jobs/{job}/finish")
    other, bad, copy = receiver.received

    def verify(row: Any) -> None:
        Webhook(secret).verify(row.body, {k.lower(): v for k, v in row.headers.items()})

    with pytest.raises(WebhookVerificationError):
        verify(bad)
    verify(other)
    verify(copy)
    assert (bad.body == copy.body, uwear.control("GET", "faults")["items"]) == (True, [])


def test_a_field_of_a_form_is_read_too(uwear: Shop) -> None:
    form = {"clothing_item_name": "x [[fault:status status=503]]"}
    picture = {"photo_file": SOUND["png"]}
    assert uwear.call("POST", "/clothing-item", data=form, files=picture).status_code == 503
    assert uwear.json("GET", "/clothing-items")["total_count"] == 0


def test_a_text_deep_in_a_body_is_read_too() -> None:
    deep = {"a": [1, {"b": [["x [[fault:stuck]]"], None, "[[fault:drop]]"]}], "c": "plain"}
    assert [fault.kind for fault in in_band_faults(deep, world())] == ["stuck", "drop"]


BAD = {
    "[[fault:statu status=503]]": "there is no fault 'statu'; there are: status, ",
    "[[fault:status]]": "fault 'status' needs the argument 'status'",
    "[[fault:status code=503]]": "has no argument 'code'; its arguments are: status, body, headers",
    "[[fault:status status=200]]": "200 is less than the minimum of 400",
    "[[fault:drop now=true]]": "fault 'drop' has no argument 'now'; it takes none",
    "[[fault:status status=503": "write [[fault:KIND key=value",
    "[[fault:stuck]] [[fault:nope]]": "there is no fault 'nope'",
}


@pytest.mark.parametrize("tag", BAD)
def test_what_is_no_fault_is_a_problem_that_says_what_there_is_and_changes_nothing(
    uwear: Shop, tag: str
) -> None:
    witness = Witness(uwear)
    status, detail = problem_of(_ask(uwear, tag))
    assert (status, BAD[tag] in detail) == (400, True), detail
    witness.check()
    entry = latest_request(uwear)
    assert (entry["reason"], entry["faults"]) == (None, [])


def test_the_journal_says_what_was_wrong_with_it(uwear: Shop) -> None:
    _ask(uwear, "[[fault:nope]]")
    entry = latest_request(uwear)
    assert (entry["status"], entry["reason"]) == (400, "BadInBandFault")
    assert "there is no fault 'nope'" in entry["decided"]


def test_a_prompt_uses_up_no_planned_fault_of_another_kind(uwear: Shop) -> None:
    plan_for_good(uwear, "stuck", times=1)
    _ask(uwear, "[[fault:status status=503]]")
    assert fired(uwear) == [0]
    _ask(uwear, "")
    assert fired(uwear) == [1]
