"""An answer, and what a check may ask of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from dressform.checks.errors import Mismatch
from dressform.checks.exchange import Exchange
from dressform.checks.verdicts import Evidence

_MISSING = object()


@dataclass
class Answer:
    """What came back. `headers` are case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    exchange: Exchange

    @cached_property
    def json(self) -> Any:
        """The body as JSON; a body that is none is a mismatch."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            kind = self.headers.get("Content-Type", "no Content-Type")
            raise Mismatch(f"{self.what} with a body that is no JSON ({kind})") from None

    @property
    def what(self) -> str:
        """`POST /generation answered 200`, to begin a sentence with."""
        return f"{self.exchange.method} {self.exchange.path} answered {self.status}"

    def must_be(
        self, *statuses: int, evidence: Evidence | None = None, source: str | None = None
    ) -> "Answer":
        """The answer itself, which has to have one of these statuses."""
        if self.status not in statuses:
            wanted = " or ".join(map(str, statuses))
            message = f"{self.what} instead of {wanted}: {self.excerpt}"
            raise Mismatch(message, evidence=evidence, source=source)
        return self

    @property
    def excerpt(self) -> str:
        """The beginning of the body, on one line."""
        text = " ".join(self.exchange.answer.split())
        return text if len(text) <= 300 else f"{text[:300]}…"

    def get(self, pointer: str, default: Any = None) -> Any:
        """What stands at a JSON pointer (RFC 6901), or the default."""
        value = self.json
        for step in _steps(pointer):
            if isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            elif isinstance(value, dict) and step in value:
                value = value[step]
            else:
                return default
        return value

    def at(self, pointer: str) -> Any:
        """What stands at a JSON pointer; nothing there is a mismatch."""
        if (value := self.get(pointer, _MISSING)) is _MISSING:
            raise Mismatch(f"{self.what} without {pointer}: {self.excerpt}")
        return value

    def instant(self, pointer: str) -> float:
        """Unix time, in seconds, of the instant at a JSON pointer; anything else there, a time
        without a zone included, is a mismatch.
        """
        told = self.at(pointer)
        try:
            instant = datetime.fromisoformat(told)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            raise Mismatch(f"{self.what} with {told!r} at {pointer}, which is no instant")
        return instant.timestamp()


def _steps(pointer: str) -> list[str]:
    steps = pointer.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]
