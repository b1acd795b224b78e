"""Every example of the vendor's page, sent as printed, gets the documented answer."""

from typing import Any

import pytest

from tests.support.examples import cases, missing
from tests.support.serving import Shop
from tests.vendors.cutx.orders import PRODUCT, PROJECT, STATIC_AD, make

Json = dict[str, Any]

CASES = {case["id"]: case for case in cases("cutx")}


@pytest.fixture
def ids(cutx: Shop) -> dict[str, str]:
    """Real ids in the place of the printed `uuid`: those of an account with some history."""
    job_id = make(cutx, STATIC_AD)["jobId"]
    cutx.advance(to="idle")
    return {"projectId": PROJECT, "productId": PRODUCT, "jobId": job_id}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_printed_request_gets_every_field_of_the_printed_answer(
    case: Json, cutx: Shop, ids: dict[str, str]
) -> None:
    if "after" in case:
        earlier = _send(cutx, CASES[case["after"]], ids)
    answer = _send(cutx, case, ids)

    assert missing(case["response"], answer) == []
    for name in ("status", "creditsUsed", "type"):
        if name in case["response"]:
            assert answer[name] == case["response"][name]
    if "after" in case:
        assert (answer["jobId"], answer["creditsUsed"]) == (earlier["jobId"], 0)


def _send(shop: Shop, case: Json, ids: dict[str, str]) -> Json:
    request = case["request"]
    query = {**request["query"], **{n: ids[n] for n in ids if n in request["query"]}}
    body = request["body"] and {
        **request["body"],
        **{n: ids[n] for n in ids if n in request["body"]},
    }
    answer: Json = shop.json(case["method"], case["path"], params=query, json=body)
    return answer


def test_every_documented_operation_has_its_example_and_idempotency_both_of_its_requests() -> None:
    assert {case["operation"] for case in CASES.values()} == {
        "generate_copy",
        "generate_static_ad",
        "generate_video",
        "get_generation_status",
    }
    assert len(CASES) == 6
