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

    def add(self, secret: str | None) -> None:
        """Hide that text from now on. One of fewer than four characters cannot be hidden."""
        if secret is None or len(secret) < _SHORTEST:
            return
        escaped = json.dumps(secret)[1:-1]
        self._forms |= {secret, quote(secret, safe=""), quote_plus(secret), escaped}
        self._forms |= {escaped.replace("/", r"\/"), _as_go_does(escaped)}
        for credential in (secret, f"{secret}:", f":{secret}"):
            self._forms.add(base64.b64encode(credential.encode()).decode())

    def redact(self, text: str) -> str:
        """The text without any secret. The longest go first: one may be a part of another."""
        for form in sorted(self._forms, key=len, reverse=True):
            text = text.replace(form, HIDDEN)
        return text

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
