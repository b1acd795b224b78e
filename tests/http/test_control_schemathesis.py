"""`schemathesis run` against the control API finds nothing, and it would find what there was to find.

Every path leads to a workspace with one of everything, so that its orders are really carried out.
What throws things away has a run of its own, as it leaves nothing to give orders to.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dressform.http import control_workspaces
from dressform.http.server import Server
from tests.support.faults import plan_for_good
from tests.support.refusals import WORN, furnish
from tests.support.serving import Shop, open_shop, serving
from tests.support.snapshots import take

Json = dict[str, Any]

THROWING_AWAY = ("reset", "close_workspace", "clear_faults", "remove_fault", "delete_snapshot")
CONFIG = Path(__file__).parents[1] / "support" / "schemathesis_control.toml"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of its own, since all clocks are moved."""
    with serving() as server:
        yield server


def run(folder: Path, shop: Shop, *arguments: str) -> tuple[Json, str]:
    """The report of a run with every check, and what it printed."""
    places = {
        "vendor": "uwear",
        "id": shop.facts["id"],
        "job": "1",
        "fault": "1",
        "delivery": shop.control("GET", "deliveries")["items"][0]["id"],
        "snapshot": take(shop),
    }
    pinned = "".join(f'"path.{name}" = "{value}"\n' for name, value in places.items())
    config = folder / "schemathesis.toml"
    config.write_text(f"{CONFIG.read_text()}\n[parameters]\n{pinned}")
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(config)),
        *("run", f"{shop.server.origin}/_mock/openapi.json", "--checks", "all", "--no-color"),
        *("--seed", "1", "--generation-database", "none"),
        *("--suppress-health-check", "filter_too_much"),  # nothing to draw where all is pinned
        *("--report", "json", "--report-json-path", "report.json", *arguments),
    ]
    done = subprocess.run(
        command, cwd=folder, env=os.environ, capture_output=True, text=True, timeout=300
    )
    report = folder / "report.json"
    assert report.exists(), done.stdout + done.stderr
    return json.loads(report.read_text()), done.stdout


def _furnished(server: Server) -> Shop:
    """A workspace with one of everything that the control API knows."""
    shop = open_shop(server, credits=10**6, clock={"mode": "manual"})
    shop.json("POST", "/generation", json=WORN | {"webhook_url": "http://127.0.0.1:9/hook"})
    shop.advance(to="idle")
    furnish(shop)
    plan_for_good(shop, "stuck", operation="create_generation")
    return shop


def test_every_check_in_every_phase_finds_nothing(server: Server, tmp_path: Path) -> None:
    shop = _furnished(server)
    with shop.http:
        without = [a for name in THROWING_AWAY for a in ("--exclude-operation-id", name)]
        report, printed = run(tmp_path, shop, "--max-examples", "15", *without)
    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0), printed
    assert report["operations"]["tested"] == len(server.control.routes) - len(THROWING_AWAY)
    rates = report["valid_rates"].items()
    never = {label for label, phases in rates if not any(r["accepted"] for r in phases.values())}
    # A job ends but once, and Uwear has no session tokens.
    assert all("/jobs/{job}/" in label or "/token" in label for label in never)


def test_throwing_things_away_finds_nothing_either(server: Server, tmp_path: Path) -> None:
    shop = _furnished(server)
    with shop.http:
        only = [a for name in THROWING_AWAY for a in ("--include-operation-id", name)]
        report, printed = run(tmp_path, shop, "--max-examples", "15", *only)
    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0), printed
    assert report["operations"]["tested"] == len(THROWING_AWAY)


def test_an_answer_that_is_not_as_documented_is_found(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = _furnished(server)
    monkeypatch.setattr(control_workspaces, "ledger_row", lambda entry: {"at": entry.at})
    with shop.http:
        only = ("--include-operation-id", "get_ledger", "--phases", "coverage")
        report, printed = run(tmp_path, shop, *only)
    assert "ST108" in {failure["code"] for failure in report["failures"]}, printed
