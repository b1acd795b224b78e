"""Which reports are asked for, and how they get into their files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from dressform.checks.errors import Unusable
from dressform.checks.redaction import Secrets
from dressform.checks.reports.hiding import hiding, without
from dressform.checks.reports.html_page import html_page
from dressform.checks.reports.json_report import json_report
from dressform.checks.reports.junit import junit
from dressform.checks.verdicts import Report

_KINDS: Final[Mapping[str, Callable[[Sequence[Report]], str]]] = {
    "junit": junit,
    "html": html_page,
    "json": json_report,
}


def parse_reports(text: str) -> dict[str, Path]:
    """Read `junit=F,html=F,json=F`: any of them, each once. Raise `ValueError` in one line."""
    found: dict[str, Path] = {}
    for part in text.split(","):
        kind, _, name = (piece.strip() for piece in part.partition("="))
        if kind not in _KINDS:
            raise ValueError(f"{kind!r} is no kind of report: {', '.join(_KINDS)} are")
        if kind in found:
            raise ValueError(f"the {kind} report is asked for twice")
        if not name:
            raise ValueError(f"a file is missing: {kind}=FILE")
        found[kind] = _writable(Path(name), found)
    return found


def _writable(path: Path, others: Mapping[str, Path]) -> Path:
    try:
        if path.resolve() in {other.resolve() for other in others.values()}:
            raise ValueError(f"two reports go to {str(path)!r}")
        if path.is_dir():
            raise ValueError(f"{str(path)!r} is a directory")
        if not path.parent.is_dir():
            raise ValueError(f"there is no directory {str(path.parent)!r}")
    except OSError as error:
        raise ValueError(f"{str(path)!r} cannot be reached: {error.strerror}") from None
    return path


def write(reports: Sequence[Report], secrets: Secrets, destinations: Mapping[str, Path]) -> None:
    """Write each kind of report that is asked for to its file, without secrets.

    Raises `Unusable` where a file cannot be written; those before it are complete.
    """
    hide = hiding(secrets)
    shown = [without(report, hide) for report in reports]
    for kind, path in destinations.items():
        put(path, _KINDS[kind](shown))


def put(path: Path, document: str) -> None:
    """Write a document; `Unusable` says why it cannot be written."""
    try:
        path.write_bytes(document.encode(errors="replace"))
    except OSError as error:
        raise Unusable(f"cannot write {str(path)!r}: {error.strerror}") from None
