"""A marker says how a test's workspaces are opened, an option where randomness begins."""

import inspect
from pathlib import Path

import pytest

import dressform
from tests.plugin.installation import Project
from tests.plugin.shop import CLIENT

_MARKED = f"""\
{CLIENT}
from datetime import UTC, datetime

pytestmark = pytest.mark.dressform(credits=7, clock="manual")
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_the_module_says(mock_uwear):
    assert (mock_uwear.credits, mock_uwear.clock.mode) == (7, "manual")


@pytest.mark.dressform(credits=8)
class TestNearer:
    def test_the_class_says(self, mock_uwear):
        assert (mock_uwear.credits, mock_uwear.clock.mode) == (8, "manual")

    @pytest.mark.dressform(credits=9, rate_limit=2, seed=4, now=NOW, webhook_url="http://[::1]/")
    def test_the_test_says(self, mock_uwear):
        assert (mock_uwear.credits, mock_uwear.now) == (9, NOW)
        facts = mock_uwear.facts
        assert (facts.rate_limit, facts.seed, facts.webhook_url) == (2, 4, "http://[::1]/")


def test_a_clock_for_all_would_be_felt_by_no_later_test(mock_server):
    mock_server.set_clock("real")


@pytest.mark.dressform(clock="auto")
def test_as_here(mock_uwear):
    assert mock_uwear.clock.mode == "auto"
"""

_WRONG = """\
import pytest


@pytest.mark.dressform(credit=3)
def test_unknown(mock_uwear): ...


@pytest.mark.dressform("auto")
def test_without_a_name(mock_uwear): ...


@pytest.mark.dressform(credits=-1)
def test_too_few(mock_uwear): ...


@pytest.mark.dressform(clock="later")
def test_no_clock(mock_uwear): ...
"""

_SEEDED = """\
def test_the_seed(mock_uwear, mock_server):
    print("seeds:", mock_uwear.facts.seed, mock_server.uwear.workspace().facts.seed)
"""


def test_the_closest_marker_wins_and_leaves_the_rest_to_the_others(project: Project) -> None:
    project.write(test_marked=_MARKED)
    project.pytest("--strict-markers").expect(passed=5)


def test_the_clock_is_automatic_whatever_another_test_set_for_all(project: Project) -> None:
    project.write(
        test_clocks=(
            "def test_sets(mock_server):\n    mock_server.set_clock('real')\n\n"
            "def test_later(mock_uwear):\n    assert mock_uwear.clock.mode == 'auto'\n"
        )
    )
    project.pytest().expect(passed=2)


def test_a_wrong_marker_says_what_there_is(project: Project) -> None:
    project.write(test_wrong=_WRONG)
    output = project.pytest().expect(error=4).output
    there = "it takes, by name: credits, plan, rate_limit, daily_limit, webhook_url"
    assert f"@pytest.mark.dressform takes no credit; {there}" in output
    assert f"@pytest.mark.dressform takes no 'auto'; {there}" in output
    assert "@pytest.mark.dressform: Invalid body: credits: -1 is less than the minimum" in output
    assert "@pytest.mark.dressform: 'later' is not real, manual, auto, or a rate" in output
    assert "Traceback" not in output
    assert "During handling" not in output
    assert "direct cause" not in output


def test_the_marker_is_documented_with_every_argument(pytestconfig: pytest.Config) -> None:
    (line,) = (x for x in pytestconfig.getini("markers") if x.startswith("dressform("))
    documented = line.partition("(")[2].partition(")")[0].split(", ")
    assert documented == [
        "*",
        *list(inspect.signature(dressform.MockVendor.workspace).parameters)[1:],
    ]


@pytest.mark.parametrize(
    ("configuration", "arguments", "seed"),
    [
        ("", "", 0),
        ("[pytest]\ndressform_seed = 5", "", 5),
        ("[pytest]\ndressform_seed = 5", "--dressform-seed 8", 8),
        ("[pytest]\ndressform_seed = 5", "--dressform-seed 0", 0),
        ("[pytest]\ndressform_seed = 5", "--dressform-seed 8 -n 1", 8),
    ],
)
def test_the_seed_of_the_session_is_that_of_every_workspace(
    project: Project, configuration: str, arguments: str, seed: int
) -> None:
    project.write(test_seeded=_SEEDED)
    (project.folder / "pytest.ini").write_text(configuration)
    output = project.pytest("-rP", *arguments.split()).expect(passed=1).output
    assert f"seeds: {seed} {seed}" in output


def test_the_seed_may_be_an_integer_of_toml(project: Project) -> None:
    project.write(test_seeded=_SEEDED)
    (project.folder / "pytest.toml").write_text("[pytest]\ndressform_seed = 5\n")
    assert "seeds: 5 5" in project.pytest("-rP").expect(passed=1).output


@pytest.mark.parametrize(
    ("file", "arguments", "told"),
    [
        ("pytest.ini", "", "ERROR: dressform_seed is an integer: "),
        (
            "other.ini",
            "--dressform-seed dawn",
            "argument --dressform-seed: invalid int value: 'dawn'",
        ),
    ],
)
def test_what_is_no_seed_is_refused_before_anything_runs(
    project: Project, file: str, arguments: str, told: str
) -> None:
    project.write(test_seeded=_SEEDED)
    Path(project.folder, file).write_text("[pytest]\ndressform_seed = dawn")
    run = project.pytest(*arguments.split())
    assert (run.code, told in run.output) == (4, True), run.output
