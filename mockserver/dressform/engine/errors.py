"""Everything a request can be refused for.

* Refused
  - RouteNotFound
  - Moved
  - MethodNotAllowed
  - Unauthenticated
  - Forbidden
  - RateLimited
  - BodyTooLarge
  - Unreadable
  - Invalid
  - NotFound
  - OutOfCredits
  - ProviderFailed

A refusal carries facts, never a status code or a sentence for the client: each vendor has its
own (`Vendor.refusals`). What is not a refusal is a mistake in the calling code, and is a
`ValueError` here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Refused(Exception):
    """Base class of all refusals."""


@dataclass
class RouteNotFound(Refused):
    """The contract has no such path."""

    path: str


@dataclass
class Moved(Refused):
    """The contract has the path at another URL: with its trailing slash, or without."""

    url: str


@dataclass
class MethodNotAllowed(Refused):
    """The contract has the path, but not with this method."""

    method: str
    allowed: tuple[str, ...]


@dataclass
class Unauthenticated(Refused):
    """No workspace answers to the credential. `reason`: missing, scheme or unknown."""

    reason: str


@dataclass
class Forbidden(Refused):
    """The workspace is known, but its plan does not include this."""

    reason: str


@dataclass
class RateLimited(Refused):
    """The window is full; its oldest request leaves it in `retry_after` microseconds."""

    limit: int
    retry_after: int


@dataclass
class BodyTooLarge(Refused):
    """The body is longer than `limit` bytes."""

    limit: int


@dataclass
class Unreadable(Refused):
    """The body cannot even be decoded: wrong character encoding, broken multipart."""

    reason: str


@dataclass(frozen=True)
class Issue:
    """One thing wrong with a request.

    `where` is its place (`"body"`, `"prompt"`), `keyword` the JSON Schema keyword that failed (or
    `json`, `object`, for what comes before a schema), `limit` the keyword's value, `value` what
    was sent, `message` the reference validator's words. `missing` is the schema of a member that is
    required and not there.
    """

    where: tuple[str | int, ...]
    keyword: str
    limit: Any
    value: Any
    message: str
    missing: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass
class Invalid(Refused):
    """The request breaks the contract, in one or more places."""

    issues: tuple[Issue, ...]


@dataclass
class NotFound(Refused):
    """The workspace has no such thing. `what` is its kind in the vendor's words."""

    what: str
    id: int | str


@dataclass
class OutOfCredits(Refused):
    """The balance does not cover the price, both in credits, or a fault of kind `fault` says so."""

    required: int
    available: int
    fault: str | None = None


@dataclass
class ProviderFailed(Refused):
    """What was to be done at once was charged, failed at the AI provider, and was given back.

    `job_id` is the job that stays behind.
    """

    error: str
    job_id: int | str | None = None
