"""A deviation is put up with for a reason and until a date, and an entry that has had its day fails."""

from datetime import date
from pathlib import Path

import pytest

from dressform.checks.accepted import Accepted, Entry, read
from dressform.checks.errors import Unusable
from dressform.checks.verdicts import Outcome, Verdict
from tests.checks.reports_data import BROKEN, DRIFT, outcome, report

TODAY = date(2026, 6, 1)
KNOWN = [BROKEN.check, DRIFT.check, "uwear.billing.once", "cutx.billing.once"]
ENTRY = """
[[accept]]
check = "uwear.billing.failed_is_refunded"
reason = "support ticket 4711"
expires = 2026-12-31
"""


def entry(check: str, expires: date = TODAY) -> Accepted:
    """One accepted deviation."""
    return Accepted((Entry(check, "a ticket", expires),))


def written(tmp_path: Path, text: str | bytes) -> Path:
    """A file with that text."""
    file = tmp_path / "accepted.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def stale(accepted: Accepted, *outcomes: Outcome, vendor: str = "uwear") -> list[str]:
    """The stale entries of a run with these outcomes."""
    return accepted.applied(report(*outcomes, vendor=vendor), TODAY, KNOWN).stale


def test_file_is_read(tmp_path: Path) -> None:
    assert Accepted(
        (
            Entry(BROKEN.check, "support ticket 4711", date(2026, 12, 31)),
            Entry("uwear.time.*", "two lines", date(2027, 1, 1)),
        )
    ) == read(
        written(
            tmp_path,
            f'{ENTRY}[[accept]]\ncheck = " uwear.time.* "\nreason = "two\\n lines"\n'
            "expires = 2027-01-01",
        )
    )


def test_empty_file_accepts_nothing(tmp_path: Path) -> None:
    assert Accepted() == read(written(tmp_path, ""))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("accept = [", " is no TOML: Invalid value (at end of document)"),
        ("a\n\n= 1", " is no TOML: "),
        (b"\xff\xfe", " is no TOML: 'utf-8' codec can't decode"),
        ("x = " + "[" * 5000, " is no TOML: "),
        ("x = " + "1" * 5000, " is no TOML: "),
        (ENTRY.replace("2026-12-31", "2026-13-31"), " is no TOML: "),
        ("[acept]", ": 'acept' is unknown, only [[accept]] is not"),
        ("accept = 1", ": accept is written as [[accept]]"),
        ("[accept]", ": accept is written as [[accept]]"),
        ("accept = [1]", ", entry 1: is no table"),
        (
            ENTRY + "until = 1",
            ", entry 1: 'until' is unknown, 'check', 'expires', 'reason' are not",
        ),
        (ENTRY.replace("check", "#"), ", entry 1: check is missing"),
        (ENTRY.replace("reason", "#"), ", entry 1: reason is missing"),
        (ENTRY.replace("expires", "#"), ", entry 1: expires is missing"),
        (ENTRY.replace('"support ticket 4711"', '""'), ", entry 1: reason is missing"),
        (ENTRY.replace('"support ticket 4711"', '" "'), ", entry 1: check or reason is blank"),
        (ENTRY.replace('"support ticket 4711"', "4711"), ", entry 1: reason is not a text"),
        (ENTRY.replace('"support ticket 4711"', "false"), ", entry 1: reason is not a text"),
        (
            ENTRY.replace("2026-12-31", '"2026-12-31"'),
            ", entry 1: expires is not a date such as 2026-12-31, without quotes",
        ),
        (
            ENTRY.replace("2026-12-31", "2026-12-31T00:00:00Z"),
            ", entry 1: expires is not a date such as 2026-12-31, without quotes",
        ),
        (ENTRY * 2, f", entry 2: {BROKEN.check!r} is accepted twice"),
    ],
)
def test_malformed_file_is_refused_in_one_line_that_names_it(
    text: str | bytes, line: str, tmp_path: Path
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(Unusable) as caught:
        read(file)

    assert str(caught.value).startswith(f"{str(file)!r}{line}")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("name", "why"), [("none.toml", "No such file or directory"), (".", "Is a directory")]
)
def test_file_that_cannot_be_read_is_told_in_one_line(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(tmp_path / name)

    assert f"cannot read {str(tmp_path / name)!r}: {why}" == str(caught.value)


@pytest.mark.parametrize("mismatch", [BROKEN, DRIFT])
@pytest.mark.parametrize("check", ["{}", "uwear.*", "*"])
def test_mismatch_that_an_entry_names_is_accepted(check: str, mismatch: Outcome) -> None:
    accepted = entry(check.format(mismatch.check))
    told = accepted.applied(report(mismatch), TODAY, KNOWN)

    assert ["a ticket (until 2026-06-01)"] == [o.accepted for o in told.outcomes]
    assert (0, []) == (told.exit_status, told.stale)


def test_report_that_was_given_stays_as_it_was() -> None:
    original = report(BROKEN)
    entry("*").applied(original, TODAY, KNOWN)

    assert report(BROKEN) == original


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.SKIPPED])
def test_only_mismatches_are_accepted(verdict: Verdict) -> None:
    told = entry("*").applied(report(outcome("uwear.billing.once", verdict)), TODAY, KNOWN)

    assert "" == told.outcomes[0].accepted


