"""Deviations of a target that are known and put up with, each for a reason and until a date.

[[accept]]
check = "uwear.billing.failed_is_refunded"     # an id, or a glob
reason = "support ticket 4711"
expires = 2026-12-31                           # the last day on which it holds
"""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from dressform.checks.errors import Unusable
from dressform.checks.verdicts import Outcome, Report, Verdict

_MISMATCHES: Final = (Verdict.BROKEN, Verdict.DRIFT)
_KINDS: Final[dict[str, tuple[type, str]]] = {
    "check": (str, "a text"),
    "reason": (str, "a text"),
    "expires": (date, "a date such as 2026-12-31, without quotes"),
}


@dataclass(frozen=True)
class Entry:
    """One accepted deviation: of the checks whose ids match `check`, through the day `expires`."""

    check: str
    reason: str
    expires: date

    def names(self, check: str) -> bool:
        """Whether it is about the check with that id."""
        return fnmatchcase(check, self.check)

    def stale(self, report: Report, today: date, known: Collection[str]) -> str:
        """Why it does not belong into the file any more, empty if it does.

        A glob over several vendors is judged for each of them. Where a check is inconclusive,
        nobody can say.
        """
        if not self._concerns(report.vendor, known):
            return ""
        if today > self.expires:
            return f"{self.check}: expired on {self.expires}"
        if not any(map(self.names, known)):
            return f"{self.check}: there is no such check"
        found = {o.verdict for o in report.outcomes if self.names(o.check)}
        undecided = found & {*_MISMATCHES, Verdict.INCONCLUSIVE}
        kept = Verdict.PASS in found and not undecided
        return f"{self.check}: no longer deviates" if kept else ""

    def _concerns(self, vendor: str, known: Collection[str]) -> bool:
        """Whether it names checks of that vendor, or none of any other vendor that there is."""
        named = {_vendor(check) for check in known if self.names(check)}
        if named:
            return vendor in named
        return _vendor(self.check) not in {_vendor(check) for check in known} - {vendor}


@dataclass(frozen=True)
class Accepted:
    """The accepted deviations of one target."""

    entries: tuple[Entry, ...] = ()

    def marked(self, outcome: Outcome, today: date) -> Outcome:
        """The outcome, with the reason and the last day if it is a mismatch that is put up with."""
        if outcome.verdict not in _MISMATCHES:
            return outcome
        for entry in self.entries:
            if today <= entry.expires and entry.names(outcome.check):
                return replace(outcome, accepted=f"{entry.reason} (until {entry.expires})")
        return outcome

    def applied(self, report: Report, today: date, known_ids: Iterable[str]) -> Report:
        """The report with its accepted mismatches marked, and with a line for each stale entry.

        `known_ids` are those of all checks of all vendors, whether or not they ran.
        """
        known = frozenset(known_ids)
        lines = [entry.stale(report, today, known) for entry in self.entries]
        return replace(
            report,
            outcomes=[self.marked(outcome, today) for outcome in report.outcomes],
            stale=[*report.stale, *filter(None, lines)],
        )


def read(path: Path) -> Accepted:
    """Read the file, or raise `Unusable` with what is wrong with it, in one line."""
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise Unusable(f"cannot read {str(path)!r}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{str(path)!r} is no TOML: {error}") from None
    tables = document.pop("accept", [])
    if document:
        raise Unusable(f"{str(path)!r}: {_names(document)} is unknown, only [[accept]] is not")
    if not isinstance(tables, list):
        raise Unusable(f"{str(path)!r}: accept is written as [[accept]]")
    entries: list[Entry] = []
    for number, table in enumerate(tables, 1):
        try:
            entries.append(_entry(table, entries))
        except ValueError as error:
            raise Unusable(f"{str(path)!r}, entry {number}: {error}") from None
    return Accepted(tuple(entries))


def _entry(table: Any, others: Iterable[Entry]) -> Entry:
    if not isinstance(table, dict):
        raise ValueError("is no table")  # noqa: TRY004 - what is wrong with a file is a value
    if unknown := table.keys() - _KINDS.keys():
        raise ValueError(f"{_names(unknown)} is unknown, {_names(_KINDS)} are not")
    for name, (kind, described) in _KINDS.items():
        value = table.get(name)
        if value is None or value == "":
            raise ValueError(f"{name} is missing")
        if type(value) is not kind:  # a date and time is a date, too
            raise ValueError(f"{name} is not {described}")
    entry = Entry(table["check"].strip(), " ".join(table["reason"].split()), table["expires"])
    if not entry.check or not entry.reason:
        raise ValueError("check or reason is blank")
    if entry.check in {other.check for other in others}:
        raise ValueError(f"{entry.check!r} is accepted twice")
    return entry


def _names(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names))


def _vendor(check: str) -> str:
    return check.partition(".")[0]
