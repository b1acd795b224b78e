"""Every example of the vendor's page, sent as printed, gets the documented answer."""

import re
from typing import Any

import pytest

from tests.support.examples import cases, missing
from tests.support.serving import OpenWorkspace
from tests.vendors.neofashion.answers import SHOT, data

Json = dict[str, Any]

CASES = cases("neofashion")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_documented_request_gets_every_field_of_the_printed_answer(
    case: Json, open_workspace: OpenWorkspace
) -> None:
    shop = open_workspace("neofashion", credits=case["credits"], clock={"mode": "manual"})
    request, path = case["request"], case["path"]
    if "id" in request["path"]:
        shop.control("PATCH", json={"credits": case["credits"] + 50})
        path = path.format(id=data(shop.call("POST", "/generate/image", json=SHOT))["id"])

    answer = shop.call(case["method"], path, params=request["query"], json=request["body"])

    assert (case["status"], []) == (answer.status_code, missing(case["response"], answer.json()))


def test_the_printed_answers_come_out_as_printed_but_for_what_is_left_out_there(
    open_workspace: OpenWorkspace,
) -> None:
    printed = {case["id"]: case for case in CASES}
    for name in ("generate_image", "generate_image-insufficient_credits"):
        case = printed[name]
        shop = open_workspace("neofashion", credits=case["credits"])
        answer = shop.call("POST", case["path"], json=case["request"]["body"]).json()
        expected = case["response"]
        answer["meta"]["request_id"] = expected["meta"]["request_id"]
        if answer["data"]:
            assert re.fullmatch("gen_01[0-9a-hjkmnp-tv-z]{24}", answer["data"]["id"])
            assert answer["data"]["output_url"].startswith(shop.server.origin)
            answer["data"] |= {k: expected["data"][k] for k in ("id", "output_url")}
        assert expected == answer


def test_every_documented_operation_has_an_example() -> None:
    assert (10, 9) == (len(CASES), len({case["operation"] for case in CASES}))
