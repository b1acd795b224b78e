"""Every example of the vendor's document, sent as printed, gets the documented answer."""

import json
from typing import Any

import pytest

from dressform.contract import load
from tests.support.examples import cases, missing
from tests.support.productai import CHEAP, generate, upscale
from tests.support.receiver import Receiver
from tests.support.serving import Shop

Json = dict[str, Any]

CASES = [case for case in cases("productai") if "operation" in case]
WEBHOOKS = [case for case in cases("productai") if "webhook" in case]


def put(shop: Shop, given: str | None) -> None:
    """Bring about the situation in which an answer is printed."""
    if given == "OUT_OF_TOKENS":
        shop.control("PATCH", json={"credits": 1})
    elif given is not None:
        operation, status = given.split()
        first = generate(shop, prompt="lipstick should be on fire")
        made = upscale(shop) if operation == "upscale" else first
        if status != "RUNNING":
            end = {"COMPLETED": "finish", "ERROR": "fail"}[status]
            shop.control("POST", f"jobs/{made}/{end}")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_printed_request_gets_every_field_of_the_printed_answer(
    case: Json, productai: Shop
) -> None:
    """Even the printed ids are real: the first job of a workspace is 22292."""
    put(productai, case["given"])
    path = case["path"].format(**case["request"]["path"])
    body = case["request"]["body"]

    answer = productai.call(case["method"], path, json=body)

    assert answer.status_code == case["status"]
    printed, answered = case["response"], answer.json()
    assert (missing(printed, answered), missing(answered, printed)) == ([], [])
    if case["status"] != 200 or case["given"] == "generate ERROR":
        assert answered == printed
    else:
        assert answered["data"]["status"] == printed["data"]["status"]
        assert list(answered["data"]) == list(printed["data"])


@pytest.mark.parametrize("case", WEBHOOKS, ids=[case["id"] for case in WEBHOOKS])
def test_a_webhook_has_exactly_the_printed_members(
    case: Json, productai: Shop, receiver: Receiver
) -> None:
    productai.control("PATCH", json={"webhook_url": receiver.url})
    made = generate(productai)
    productai.control("POST", f"jobs/{made}/{'finish' if case['webhook'] == 'success' else 'fail'}")
    (received,) = receiver.received
    sent = json.loads(received.body)
    assert list(sent) == list(case["body"])
    assert missing(case["body"], sent) == []
    assert load("productai").webhooks[case["webhook"]].issues(sent, ("event",)) == ()
    if case["webhook"] == "success":
        assert (sent["status"], sent["job_id"]) == ("success", "22292")
    else:
        assert sent == case["body"]


def test_every_documented_operation_and_webhook_has_an_example() -> None:
    assert {case["operation"] for case in CASES} == {"generate", "upscale", "get_job"}
    assert {case["webhook"] for case in WEBHOOKS} == {"success", "error"}
    assert (len(CASES), len(WEBHOOKS)) == (13, 2)
    statuses = {case["response"]["data"]["status"] for case in CASES if case["status"] == 200}
    assert statuses == {"RUNNING", "COMPLETED", "ERROR"}


def test_the_answer_to_a_request_repeats_its_prompt_and_no_more(productai: Shop) -> None:
    prompt = "“Ünïcode” \u2028 🧥 <b>\\n</b> \x00 " + "x" * 5_000
    body = CHEAP | {"prompt": prompt, "size": "4K", "n": None}
    answer = productai.json("POST", "/api/generate", json=body)
    data = {"id": 22292, "status": "RUNNING", "prompt": prompt}
    assert answer == {"status": "OK", "data": data}
    assert productai.json("GET", "/api/job/22292") == answer
    (row,) = productai.control("GET", "jobs")["items"]
    assert row["request"] == CHEAP | {"prompt": prompt}