def test_other_mismatches_are_not_accepted() -> None:
    told = entry(DRIFT.check).applied(report(BROKEN, DRIFT), TODAY, KNOWN)

    assert ["", "a ticket (until 2026-06-01)"] == [o.accepted for o in told.outcomes]
    assert 1 == told.exit_status


def test_first_of_two_entries_that_match_gives_its_reason() -> None:
    both = Accepted(
        (
            Entry("uwear.*", "long ago", date(2025, 1, 1)),
            Entry("uwear.b*", "first", TODAY),
            Entry("*", "second", TODAY),
        )
    )

    assert "first (until 2026-06-01)" == both.marked(BROKEN, TODAY).accepted


def test_entry_past_its_date_accepts_nothing_and_is_stale() -> None:
    told = entry(BROKEN.check, date(2026, 5, 31)).applied(report(BROKEN), TODAY, KNOWN)

    assert "" == told.outcomes[0].accepted
    assert [f"{BROKEN.check}: expired on 2026-05-31"] == told.stale


def test_entry_whose_check_passes_is_stale_and_fails_the_run() -> None:
    told = entry(BROKEN.check).applied(report(outcome(BROKEN.check)), TODAY, KNOWN)

    assert [f"{BROKEN.check}: no longer deviates"] == told.stale
    assert 1 == told.exit_status


def test_entry_that_names_no_check_is_stale() -> None:
    assert ["uwear.b?: there is no such check"] == stale(entry("uwear.b?"), BROKEN)
    assert ["uwaer.time: there is no such check"] == stale(entry("uwaer.time"), BROKEN)


@pytest.mark.parametrize("verdict", [Verdict.INCONCLUSIVE, Verdict.SKIPPED])
def test_entry_whose_checks_could_not_be_tried_is_not_stale(verdict: Verdict) -> None:
    assert [] == stale(entry(BROKEN.check), outcome(BROKEN.check, verdict))


def test_entry_whose_check_was_not_asked_for_is_not_stale() -> None:
    assert [] == stale(entry(BROKEN.check), DRIFT)


def test_glob_is_stale_only_once_nothing_of_it_deviates_or_is_open() -> None:
    passed = outcome("uwear.billing.once")
    glob = entry("uwear.billing.*")

    assert [] == stale(glob, passed, BROKEN)
    assert [] == stale(glob, passed, outcome(BROKEN.check, Verdict.INCONCLUSIVE))
    assert 1 == len(stale(glob, passed, outcome(BROKEN.check, Verdict.SKIPPED)))


@pytest.mark.parametrize("check", ["uwear.billing.once", "uwear.bilinlg", "uwear.time.*"])
def test_entry_about_another_vendor_is_left_to_its_report(check: str) -> None:
    assert [] == stale(entry(check, date(2020, 1, 1)), vendor="cutx")
    assert 1 == len(stale(entry(check, date(2020, 1, 1)), vendor="uwear"))


def test_stale_entries_are_added_to_those_there_are() -> None:
    told = entry("uwear.none").applied(report(stale=["old"]), TODAY, KNOWN)

    assert ["old", "uwear.none: there is no such check"] == told.stale
