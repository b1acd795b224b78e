"""The kinds of alteration by name, and how an entry of a file becomes one."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Protocol, TypeVar

import msgspec

from dressform.vendor import Vendor


class Alteration(Protocol):
    """One thing wrong with a vendor: a frozen dataclass whose fields are the arguments."""

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for what the vendor does not have."""

    def alter(self, vendor: Vendor) -> Vendor:
        """A copy of the vendor in which this is wrong."""
        ...


KINDS: dict[str, type[Any]] = {}

_Kind = TypeVar("_Kind", bound=type[Any])


def alteration(kind: str) -> Callable[[_Kind], _Kind]:
    """Register a frozen dataclass as that kind."""

    def register(cls: _Kind) -> _Kind:
        if kind in KINDS:
            raise ValueError(f"{kind} is registered already")
        KINDS[kind] = cls
        return cls

    return register


def make(raw: Any, vendor: Vendor) -> Alteration:
    """The alteration that `{kind: ..., ...}` describes; `ValueError` says what is wrong with it."""
    if not isinstance(raw, dict) or raw.get("kind") not in KINDS:
        kind = raw.get("kind") if isinstance(raw, dict) else raw
        raise ValueError(f"no kind {kind!r}; there are {', '.join(sorted(KINDS))}")
    kind, arguments = raw["kind"], {k: v for k, v in raw.items() if k != "kind"}
    known = [field.name for field in fields(KINDS[kind])]
    if unknown := [name for name in arguments if name not in known]:
        raise ValueError(f"{kind} has no {', '.join(map(str, unknown))}; it has {', '.join(known)}")
    try:
        made: Alteration = msgspec.convert(arguments, KINDS[kind])
        made.check(vendor)
    except ValueError as error:
        raise ValueError(f"{kind}: {error}") from None
    return made
