"""A run against a second process finds out what the embedded run does."""

import json
import re
from pathlib import Path

import pytest

from dressform.checks.embedded import run
from dressform.checks.verdicts import Report
from tests.checks.command_line import checking
from tests.support.process import run_dressform, serve_dressform

CHECKS = (
    "uwear.generations.*",
    "uwear.refusals.*",
    "uwear.credentials.list_*",
    "uwear.webhooks.*",
    "uwear.shapes.list_*",
    "uwear.properties.list_cameras*",
)


def found(report: Report) -> list[tuple[str, str, str, int, int]]:
    """What became of each check, but for the port and the day."""
    return [
        (o.check, str(o.verdict), re.sub(r":\d{4,5}", "", o.reason), o.calls, o.spent)
        for o in report.outcomes
    ]


@pytest.mark.parametrize("seed", [0, 7])
def test_a_second_process_gives_the_verdicts_of_the_embedded_run(seed: int) -> None:
    embedded = run("uwear", checks=CHECKS, seed=seed)
    with serve_dressform("--quiet", "--seed", "99") as served:
        elsewhere = run("uwear", f"{served.origin}/uwear", checks=CHECKS, seed=seed)
    assert found(embedded) == found(elsewhere)
    assert (embedded.spent, embedded.calls) == (elsewhere.spent, elsewhere.calls)
    assert embedded.simulator
    assert elsewhere.simulator
    assert len(embedded.outcomes) > 40


def test_a_run_of_its_own_tells_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    ended = checking(capsys, "uwear", "--check", "*.a_generation_is_made", "-v")
    assert (0, "") == (ended.status, ended.err)
    assert "PASS  uwear.generations.a_generation_is_made" in ended.out
    assert "1 pass" in ended.out


def test_several_vendors_are_checked_one_after_the_other_and_summed_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = checking(capsys, "--check", "*.credentials.list_*_refuses_nobody")
    assert (0, "") == (ended.status, ended.err)
    heads = re.findall(r"^(\w+)  http://127\.0\.0\.1:\d+/", ended.out, re.MULTILINE)
    assert len(heads) > 1
    assert sorted(heads) == heads
    assert ended.out.rstrip().rpartition("\n")[2].startswith("every promise is kept: ")


def test_a_pattern_of_one_vendor_leaves_the_others_out(capsys: pytest.CaptureFixture[str]) -> None:
    ended = checking(capsys, "--check", "uwear.credentials.list_cameras_refuses_nobody")
    assert (0, ["uwear"]) == (ended.status, re.findall(r"^(\w+)  http://", ended.out, re.MULTILINE))


def test_the_plan_names_calls_and_costs_and_sends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    planned = ("uwear", "--plan", "--check", "*.a_generation_is_made")
    ended = checking(capsys, *planned, "--url", "https://api.uwear.invalid", "--budget", "0")
    assert (0, "") == (ended.status, ended.err)
    assert "https://api.uwear.invalid" in ended.out
    assert "1      POST /uwear/generation" in ended.out
    assert "1  credits at the most" in ended.out
    assert "A budget of 0 may not be enough" in ended.out


def test_a_plan_is_told_as_json_and_as_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    planned = ("uwear", "--plan", "--check", "*.a_generation_is_made", "--report")
    assert 0 == checking(capsys, *planned, f"json={tmp_path / 'plan.json'}").status
    assert 1 == json.loads((tmp_path / "plan.json").read_text())["worst"]
    refused = checking(capsys, *planned, f"html={tmp_path / 'plan.html'}")
    assert (2, "dressform: --report: a plan is told as json, not as html\n") == (
        refused.status,
        refused.err,
    )
    assert not (tmp_path / "plan.html").exists()


def test_the_plan_of_a_real_target_says_what_it_cannot_show(
    capsys: pytest.CaptureFixture[str],
) -> None:
    planned = ("uwear", "--plan", "--check", "uwear.tenants.*", "--url", "https://x.invalid")
    without = checking(capsys, *planned).out
    assert "needs the key of a second account" in without or "needs accounts to open" in without
    stranger = checking(capsys, *planned, "--stranger-key", "a-stranger-s-key").out
    assert "a-stranger" not in stranger
    assert "needs the key of a second account" not in stranger


def test_the_list_names_every_check_with_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    ended = checking(capsys, "uwear", "--list", "--check", "*.a_garment_is_stored")
    assert (0, "") == (ended.status, ended.err)
    head, promise = ended.out.splitlines()
    assert "uwear.generations.a_garment_is_stored  [documented, lean]" == head
    assert promise.startswith("    ")
    assert 100 < checking(capsys, "uwear", "--list", "--full").out.count("\n")


def test_in_a_process_of_its_own_nothing_else_is_said() -> None:
    done = run_dressform("check", "uwear", "--check", "*.a_garment_is_stored")
    assert (0, "") == (done.returncode, done.stderr)
    assert "1 pass" in done.stdout
