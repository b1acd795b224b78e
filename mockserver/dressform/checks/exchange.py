"""One request and what came back, as a report may show it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dressform.checks.redaction import HIDDEN

if TYPE_CHECKING:
    from dressform.checks.judging import Finding

SHOWN = 2_000
"""Characters of an answer's body that a transcript keeps."""

SENT = 50_000
"""Characters of a request's body: it is to be sent again by whoever copies it."""


@dataclass
class Exchange:
    """A request and its answer, without secrets. Bodies are cut to `SENT` and `SHOWN`; `status` is
    None where no answer came, and `failure` says why. `worst` and `spent` are in credits.
    `operation` is the operationId, empty for another place; `counted`: it was a call of the API.
    `findings` are what the document does not allow about the answer.
    """

    method: str
    url: str
    operation: str
    headers: Mapping[str, str]
    body: str = ""
    form: tuple[tuple[str, str], ...] = ()
    status: int | None = None
    answer_headers: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    failure: str = ""
    worst: int = 0
    spent: int = 0
    counted: bool = True
    findings: "tuple[Finding, ...]" = ()

    @property
    def path(self) -> str:
        """Path and query."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def curl(self) -> str:
        """The request as a command line; the credential is to be put in by the reader."""
        parts = ["curl", "-sS", "-X", self.method, shlex.quote(self.url)]
        for name, value in self.headers.items():
            shown = f"{name}: {value}".split(HIDDEN)
            parts += ["-H", '"$API_KEY"'.join(shlex.quote(text) if text else "" for text in shown)]
        for name, value in self.form:
            is_file = value.startswith("@") and ";type=" in value
            parts += ["-F" if is_file else "--form-string", shlex.quote(f"{name}={value}")]
        if self.body:
            parts += ["--data-raw", shlex.quote(self.body)]
        return " ".join(parts)

    @property
    def line(self) -> str:
        """The request and its outcome in one line."""
        outcome = self.failure if self.status is None else str(self.status)
        return f"{self.method} {self.url} -> {outcome}"


def cut(text: str, most: int = SHOWN) -> str:
    """The text as far as a transcript keeps it."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"
