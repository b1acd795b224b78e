"""At a terminal a run is told as it goes, and summed up so that a person can act on it."""

from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper

import click
import pytest

from dressform.checks.redaction import Secrets
from dressform.checks.reports.summary import summary, totals
from dressform.checks.reports.terminal import Progress
from dressform.checks.verdicts import Outcome, Verdict
from tests.checks.reports_data import (
    ACCEPTED,
    BROKEN,
    DRIFT,
    HOSTILE,
    PASSED,
    SKIPPED,
    filled,
    one_of_each,
    outcome,
    report,
)

SECRET = 'sk-<live>&"key'


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def told(stream: StringIO, *outcomes: Outcome, verbose: bool = False) -> str:
    """What is written while these checks end."""
    progress = Progress(stream, Secrets(), verbose=verbose)
    progress.begin("uwear", len(outcomes), "https://api.uwear.test", 20)
    for each in outcomes:
        progress.running(each.check)
        progress.outcome(each)
    return stream.getvalue()


def text(*lines: str) -> str:
    """The lines without their colours."""
    return click.unstyle("\n".join(lines))


def test_log_has_mismatches_only() -> None:
    assert (
        "BROKEN  uwear.billing.failed_is_refunded  1 call, 1 credit: balance is 99\n"
        "DRIFT  uwear.time.progress_is_monotone  1 call, 1 credit: progress went from 40 to 20\n"
    ) == told(StringIO(), PASSED, BROKEN, DRIFT, SKIPPED, ACCEPTED)


def test_verbose_log_has_every_check() -> None:
    lines = told(StringIO(), PASSED, SKIPPED, ACCEPTED, verbose=True).splitlines()

    assert [
        "PASS  uwear.shapes.credits  1 call, 1 credit",
        "SKIPPED  uwear.time.urls_expire: no /_mock there",
        "ACCEPTED  uwear.shapes.health  1 call, 1 credit: ticket 4711 (until 2026-12-31)",
    ] == lines


def test_terminal_has_one_line_that_lives() -> None:
    drawn = told(Terminal(), PASSED, PASSED).split("\r\x1b[K")

    assert [
        "",
        "uwear  0/2  0 of 20 credits  https://api.uwear.test",
        "uwear  0/2  0 of 20 credits  uwear.shapes.credits",
        "uwear  1/2  1 of 20 credits  uwear.shapes.credits",
        "uwear  1/2  1 of 20 credits  uwear.shapes.credits",
        "uwear  2/2  2 of 20 credits  uwear.shapes.credits",
    ] == drawn


def test_live_line_is_cleared_before_anything_that_stays() -> None:
    stream = Terminal()
    progress = Progress(stream, Secrets())
    progress.begin("uwear", 1, "https://api.uwear.test")
    progress.end(report(PASSED))
    last = stream.getvalue().rpartition("\r\x1b[K")[2]

    assert "0/1" not in last
    assert "1 pass" in last


def test_live_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = told(Terminal(), outcome("uwear." + "x" * 100)).split("\r\x1b[K")

    assert 29 == max(map(len, lines))


def test_next_vendor_starts_at_nothing() -> None:
    stream = Terminal()
    told(stream, PASSED)
    progress = Progress(stream, Secrets())
    progress.begin("uwear", 1, "")
    progress.outcome(PASSED)
    progress.begin("cutx", 3, "https://cutx.test")

    assert stream.getvalue().endswith("cutx  0/3  0 credits  https://cutx.test")


def test_summary_starts_with_the_counts() -> None:
    assert (
        "uwear  https://api.uwear.test\n"
        "  1 pass, 1 broken, 1 drift, 1 inconclusive, 1 skipped, 1 accepted\n"
        "  87 calls, 5 downloads, 12 of 20 credits spent, seed 7"
    ) == text(*summary(one_of_each())[:3])


def test_summary_leaves_out_what_did_not_occur() -> None:
    assert ["  0 pass", "  0 calls, 0 downloads, 0 credits spent, seed 7"] == summary(
        report(spent=0, calls=0, downloads=0, budget=None)
    )[1:]


