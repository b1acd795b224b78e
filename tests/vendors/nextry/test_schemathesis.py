"""`schemathesis run`, as a user runs it, finds nothing, and it would find what there was to find.

The seed is fixed: a report that comes and goes is of no use.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from dressform.engine.errors import Unauthenticated
from dressform.vendor import Answer, Call
from dressform.vendors.nextry import NEXTRY
from tests.support.schemathesis_run import run
from tests.support.serving import OpenWorkspace, open_shop, serving
from tests.vendors.nextry.client import finished, generate

Json = dict[str, Any]

OPERATIONS = 7
PHASES = ["examples", "coverage", "fuzzing", "stateful"]


def test_every_check_in_every_phase_finds_nothing(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    shops = [open_workspace("nextry", clock={"mode": "auto"}) for _ in ("one", "other")]
    for shop in shops:
        finished(shop)
        generate(shop)

    report, printed = run(tmp_path, shops, "--max-examples", "50")

    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0), printed
    assert {name: phase["status"] for name, phase in report["phases"].items()} == dict.fromkeys(
        PHASES, "success"
    )
    assert report["operations"]["tested"] == OPERATIONS
    assert [kind for kind, found in report["warnings"].items() if found] == [], printed
    for label, phases in report["valid_rates"].items():
        assert sum(rate["accepted"] for rate in phases.values()) > 0, f"{label} never answered"
        assert sum(rate["rejected"] for rate in phases.values()) == 0, label


def _without_a_member(call: Call) -> Any:
    answer = NEXTRY.handlers["list_history"](call)
    del answer["pages"]
    return answer


def _kept(call: Call) -> Any:
    NEXTRY.handlers["get_history_item"](call)


def _bare(refused: Unauthenticated) -> Answer:
    return Answer(401, {"detail": "Not authenticated"})


def test_a_member_a_header_and_a_deletion_that_are_missing_are_found(tmp_path: Path) -> None:
    handlers = {"list_history": _without_a_member, "delete_history_item": _kept}
    deviant = replace(
        NEXTRY,
        handlers={**NEXTRY.handlers, **handlers},
        refusals={**NEXTRY.refusals, Unauthenticated: _bare},
    )
    with serving(vendors=(deviant,), strict=False) as server:
        shop = open_shop(server, "nextry")
        report, printed = run(
            tmp_path, [shop], "--phases", "coverage,stateful", "--max-examples", "20", "--no-shrink"
        )
        shop.http.close()
    found = {failure["code"] for failure in report["failures"]}
    assert {"ST108", "ST107", "ST301"} == found, printed
