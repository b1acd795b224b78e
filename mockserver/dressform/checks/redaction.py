"""Secrets never reach a report."""

import base64
import json
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

HIDDEN = "[redacted]"

_HEADERS = frozenset({"authorization", "proxy-authorization", "x-api-key", "cookie", "set-cookie"})
_SHORTEST = 4


class Secrets:
    """The texts that must not be shown, in every form in which they could appear."""

    def __init__(self) -> None:
        self._forms: set[str] = set()
        self._longest_first: list[str] = []
        self._beginnings: set[str] = set()
        self._length = 0  # of each of them

    def add(self, secret: str | None) -> None:
        """Hide that text from now on. One of fewer than four characters cannot be hidden."""
        if secret is None or len(secret) < _SHORTEST:
            return
        escaped = json.dumps(secret)[1:-1]
        self._forms |= {secret, quote(secret, safe=""), quote_plus(secret), escaped}
        self._forms |= {escaped.replace("/", r"\/"), _as_go_does(escaped)}
        for credential in (secret, f"{secret}:", f":{secret}"):
            self._forms.add(base64.b64encode(credential.encode()).decode())
        self._longest_first = sorted(self._forms, key=len, reverse=True)
        self._length = len(self._longest_first[-1])
        self._beginnings = {form[: self._length] for form in self._forms}

    def redact(self, text: str) -> str:
        """The text without any secret. The longest go first: one may be a part of another."""
        if self._beginnings.isdisjoint(self._pieces(text)):
            return text  # as nearly all are: there may be thousands of secrets to look for
        for form in self._longest_first:
            text = text.replace(form, HIDDEN)
        return text

    def _pieces(self, text: str) -> list[str]:
        """Wherever it could begin with a secret: what stands there."""
        length = self._length
        return [text[i : i + length] for i in range(len(text) - length + 1)]

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers without what is secret by its name or by its value."""
        return {
            name: _scheme(value) + HIDDEN if name.lower() in _HEADERS else self.redact(value)
            for name, value in headers.items()
        }


def _scheme(credential: str) -> str:
    """`Bearer ` of a bearer token."""
    scheme, blank, _ = credential.partition(" ")
    return scheme + blank if blank else ""


def _as_go_does(escaped: str) -> str:
    """JSON with its signs of HTML escaped."""
    for sign in "<>&":
        escaped = escaped.replace(sign, f"\\u{ord(sign):04x}")
    return escaped