def test_broken_promise_is_told_with_everything_needed_to_see_it() -> None:
    assert (
        "BROKEN  uwear.billing.failed_is_refunded\n"
        "  promise     The promise of uwear.billing.failed_is_refunded.\n"
        "  documented  docs.uwear.test, Billing\n"
        "  found       balance is 99\n"
        "              100 was expected\n"
        "  request     curl -sS -X GET https://api.uwear.test/credits"
    ) == text(*summary(report(BROKEN))[4:])


def test_drift_is_told_with_its_evidence_and_request() -> None:
    assert (
        "DRIFT  uwear.time.progress_is_monotone  (observed)\n"
        "  progress went from 40 to 20\n"
        "  curl -sS -X GET https://api.uwear.test/generations/gen_1"
    ) == text(*summary(report(DRIFT))[4:])


@pytest.mark.parametrize("verdict", [Verdict.INCONCLUSIVE, Verdict.SKIPPED])
def test_checks_with_the_same_reason_stand_together(verdict: Verdict) -> None:
    outcomes = [
        outcome(f"uwear.{name}", verdict, reason=reason)
        for name, reason in {"a": "no /_mock", "b": "too dear", "c": "no /_mock"}.items()
    ]

    assert (
        f"{verdict.upper()}  2 x no /_mock\n  uwear.a, uwear.c\n\n"
        f"{verdict.upper()}  1 x too dear\n  uwear.b"
    ) == text(*summary(report(*outcomes))[4:])


def test_summary_tells_what_was_accepted_went_stale_stayed_behind_or_stopped_it() -> None:
    told = report(ACCEPTED, stale=["uwear.x: expired"], left_behind=["job gen_1"], stopped="dear")

    assert (
        "ACCEPTED\n  uwear.shapes.health (broken): ticket 4711 (until 2026-12-31)\n\n"
        "STALE\n  uwear.x: expired\n\n"
        "LEFT BEHIND\n  job gen_1\n\n"
        "STOPPED\n  dear"
    ) == text(*summary(told)[4:])


@pytest.mark.parametrize(
    ("end", "outcomes"),
    [
        ("every promise is kept: 1 pass", [PASSED]),
        ("failed: 0 pass, 1 broken", [BROKEN]),
        ("inconclusive: 0 pass, 1 inconclusive", [outcome("a", Verdict.INCONCLUSIVE)]),
    ],
)
def test_totals_say_how_the_run_ended(end: str, outcomes: list[Outcome]) -> None:
    assert f"{end}; 174 calls, 24 credits spent" == totals([report(*outcomes), report()])


def test_nothing_reaches_a_terminal_that_it_would_obey() -> None:
    stream = StringIO()
    progress = Progress(stream, Secrets(), verbose=True)
    told = filled(HOSTILE)
    progress.begin(HOSTILE, 1, HOSTILE)
    for each in told.outcomes:
        progress.outcome(each)
    progress.end(told)

    assert set() == {c for c in stream.getvalue() if not c.isprintable()} - {"\n"}


@pytest.mark.parametrize("stream", [StringIO(), Terminal()])
def test_no_secret_reaches_a_terminal(stream: StringIO) -> None:
    secrets = Secrets()
    secrets.add(SECRET)
    progress = Progress(stream, secrets, verbose=True)
    told = filled(f"a {SECRET} b")
    progress.begin("uwear", 1, f"https://{SECRET}@uwear.test")
    for each in told.outcomes:
        progress.running(each.check)
        progress.outcome(each)
    progress.end(told)

    assert "[redacted]" in stream.getvalue()
    assert "sk-" not in stream.getvalue()


def test_terminal_of_another_encoding_gets_what_it_can_show() -> None:
    stream = TextIOWrapper(BytesIO(), encoding="cp1252")
    Progress(stream, Secrets()).outcome(replace(BROKEN, reason="größer → 1"))
    stream.flush()

    assert stream.buffer.getvalue().endswith("größer \\u2192 1\n".encode("cp1252"))
