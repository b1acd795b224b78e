"""What is made once serves many checks; free ones go first, and those that judge the run last."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dressform.checks import Exchange, NotTried, Undecided, Unusable, check, promised
from dressform.checks.suite import Suite
from dressform.http.server import Server
from tests.checks.suites import judged, reached, reasons, suite_of, verdicts


def doing(name: str, *uses: str, ends: BaseException | None = None, **settings: Any) -> Any:
    """A check of that name that uses those, and ends so."""
    names = ", ".join(uses)
    scope: dict[str, Any] = {"DONE": DONE, "ends": ends}
    source = f"def {name}({names}):\n    'It is so.'\n    DONE.append('{name}')\n"
    exec(f"{source}    if ends: raise ends\n    return '{name}', {names or None}", scope)
    return check("s", **settings)(scope[name])


DONE: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_is_done() -> None:
    DONE.clear()


def names(suite: Suite, *patterns: str, lean: bool = False) -> list[str]:
    return [each.name for each in suite.ordered(suite.chosen(patterns, lean=lean))]


def test_a_result_is_made_once_and_serves_every_check_that_asks_for_it(server: Server) -> None:
    got: list[Any] = []

    @check("s")
    def tells(made: Any, worn: Any) -> None:
        """It has what the others have made."""
        got.extend([made, worn])

    report = judged(server, tells, doing("worn", "made"), doing("made"))
    assert ["made", "worn"] == DONE
    assert [("made", None), ("worn", ("made", None))] == got
    assert 3 == len(report.outcomes)


@pytest.mark.parametrize(
    ("end", "verdict", "reason"),
    [
        (Undecided("silence"), "inconclusive", "needs uwear.trial.made, which is inconclusive: "),
        (ValueError("oh"), "inconclusive", "needs uwear.trial.made, which is inconclusive: "),
        (NotTried("no tunnel"), "skipped", "no tunnel"),
    ],
)
def test_without_a_result_nobody_can_say_more_than_of_the_result(
    server: Server, end: BaseException, verdict: str, reason: str
) -> None:
    report = judged(server, doing("made", ends=end), doing("worn", "made"), doing("sold", "worn"))
    assert [verdict] * 3 == [str(outcome.verdict) for outcome in report.outcomes]
    assert reasons(report)["worn"].startswith(reason)
    assert ["made"] == DONE


def test_a_result_that_is_broken_leaves_inconclusive_what_needs_it(server: Server) -> None:
    @check("s")
    def made() -> None:
        """It is made."""
        promised(kept=False, otherwise="it is not")

    report = judged(server, made, doing("worn", "made"))
    assert {"made": "broken", "worn": "inconclusive"} == verdicts(report)
    assert "needs uwear.trial.made, which is broken: it is not" == reasons(report)["worn"]


def test_free_checks_go_first_and_cheaper_ones_before_dearer_ones() -> None:
    suite = suite_of(
        doing("dear", cost=9), doing("uses_dear", "dear"), doing("cheap", cost=1), doing("free")
    )
    assert ["free", "cheap", "dear", "uses_dear"] == names(suite)


def test_whatever_it_costs_a_check_comes_after_what_it_uses() -> None:
    suite = suite_of(doing("c", "b"), doing("b", "a", cost=3), doing("a", cost=5))
    assert ["a", "b", "c"] == names(suite)


def test_what_judges_the_whole_run_comes_last_and_sees_all_of_it(server: Server) -> None:
    seen: list[int] = []

    @check("s", cost=3)
    def asks(api: Any) -> None:
        """It asks."""
        api.call("list_cameras")

    @check("s")
    def judges(exchanges: list[Exchange]) -> None:
        """It judges."""
        seen.append(len(exchanges))

    run = reached(server, judges, asks)
    checks = dict(run.suite.checks)
    checks["uwear.trial.judges"] = replace(checks["uwear.trial.judges"], last=True)
    run.suite = replace(run.suite, checks=checks)
    assert ["asks", "judges"] == list(verdicts(run.all(checks.values())))
    assert [1] == seen


def test_what_there_would_be_nothing_to_judge_without_is_run_as_well() -> None:
    suite = suite_of(doing("judges"), doing("asks"))
    judging = replace(suite.checks["uwear.trial.judges"], follows=("uwear.trial.asks",))
    suite = replace(suite, checks=dict(suite.checks) | {judging.id: judging})
    assert ["asks", "judges"] == names(suite, "*.judges")


def test_a_lean_run_leaves_out_what_is_not_worth_its_price_unless_it_is_used_or_named() -> None:
    suite = suite_of(doing("a"), doing("b", lean=False), doing("c", "d"), doing("d", lean=False))
    assert ["a", "d", "c"] == names(suite, lean=True)
    assert ["a", "b", "d", "c"] == names(suite, lean=False)
    assert ["b"] == names(suite, "uwear.trial.b", lean=True)


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["uwear.trial.a"], ["a"]),
        (["*.a?"], ["ab", "ac"]),
        (["uwear.trial.[ab]*"], ["a", "ab", "ac", "b"]),
        (["*.b", "*.a", "*.b"], ["a", "b"]),
    ],
)
def test_checks_are_chosen_by_their_ids_or_by_globs(patterns: list[str], found: list[str]) -> None:
    suite = suite_of(doing("a"), doing("ab"), doing("ac"), doing("b"))
    assert found == names(suite, *patterns)


@pytest.mark.parametrize("pattern", ["a", "UWEAR.TRIAL.A", "cutx.*", ""])
def test_a_pattern_that_fits_nothing_is_told(pattern: str) -> None:
    with pytest.raises(Unusable, match="no check "):
        suite_of(doing("a")).chosen(["*", pattern], lean=False)


def test_each_check_is_told_of_as_it_begins_and_as_it_ends(server: Server) -> None:
    told: list[str] = []
    run = reached(server, doing("a", "b"), doing("b"))
    run.running = told.append
    run.outcome = lambda outcome: told.append(f"{outcome.check} {outcome.verdict}")
    run.all(run.suite.checks.values())
    parts = [f"uwear.trial.{name}" for name in "ba"]
    assert [f"{part}{end}" for part in parts for end in ("", " pass")] == told


def refused(*functions: Callable[..., Any]) -> str:
    with pytest.raises(ValueError, match=r"uwear\.trial") as error:
        suite_of(*functions)
    return str(error.value)


def test_checks_that_use_each_other_are_refused() -> None:
    told = refused(doing("a", "b"), doing("b", "c"), doing("c", "a"))
    expected = " -> ".join(f"uwear.trial.{name}" for name in "abca")
    assert f"checks that use each other: {expected}" == told


def test_an_argument_that_is_nothing_is_refused() -> None:
    told = "uwear.trial.a asks for 'nothing', which is no resource and no check"
    assert told == refused(doing("a", "api", "nothing"))


def test_a_check_that_does_not_say_what_is_promised_is_refused() -> None:
    @check("s")
    def silent() -> None:
        pass

    assert "uwear.trial.silent does not say what is promised" == refused(silent)
