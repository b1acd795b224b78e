"""Edits of a JSON document by pointer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from tests.deviations.alterations import pointers
from tests.deviations.alterations.pointers import existing, places, values

Json = dict[str, Any]
Number = int | float


class Items(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of the items of an array: `slice` keeps those from one index to another,
    `repeat` doubles the item of that index, `without` drops those that hold what it says.
    """

    slice: tuple[int | None, int | None] = (None, None)
    repeat: int | None = None
    reverse: bool = False
    without: Json = {}

    def of(self, items: list[Any]) -> list[Any]:
        """The items as they become."""
        left = [each for each in items if not (self.without and pointers.holds(each, self.without))]
        left = left[slice(*self.slice)]
        if self.repeat is not None and left:
            left = [*left, left[self.repeat % len(left)]]
        return left[::-1] if self.reverse else left


@dataclass(frozen=True, kw_only=True)
class Edits:
    """By pointer: `copy` to a place from another, `rename` a member, `text` a number and `number` a
    text, `add` to a number, to the digits of a text, or seconds to an instant, `sub` a regular
    expression in a text, `upper` its case, edit the `items` of an array, `set` a value, `remove` it; in
    this order. What a pointer does not lead to is left alone.
    """

    copy: dict[str, str] = field(default_factory=dict)
    rename: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    add: dict[str, Number] = field(default_factory=dict)
    sub: dict[str, tuple[str, str]] = field(default_factory=dict)
    upper: list[str] = field(default_factory=list)
    items: dict[str, Items] = field(default_factory=dict)
    set: Json = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)

    @property
    def pointers(self) -> list[str]:
        """Every place that is edited."""
        return [
            *self.copy, *self.rename, *self.text, *self.number, *self.add,
            *self.sub, *self.upper, *self.items, *self.set, *self.remove,
        ]  # fmt: skip

    def check_edits(self) -> None:
        """Raise `ValueError` where nothing is edited, or a pointer is none."""
        if not self.pointers:
            raise ValueError("it edits nothing")
        for pointer in (*self.pointers, *self.copy.values()):
            pointers.check(pointer)

    def edit(self, document: Any) -> Any:
        """The document as it becomes; it is changed in place where it is not a list itself."""
        for pointer, source in self.copy.items():
            found = values(document, source)
            for container, key in places(document, pointer) if found else ():
                container[key] = found[0]
        for pointer, name in self.rename.items():
            for container, key in existing(document, pointer):
                container[name] = container.pop(key)
        _change(document, self.text, str)
        _change(document, self.number, float)
        for pointer, amount in self.add.items():
            _change(document, [pointer], lambda value, amount=amount: _plus(value, amount))
        for pointer, (pattern, to) in self.sub.items():
            _change(document, [pointer], lambda v, p=pattern, t=to: re.sub(p, t, str(v)))
        _change(document, self.upper, lambda value: str(value).upper())
        for pointer, items in self.items.items():
            if pointer == "" and isinstance(document, list):
                document = items.of(document)
            _change(document, [pointer], items.of)
        for pointer, value in self.set.items():
            if pointer == "":
                document = value
            for container, key in places(document, pointer):
                container[key] = msgspec.to_builtins(value)
        for pointer in self.remove:
            for container, key in reversed(list(existing(document, pointer))):
                del container[key]
        return document


def _change(document: Any, at: list[str], change: Callable[[Any], Any]) -> None:
    for pointer in at:
        for container, key in existing(document, pointer):
            container[key] = change(container[key])


def _plus(value: Any, amount: Number) -> Any:
    """A larger number; the first whole number in a text made larger; an instant so much later."""
    if not isinstance(value, str):
        return value + amount
    if re.match(r"\d{4}-\d\d-\d\dT", value):
        later = datetime.fromisoformat(value) + timedelta(seconds=amount)
        return later.isoformat().replace("+00:00", "Z")
    return re.sub(r"-?\d+", lambda found: str(int(found[0]) + round(amount)), value, count=1)
