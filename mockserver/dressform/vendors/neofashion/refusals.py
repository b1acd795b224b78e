"""Every reason to say no, as neofashion says it: `{data: null, meta, error}` with a code.

Sources: neofashion.txt, "Response Shape" and "Error Codes"; codes that are not in that table are
inferred.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dressform.engine.clock import SECOND
from dressform.engine.errors import (
    BodyTooLarge,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    Moved,
    NotFound,
    OutOfCredits,
    ProviderFailed,
    RateLimited,
    Refused,
    RouteNotFound,
    Unauthenticated,
    Unreadable,
)
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Via
from dressform.vendors.neofashion.catalogue import STARTER
from dressform.vendors.neofashion.issues import issues

Json = dict[str, Any]

PROVIDER_ERROR = "PROVIDER_ERROR"

_CODES = {
    400: "VALIDATION_ERROR",
    401: "UNAUTHORIZED",
    402: "INSUFFICIENT_CREDITS",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "PAYLOAD_TOO_LARGE",
    429: "RATE_LIMITED",
    502: PROVIDER_ERROR,
}

_WHO = {
    "missing": "No API key or session token was sent.",
    "scheme": "The Authorization header is not a bearer token.",
    "expired": "The session token has expired.",
    "unknown": "The API key or session token is not valid.",
}


def admit(workspace: Workspace, operation: str, via: Via) -> None:
    """A key of a Starter workspace opens nothing: API access begins with Pro.

    Source: neofashion.txt, "Get started".
    """
    if workspace.plan == STARTER and via == "key":
        raise Forbidden("API access is part of the Pro and Enterprise plans.")


def error(status: int, message: str) -> Answer:
    """A status that no refusal stands for; its code is the status in words."""
    code = _CODES.get(status) or "".join(c if c.isalnum() else "_" for c in message.upper())
    return _error(status, code, message)


def _error(status: int, code: str, message: str, /, **details: Any) -> Answer:
    problem = {"code": code, "message": message, "details": details}
    return Answer(status, {"data": None, "meta": {}, "error": problem})


def _refuse(status: int, message: str, /, **details: Any) -> Answer:
    return _error(status, _CODES[status], message, **details)


def _with(answer: Answer, header: str, value: str) -> Answer:
    return Answer(answer.status, answer.body, {header: value})


def _unauthenticated(refused: Unauthenticated) -> Answer:
    return _with(_refuse(401, _WHO[refused.reason]), "WWW-Authenticate", "Bearer")


def _rate_limited(refused: RateLimited) -> Answer:
    seconds = -(-refused.retry_after // SECOND)
    answer = _refuse(429, "Too many requests for this plan.", limit=refused.limit)
    return _with(answer, "Retry-After", str(seconds))


def _not_found(refused: NotFound) -> Answer:
    message = f"{refused.what} not found in this workspace."
    return _refuse(404, message, resource=refused.what.lower(), id=refused.id)


def _method_not_allowed(refused: MethodNotAllowed) -> Answer:
    answer = _refuse(405, f"This endpoint does not take {refused.method} requests.")
    return _with(answer, "Allow", ", ".join(refused.allowed))


REFUSALS: Mapping[type[Refused], Callable[[Any], Answer]] = {
    RouteNotFound: lambda _: _refuse(404, "There is no such endpoint."),
    Moved: lambda r: _with(_error(308, "MOVED", "The endpoint moved."), "Location", r.url),
    MethodNotAllowed: _method_not_allowed,
    Unauthenticated: _unauthenticated,
    Forbidden: lambda r: _refuse(403, r.reason),
    RateLimited: _rate_limited,
    BodyTooLarge: lambda r: _refuse(413, "The request body is too large.", max_bytes=r.limit),
    Unreadable: lambda _: _refuse(
        400,
        "The request is not valid.",
        issues=[{"path": [], "message": "The body cannot be decoded"}],
    ),
    Invalid: lambda r: _refuse(400, "The request is not valid.", issues=issues(r)),
    NotFound: _not_found,
    OutOfCredits: lambda r: _refuse(
        402,
        "Credit balance too low for this operation.",
        required=r.required,
        available=r.available,
    ),
    ProviderFailed: lambda r: _refuse(502, r.error),
}
