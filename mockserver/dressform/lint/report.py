"""Findings as a text for a terminal, or for the message of a failed test."""

from collections.abc import Sequence
from textwrap import fill

from dressform.lint.finding import Finding
from dressform.lint.record import counted, listed

_WIDTH = 100
_INDENT = "    "


def report(findings: Sequence[Finding]) -> str:
    """A headline, and a paragraph for each finding; one line if there is none.

    It holds no control characters, whatever a client has put into a path.
    """
    if not findings:
        return "The client lint has no findings."
    problems = sum(finding.severity == "problem" for finding in findings)
    headline = f"The client lint found {counted(problems, 'problem')} and "
    headline += f"{counted(len(findings) - problems, 'hint')}."
    return "\n\n".join([headline, *map(_paragraph, findings)])


def _paragraph(finding: Finding) -> str:
    lines = [f"{finding.severity}: {finding.rule}", _filled(finding.message)]
    if finding.requests:
        lines.append(_filled(f"requests: {listed(finding.requests, most=20)}"))
    if finding.deliveries:
        lines.append(_filled(f"deliveries: {listed(finding.deliveries, most=20)}"))
    lines.append(_filled(f"source: {finding.source}"))
    return "\n".join(lines)


def _filled(text: str) -> str:
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return fill(
        safe,
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
