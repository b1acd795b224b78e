"""How reports speak of outcomes, and what of a text can be shown where."""

import re
from collections.abc import Iterable
from typing import Final

from dressform.checks.verdicts import Outcome, Report, Verdict

ACCEPTED: Final = "accepted"
STATUSES: Final = (
    *(Verdict.BROKEN, Verdict.DRIFT, Verdict.INCONCLUSIVE, Verdict.SKIPPED),
    ACCEPTED,
    Verdict.PASS,
)
"""What a check is counted as, what matters most first."""

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def status(outcome: Outcome) -> str:
    """What an outcome is counted as: its verdict, or accepted."""
    return ACCEPTED if outcome.accepted else outcome.verdict.value


def failing(outcome: Outcome, report: Report) -> bool:
    """Whether this outcome makes the run fail; drift fails nobody but the simulator."""
    if outcome.accepted:
        return False
    drift = report.simulator and outcome.verdict is Verdict.DRIFT
    return drift or outcome.verdict is Verdict.BROKEN


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many outcomes have each status, in the order of `STATUSES`."""
    found = [status(outcome) for outcome in outcomes]
    return {str(name): found.count(name) for name in STATUSES}


def counted(number: int, noun: str) -> str:
    """So many of them."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spending(spent: int, budget: int | None) -> str:
    """Credits spent, of how many that could be."""
    return counted(spent, "credit") if budget is None else f"{spent} of {counted(budget, 'credit')}"


def legal(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 and HTML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def plain(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def plain_lines(text: str) -> list[str]:
    """The lines of a text, each as in `plain`; none where the text is empty."""
    return [plain(line.expandtabs(4)) for line in text.splitlines()]
