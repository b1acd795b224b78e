"""How a check says that a promise is not kept."""

from typing import Any

from dressform.checks.errors import Mismatch
from dressform.checks.verdicts import Evidence


def promised(
    kept: object, otherwise: str, *, evidence: Evidence | None = None, source: str | None = None
) -> None:
    """Nothing, if the promise is kept; else a `Mismatch` that says what is so `otherwise`."""
    if not kept:
        raise Mismatch(otherwise, evidence=evidence, source=source)


def equal(
    what: str,
    expected: Any,
    found: Any,
    *,
    evidence: Evidence | None = None,
    source: str | None = None,
) -> None:
    """Nothing, if both are equal and of one kind (1 is not True, and not "1"); else a `Mismatch`."""
    if expected != found or isinstance(expected, bool) != isinstance(found, bool):
        message = f"{what} is {found!r}, not {expected!r}"
        raise Mismatch(message, evidence=evidence, source=source)
