"""Only what a run has made is changed or deleted by it."""

from collections.abc import Callable
from dataclasses import dataclass

from dressform.checks.errors import NoAnswer
from dressform.checks.terms import Made

_PATIENCE = 3
"""Deletions in a row that may stay without an answer before nobody is asked any more."""

NOBODYS = {
    "integer": "2147483647",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "object id": "000000000000000000000000",
}
"""Ids that name nothing anywhere: to ask for what is not there cannot hurt anybody."""


@dataclass(frozen=True)
class Thing:
    """A resource that the run has made: how it is deleted, and the value of its path parameter.

    `operation` is empty where the vendor offers no way to delete one.
    """

    kind: str
    parameter: str
    value: str
    operation: str


class Owned:
    """What an account holds that the run has made, oldest first."""

    def __init__(self) -> None:
        self._things: list[Thing] = []
        self._known: set[tuple[str, str]] = set()

    def add(self, made: Made, value: str) -> None:
        """Take note of a new resource."""
        if (made.parameter, value) in self._known:
            return
        self._known.add((made.parameter, value))
        self._things.append(Thing(made.kind, made.parameter, value, made.deleted_by))

    def has(self, parameter: str, value: str) -> bool:
        """Whether the run may change what this path parameter names: it has made it, or nobody has."""
        return (parameter, value) in self._known or value in NOBODYS.values()

    def gone(self, operation: str, value: str) -> None:
        """Forget what was deleted by that operation; it stays the run's own."""
        self._things = [t for t in self._things if (t.operation, t.value) != (operation, value)]

    def clean(self, delete: Callable[[Thing], bool]) -> list[str]:
        """Delete everything, the newest first, and name what is left."""
        left, unheard = [], 0
        while self._things:
            thing = self._things.pop()
            try:
                gone = bool(thing.operation) and unheard < _PATIENCE and delete(thing)
                unheard = 0 if gone else unheard
            except NoAnswer:
                gone, unheard = False, unheard + 1
            if not gone:
                left.append(f"{thing.kind} {thing.value}")
        return left
