"""What `dressform check` does, once its command line is read."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from dressform.checks.accepted import Accepted, read
from dressform.checks.derived import suite_of
from dressform.checks.embedded import run
from dressform.checks.errors import Unusable
from dressform.checks.redaction import Secrets
from dressform.checks.rehearsal import rehearse
from dressform.checks.reports import parse_reports, write
from dressform.checks.reports.hiding import hiding, without
from dressform.checks.reports.plan import plan_document, plan_table
from dressform.checks.reports.summary import totals
from dressform.checks.reports.terminal import Progress
from dressform.checks.reports.writing import put
from dressform.checks.suite import vendors as known
from dressform.checks.target import Asked, base_url_of
from dressform.checks.verdicts import Report, worst_status


@dataclass(frozen=True)
class Command:
    """What the user wants to know of which vendors. `accepted` is what is put up with until when."""

    vendors: Sequence[str]
    asked: Asked
    checks: Sequence[str]
    lean: bool | None
    files: Mapping[str, Path]
    accepted: Accepted | None
    today: date
    secrets: Secrets

    def list(self) -> None:
        """Print the checks that there are."""
        for slug, patterns in self._wanted():
            for check in suite_of(slug).chosen(patterns, lean=bool(self.lean)):
                kind = "lean" if check.lean else "full"
                click.echo(f"{check.id}  [{check.evidence}, {kind}]\n    {check.promise}")

    def plan(self) -> None:
        """Print what a run would call and what that could cost, and send nothing; also to a file, as
        JSON.
        """
        if other := set(self.files) - {"json"}:
            raise Unusable(f"--report: a plan is told as json, not as {', '.join(sorted(other))}")
        hide, plans = hiding(self.secrets), []
        real = bool(self.asked.url)
        lean = real if self.lean is None else self.lean
        for slug, patterns in self._wanted():
            plan = rehearse(slug, self.asked, patterns, lean=lean, simulator=not real)
            plans.append(without(plan, hide))
            click.echo(plan_table(plans[-1]))
        for path in self.files.values():
            put(path, plan_document(plans))

    def run(self, *, verbose: bool) -> int:
        """Check, print and write the reports; the exit status."""
        progress = Progress(sys.stdout, self.secrets, verbose=verbose)
        reports = []
        for slug, patterns in self._wanted():
            report = self._accept(self._run(slug, patterns, progress))
            progress.end(report)
            reports.append(report)
        if len(reports) > 1:
            click.echo(totals(reports))
        write(reports, self.secrets, self.files)
        return worst_status(reports)

    def _wanted(self) -> Iterable[tuple[str, Sequence[str]]]:
        """Each vendor with the patterns that fit it; those that none fits are left out."""
        ids = {slug: suite_of(slug).checks for slug in self.vendors}
        fits = {
            p: [s for s in ids if any(fnmatchcase(name, p) for name in ids[s])] for p in self.checks
        }
        if unfit := [pattern for pattern, slugs in fits.items() if not slugs]:
            raise Unusable(f"no check {unfit[0]!r}; `dressform check --list` has them all")
        for slug in self.vendors:
            patterns = [pattern for pattern, slugs in fits.items() if slug in slugs]
            if patterns or not self.checks:
                yield slug, patterns

    def _run(self, slug: str, patterns: Sequence[str], progress: Progress) -> Report:
        return run(
            slug,
            **asdict(self.asked),
            checks=patterns,
            lean=self.lean,
            secrets=self.secrets,
            started=lambda suite, target, total: progress.begin(
                suite.slug, total, target, self.asked.budget
            ),
            running=progress.running,
            outcome=lambda outcome: progress.outcome(
                self.accepted.marked(outcome, self.today) if self.accepted else outcome
            ),
        )

    def _accept(self, report: Report) -> Report:
        if self.accepted is None:
            return report
        ids = [id for slug in known() for id in suite_of(slug).checks]  # noqa: A001
        return self.accepted.applied(report, self.today, ids)


def read_command(
    vendors: Sequence[str],
    options: Mapping[str, Any],
    environment: Mapping[str, str],
    secrets: Secrets,
) -> Command:
    """The command, from what was typed. `ValueError` and `Unusable` say what is wrong with it. What
    must not be shown is added to `secrets` before anything else.
    """
    key = options["key"] or environment.get("DRESSFORM_API_KEY")
    stranger = options["stranger_key"] or environment.get("DRESSFORM_STRANGER_KEY")
    for secret in (key, stranger):
        secrets.add(secret)
    files = parse_reports(options["report"]) if options["report"] is not None else {}
    accept = options["accept"]
    url = "" if options["url"] is None else base_url_of(options["url"], secrets)
    asked = Asked(url, key=key, stranger_key=stranger, **{f: options[f] for f in _ASKED})
    return Command(
        vendors=vendors,
        asked=asked if asked.url else replace(asked, key=None, stranger_key=None),
        checks=options["checks"],
        lean=options["lean"],
        files=files,
        accepted=None if accept is None else read(accept),
        today=datetime.now(UTC).date(),
        secrets=secrets,
    )


_ASKED = (
    "budget",
    "max_wait",
    "timeout",
    "seed",
    "webhook_url",
    "webhook_port",
    "examples",
)
