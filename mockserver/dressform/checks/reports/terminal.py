"""The run as it goes on, for a person at a terminal or for the log of a CI job."""

from shutil import get_terminal_size
from typing import Final, TextIO

import click

from dressform.checks.redaction import Secrets
from dressform.checks.reports.hiding import hiding, without
from dressform.checks.reports.summary import brief, summary
from dressform.checks.reports.words import plain, spending
from dressform.checks.verdicts import Outcome, Report, Verdict

_CLEAR: Final = "\r\x1b[K"
_MISMATCHES: Final = (Verdict.BROKEN, Verdict.DRIFT)


class Progress:
    """Tells how a run goes: every mismatch at once, and a summary at the end of each vendor.

    On a terminal one more line is alive: how many checks are done, the current one, the credits
    spent. `verbose`: every check is told of, not just mismatches. Secrets are hidden here, too.
    """

    def __init__(self, stream: TextIO, secrets: Secrets, *, verbose: bool = False) -> None:
        self._stream = stream
        self._hide = hiding(secrets)
        self._verbose = verbose
        self._live = stream.isatty()
        self._vendor = ""
        self._current = ""
        self._budget: int | None = None
        self._total = self._done = self._spent = 0

    def begin(self, vendor: str, total: int, target: str, budget: int | None = None) -> None:
        """Start with a vendor, of which `total` checks are to come; `budget` is in credits."""
        self._vendor, self._budget = vendor, budget
        self._current = plain(self._hide(target))
        self._total, self._done, self._spent = total, 0, 0
        self._draw()

    def running(self, check: str) -> None:
        """Show that this check is the current one."""
        self._current = plain(self._hide(check))
        self._draw()

    def outcome(self, outcome: Outcome) -> None:
        """Take note of a check that has ended."""
        self._done += 1
        self._spent += outcome.spent
        self._current = plain(self._hide(outcome.check))
        mismatch = outcome.verdict in _MISMATCHES and not outcome.accepted
        if mismatch or self._verbose:
            self._say(brief(without(outcome, self._hide)))
        self._draw()

    def end(self, report: Report) -> None:
        """Clear the live line and print the summary of a vendor."""
        self._say("", *summary(without(report, self._hide)), "")

    def _say(self, *lines: str) -> None:
        if self._live:
            self._write(_CLEAR)
        self._write("".join(f"{line}\n" for line in lines))

    def _draw(self) -> None:
        if not self._live:
            return
        text = (
            f"{self._vendor}  {self._done}/{self._total}  "
            f"{spending(self._spent, self._budget)}  {self._current}"
        )
        self._write(_CLEAR + text[: get_terminal_size().columns - 1])

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        shown = text.encode(encoding, "backslashreplace").decode(encoding)
        click.echo(shown, file=self._stream, nl=False)
