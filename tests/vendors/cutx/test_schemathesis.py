"""`schemathesis run`, as a user runs it, finds nothing, and it would find what there was to find."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dressform.engine.errors import NotFound, Unauthenticated
from dressform.frameworks import zod
from dressform.vendor import Answer, Call
from dressform.vendors.cutx import CUTX
from tests.support.schemathesis_run import run
from tests.support.serving import OpenWorkspace, open_shop, serving

Json = dict[str, Any]

OPERATIONS = 7
PHASES = ["examples", "coverage", "fuzzing", "stateful"]


def test_every_check_in_every_phase_finds_nothing(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    shops = [
        open_workspace("cutx", credits=10**12, clock={"mode": "auto"}) for _ in ("one", "other")
    ]

    report, printed = run(tmp_path, shops, "--max-examples", "50")

    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0), printed
    assert {name: phase["status"] for name, phase in report["phases"].items()} == dict.fromkeys(
        PHASES, "success"
    )
    assert report["operations"]["tested"] == OPERATIONS
    assert [kind for kind, found in report["warnings"].items() if found] == [], printed
    for label, phases in report["valid_rates"].items():
        assert sum(rate["rejected"] for rate in phases.values()) == 0, label
    rows = [row for shop in shops for row in shop.control("GET", "requests")["items"]]
    answered = Counter(row["operation"] for row in rows if row["status"] in {200, 201})
    assert answered.keys() == set(CUTX.handlers), printed
    assert answered["get_generation_status"] > 5, "the links lead to few jobs"


def _of_another_type(call: Call) -> Any:
    return CUTX.handlers["get_credit_balance"](call) | {"balance": "none"}


def _refused(call: Call) -> Any:
    raise NotFound("Account", 1)


def _bare(refused: Unauthenticated) -> Answer:
    return zod.error(401, "Unauthorized")


@pytest.mark.parametrize(
    ("handlers", "refusals", "found"),
    [
        ({"get_credit_balance": _of_another_type}, {}, {"ST108"}),
        ({"get_credit_balance": _refused}, {}, {"ST103"}),
        ({}, {Unauthenticated: _bare}, {"ST107"}),
    ],
    ids=["type", "status", "no header"],
)
def test_an_answer_that_breaks_the_contract_is_found(
    handlers: Json, refusals: Any, found: set[str], tmp_path: Path
) -> None:
    deviant = replace(CUTX, handlers=CUTX.handlers | handlers, refusals=CUTX.refusals | refusals)
    with serving(vendors=(deviant,), strict=False) as server:
        shop = open_shop(server, "cutx")
        report, printed = run(
            tmp_path, [shop], "--phases", "coverage", "--include-operation-id", "get_credit_balance"
        )
        shop.http.close()
    assert report["exit_code"] == 1
    assert found <= {failure["code"] for failure in report["failures"]}, printed
