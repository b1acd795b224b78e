"""`schemathesis run`, as a user runs it, finds nothing, and it would find what there was to find."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from dressform.vendor import Answer, Call, Finishing
from dressform.vendors.neofashion import NEOFASHION, envelope
from tests.support.schemathesis_run import run
from tests.support.serving import OpenWorkspace, open_shop, serving
from tests.vendors.neofashion.answers import PAID

OPERATIONS = 9
PHASES = ["examples", "coverage", "fuzzing", "stateful"]


def test_every_check_in_every_phase_finds_nothing(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    many = {"credits": 10**12, "plan": "enterprise", "rate_limit": 10**6, "clock": {"mode": "auto"}}
    shops = [open_workspace("neofashion", **many) for _ in ("one", "other")]
    for shop in shops:
        for path, body, _ in PAID.values():
            shop.json("POST", path, json=body)

    report, printed = run(tmp_path, shops, "--max-examples", "50")

    assert ([], [], 0) == (report["failures"], report["errors"], report["exit_code"]), printed
    assert dict.fromkeys(PHASES, "success") == {
        name: phase["status"] for name, phase in report["phases"].items()
    }
    assert OPERATIONS == report["operations"]["tested"]
    assert [] == [kind for kind, found in report["warnings"].items() if found], printed
    for label, phases in report["valid_rates"].items():
        assert sum(rate["accepted"] for rate in phases.values()) > 0, f"{label} never answered"
        assert sum(rate["rejected"] for rate in phases.values()) == 0, label


def _without_a_member(call: Call) -> Any:
    answer = NEOFASHION.handlers["get_credit_balance"](call)
    del answer["data"]["balance"]
    return answer


def _with_an_error(call: Call) -> Any:
    return NEOFASHION.handlers["list_personas"](call) | {"error": {}}


def _without_limits(answer: Answer, finishing: Finishing) -> Answer:
    return Answer(answer.status, envelope.finish(answer, finishing).body, answer.headers)


def test_an_answer_that_breaks_the_contract_is_found(tmp_path: Path) -> None:
    wrong = {"get_credit_balance": _without_a_member, "list_personas": _with_an_error}
    handlers = NEOFASHION.handlers | wrong
    deviant = replace(NEOFASHION, handlers=handlers, finish=_without_limits)
    with serving(vendors=(deviant,), strict=False) as server:
        shop = open_shop(server, "neofashion")
        only = ("--include-path-regex", "balance|personas|models")
        report, printed = run(tmp_path, [shop], "--phases", "coverage", *only)
        shop.http.close()
    assert 1 == report["exit_code"]
    found = {
        (operation, failure["code"])
        for failure in report["failures"]
        for operation in failure["operations"]
    }
    assert found >= {
        ("GET /credits/balance", "ST108"),
        ("GET /personas", "ST108"),
        ("GET /models", "ST107"),
    }, printed
    assert ("GET /models", "ST108") not in found
