"""`schemathesis run`, as a user runs it, finds nothing, and it would find what there was to find."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dressform.engine.errors import Unauthenticated
from dressform.vendor import Answer, Call
from dressform.vendors.productai import PRODUCTAI
from tests.support.productai import generate
from tests.support.schemathesis_run import run
from tests.support.serving import OpenWorkspace, open_shop, serving

Json = dict[str, Any]

PHASES = ["examples", "coverage", "fuzzing", "stateful"]
HEADER = "x-api-key"
FREE = {"credits": 10**12, "rate_limit": 10**9, "clock": {"mode": "auto"}}


def test_every_check_in_every_phase_finds_nothing(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    shops = [open_workspace("productai", **FREE) for _ in ("one", "other")]
    for shop in shops:
        generate(shop)
        shop.advance(to="idle")

    report, printed = run(tmp_path, shops, "--max-examples", "50", header=HEADER)

    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0), printed
    assert {name: phase["status"] for name, phase in report["phases"].items()} == dict.fromkeys(
        PHASES, "success"
    )
    assert report["operations"]["tested"] == 3
    assert [kind for kind, found in report["warnings"].items() if found] == [], printed
    for label, phases in report["valid_rates"].items():
        assert sum(rate["accepted"] for rate in phases.values()) > 0, f"{label} never answered"
        assert sum(rate["rejected"] for rate in phases.values()) == 0, label


def _of_another_state(call: Call) -> Any:
    answer = PRODUCTAI.handlers["get_job"](call)
    return answer | {"data": answer["data"] | {"status": "QUEUED"}}


def _broken(call: Call) -> Any:
    raise ZeroDivisionError


def _teapot(refused: Unauthenticated) -> Answer:
    return Answer(418, {"name": "ApiError", "message": "TEAPOT", "details": "short and stout"})


@pytest.mark.parametrize(
    ("handlers", "refusals", "found"),
    [
        ({"get_job": _of_another_state}, {}, {"ST108"}),
        ({"get_job": _broken}, {}, {"ST101"}),
        ({}, {Unauthenticated: _teapot}, {"ST103"}),
    ],
    ids=["state", "failure", "status"],
)
def test_an_answer_that_breaks_the_contract_is_found(
    handlers: Json, refusals: Any, found: set[str], tmp_path: Path
) -> None:
    deviant = replace(
        PRODUCTAI,
        handlers=PRODUCTAI.handlers | handlers,
        refusals=PRODUCTAI.refusals | refusals,
    )
    with serving(vendors=(deviant,), strict=False) as server:
        shop = open_shop(server, "productai", **FREE)
        generate(shop)
        select = ("--phases", "examples,coverage", "--include-operation-id", "get_job")
        report, printed = run(tmp_path, [shop], *select, header=HEADER)
        shop.http.close()
    assert report["exit_code"] == 1
    assert found <= {failure["code"] for failure in report["failures"]}, printed
