"""What was asked and answered, bounded and without secrets."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from yarl import URL

from dressform.engine.clock import Mode

MAX_ENTRIES = 1_000
MAX_BYTES = 8_000_000
MAX_BODY = 64_000

_HIDDEN = "***"
_NAMES = r"(?:secret|password|token|api[_-]?key)"
_TELLING = (b"secret", b"password", b"token", b"key")
_HEADER = re.compile(rf"(?i)authorization|cookie|{_NAMES}")
_MEMBER = re.compile(
    rf'(?is)({_NAMES}"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?\Z)'.encode()  # \Z: where it was cut off
)
_PARAMETER = re.compile(rf"(?i)((?:^|[?&])(?:[^=&]*{_NAMES}|key|sig|signature)=)[^&#]*")
_USER = re.compile(r"(?i)(\bhttps?:(?:\\?/){2})[^/?#@\s\"\\]*@")
_USER_IN_BODY = re.compile(_USER.pattern.encode())


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers with every credential hidden, in characters that can be written down again."""
    return {
        name: _HIDDEN if _is_secret(name) else redact_url(_readable(value))
        for name, value in headers.items()
    }


def redact_body(body: bytes) -> bytes:
    """The first part of a body, with every secret in JSON and every user of a URL hidden."""
    body = body[:MAX_BODY]
    lowered = body.lower()
    if any(word in lowered for word in _TELLING):
        body = _MEMBER.sub(rb'\1"***"', body)
    if b"@" in body:
        body = _USER_IN_BODY.sub(rb"\1***@", body)
    return body


def redact_query(query: str) -> str:
    """A query string with every credential hidden."""
    return _PARAMETER.sub(rf"\1{_HIDDEN}", query)


def redact_url(text: str) -> str:
    """A URL, or a text with URLs in it, with every user, password and credential hidden."""
    return redact_query(_USER.sub(rf"\1{_HIDDEN}@", text))


@lru_cache(maxsize=256)
def _is_secret(header: str) -> bool:
    return _HEADER.search(header) is not None


def _readable(value: str) -> str:
    """The value with what was no UTF-8 on the wire replaced."""
    if value.isascii():
        return value
    return value.encode(errors="surrogateescape").decode(errors="replace")


def _parsed(head: str) -> dict[str, str]:
    """The headers below a status line, as we write them."""
    lines = (line.partition(": ") for line in head.split("\r\n")[1:])
    return {name: value for name, _, value in lines if name}


class Entry(Struct, frozen=True, kw_only=True):
    """One request and its answer. `at` is virtual microseconds, `wall` the wall's, `clock` the mode
    of the workspace's clock.

    `operation` is None where the contract has none; `credits` are the balances before and after;
    `at`, `clock` and `credits` are None where no workspace was reached. `status` is None where the
    connection was dropped. `reason` is the class of the refusal, `decided` says in words what
    happened; `faults` are the kinds that fired, `job_id` and `job_state` what was made or shown.

    What may hold credentials is kept `raw`, as it came, and is hidden whenever it is looked at: a
    request should not pay for what is seldom read. `url` is that of the request, without its origin;
    `raw_response_headers` may be a head as it was sent.
    """

    number: int
    at: int | None
    wall: int
    clock: Mode | None
    method: str
    url: URL
    operation: str | None
    raw_headers: Mapping[str, str]
    raw_request: bytes
    status: int | None
    raw_response_headers: Mapping[str, str] | str
    raw_response: bytes
    milliseconds: float
    credits: tuple[int, int] | None
    decided: str
    reason: str | None = None
    faults: tuple[str, ...] = ()
    job_id: int | str | None = None
    job_state: str | None = None

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return self.url.path

    @property
    def query(self) -> str:
        """The query string, without credentials."""
        return redact_query(self.url.query_string)

    @property
    def headers(self) -> dict[str, str]:
        """The headers that were sent, without credentials."""
        return redact_headers(self.raw_headers)

    @property
    def request(self) -> bytes:
        """The beginning of the body, without credentials."""
        return redact_body(self.raw_request)

    @property
    def response_headers(self) -> dict[str, str]:
        """The headers of the answer, without credentials."""
        raw = self.raw_response_headers
        return redact_headers(_parsed(raw) if isinstance(raw, str) else raw)

    @property
    def response(self) -> bytes:
        """The beginning of the answer, without credentials."""
        return redact_body(self.raw_response)


class Journal:
    """The latest entries, at most `MAX_ENTRIES` of them and `MAX_BYTES` of bodies.

    `next_number` is that of the entry which is added next; the first is 1.
    """

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self.next_number = 1

    @property
    def dropped(self) -> int:
        """How many were forgotten."""
        return self.next_number - 1 - len(self._entries)

    def add(self, entry: Entry) -> None:
        """Remember one more, and forget the oldest that no longer fit."""
        entries = self._entries
        entries.append(entry)
        self.next_number += 1
        self._bytes += len(entry.raw_request) + len(entry.raw_response)
        while len(entries) > MAX_ENTRIES or self._bytes > MAX_BYTES:
            oldest = entries.popleft()
            self._bytes -= len(oldest.raw_request) + len(oldest.raw_response)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
