"""A refusal in a few words for the log and the journal; never a value that was sent."""

from dataclasses import asdict

from dressform.engine.errors import Invalid, Issue, OutOfCredits, Refused

MAX_LENGTH = 400


def describe(refused: Refused) -> str:
    """What stood in the way, in one line that is safe to print."""
    words = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in _words(refused)[:MAX_LENGTH])
    return words[: MAX_LENGTH - 1] + "…" if len(words) >= MAX_LENGTH else words


def _words(refused: Refused) -> str:
    match refused:
        case Invalid(issues):
            return "; ".join(dict.fromkeys(_place(issue) for issue in issues))
        case OutOfCredits(required, available):
            return f"{required} credits required, {available} available"
        case _:
            facts = ", ".join(f"{name} {value}" for name, value in asdict(refused).items())
            return f"{type(refused).__name__} ({facts})"


def _place(issue: Issue) -> str:
    where = ".".join(str(step) for step in issue.where)
    return f"{where} breaks {issue.keyword}"
