"""What a run found out, as lines for a person at a terminal."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Final

import click

from dressform.checks.reports.words import (
    ACCEPTED,
    counted,
    plain,
    plain_lines,
    spending,
    status,
    tally,
)
from dressform.checks.verdicts import Outcome, Report, Verdict, worst_status

_WIDTH: Final = 100
_COLOURS: Final = {
    Verdict.PASS: "green",
    Verdict.BROKEN: "red",
    Verdict.DRIFT: "yellow",
    Verdict.INCONCLUSIVE: "magenta",
    Verdict.SKIPPED: "cyan",
    ACCEPTED: "blue",
}
_ENDS: Final = {0: "every promise is kept", 1: "failed", 3: "inconclusive"}


def badge(outcome: Outcome) -> str:
    """What an outcome is counted as, in capitals and coloured."""
    return _coloured(status(outcome))


def brief(outcome: Outcome) -> str:
    """An outcome in one line: what it is, the check, the calls and credits it took, and why."""
    took = (
        f"  {counted(outcome.calls, 'call')}, {counted(outcome.spent, 'credit')}"
        if outcome.exchanges
        else ""
    )
    why = next(filter(None, plain_lines((outcome.accepted or outcome.reason).strip())), "")
    because = f": {why}" if why else ""
    return f"{badge(outcome)}  {plain(outcome.check)}{took}{because}"


def summary(report: Report) -> list[str]:
    """The counts of a report, and whatever a person has to know or to look into."""
    lines = [
        click.style(f"{plain(report.vendor)}  {plain(report.target)}", bold=True),
        f"  {_counts(report.outcomes)}",
        f"  {counted(report.calls, 'call')}, {counted(report.downloads, 'download')}, "
        f"{spending(report.spent, report.budget)} spent, seed {report.seed}",
    ]
    by_status = {
        name: [o for o in report.outcomes if status(o) == name] for name in tally(report.outcomes)
    }
    for outcome in by_status[Verdict.BROKEN]:
        lines += ["", *_broken(outcome)]
    for outcome in by_status[Verdict.DRIFT]:
        lines += ["", *_drift(outcome)]
    for verdict in (Verdict.INCONCLUSIVE, Verdict.SKIPPED):
        lines += _by_reason(verdict, by_status[verdict])
    accepted = [
        f"{plain(o.check)} ({o.verdict.value}): {plain(o.accepted)}" for o in by_status[ACCEPTED]
    ]
    lines += _listed(_coloured(ACCEPTED), accepted)
    lines += _listed(click.style("STALE", fg="red"), map(plain, report.stale))
    lines += _listed(click.style("LEFT BEHIND", fg="yellow"), map(plain, report.left_behind))
    lines += _listed(click.style("STOPPED", fg="magenta"), plain_lines(report.stopped))
    return lines


def totals(reports: Sequence[Report]) -> str:
    """The last line of a run: how it ended, and the counts over all vendors."""
    outcomes = [outcome for report in reports for outcome in report.outcomes]
    spent = sum(report.spent for report in reports)
    calls = sum(report.calls for report in reports)
    end = _ENDS[worst_status(reports)]
    return f"{end}: {_counts(outcomes)}; {counted(calls, 'call')}, {counted(spent, 'credit')} spent"


def _counts(outcomes: Iterable[Outcome]) -> str:
    """The statuses that occur, with how often; passes always."""
    found = tally(outcomes)
    shown = [f"{found.pop(Verdict.PASS)} pass"]
    return ", ".join(shown + [f"{count} {name}" for name, count in found.items() if count])


def _broken(outcome: Outcome) -> list[str]:
    lines = [f"{badge(outcome)}  {plain(outcome.check)}"]
    facts = {
        "promise": outcome.promise,
        outcome.evidence: outcome.source,
        "found": outcome.reason,
        "request": outcome.curl,
    }
    for name, text in facts.items():
        for number, line in enumerate(plain_lines(text)):
            lines.append(f"  {'' if number else name:11} {line}")
    return lines


def _drift(outcome: Outcome) -> list[str]:
    lines = [f"{badge(outcome)}  {plain(outcome.check)}  ({outcome.evidence})"]
    return lines + [
        f"  {line}" for text in (outcome.reason, outcome.curl) for line in plain_lines(text)
    ]


def _by_reason(verdict: Verdict, outcomes: Sequence[Outcome]) -> list[str]:
    """The outcomes of a verdict, those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for outcome in outcomes:
        reasons.setdefault(outcome.reason, []).append(plain(outcome.check))
    lines = []
    for reason, checks in reasons.items():
        lines += ["", f"{_coloured(verdict)}  {len(checks)} x {plain(reason)}"]
        lines += [
            f"  {line}"
            for line in wrap(
                ", ".join(checks), _WIDTH, break_long_words=False, break_on_hyphens=False
            )
        ]
    return lines


def _listed(heading: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    return ["", heading, *(f"  {item}" for item in found)] if found else []


def _coloured(name: str) -> str:
    return click.style(name.upper(), fg=_COLOURS[name])
