"""How ProductAI says no: `{"name": "ApiError", "message": CODE, "details": sentence}`.

Source: productai.md, "Error Response" and "Common Error Codes"; the codes that it does not print are
in vendor-notes.md, productai, and those that stand in neither are inferred.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dressform.engine.clock import SECOND
from dressform.engine.errors import (
    BodyTooLarge,
    Forbidden,
    Invalid,
    Issue,
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
from dressform.vendor import Answer

_KNOWN = {
    400: ("INVALID_REQUEST", "Invalid parameters"),
    401: ("INVALID_API_KEY", "Invalid API key"),
    402: ("OUT_OF_TOKENS", "Not enough credits"),
    413: ("PAYLOAD_TOO_LARGE", "Request body is too large"),
    429: ("RATE_LIMIT_EXCEEDED", "Too many requests"),
    500: ("INTERNAL_SERVER_ERROR", "Server-side error"),
}

_OF_MEMBER = {"model": "INVALID_MODEL", "image_url": "INVALID_IMAGE_URL"}

_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "array": "an array",
    "object": "a JSON object",
}


def error(status: int, phrase: str) -> Answer:
    """The body of a status, in the vendor's words if it has any."""
    code, details = _KNOWN.get(status, (phrase.upper().replace(" ", "_"), phrase))
    return _answer(status, code, details)


def _answer(status: int, code: str, details: str, **headers: str) -> Answer:
    body = {"name": "ApiError", "message": code, "details": details}
    return Answer(status, body, {k.replace("_", "-"): v for k, v in headers.items()})


def _known(status: int, details: str | None = None, **headers: str) -> Answer:
    code, usual = _KNOWN[status]
    return _answer(status, code, details or usual, **headers)


def _unauthenticated(refused: Unauthenticated) -> Answer:
    missing = refused.reason == "missing"
    return _known(401, "The x-api-key header is missing" if missing else None)


def _rate_limited(refused: RateLimited) -> Answer:
    seconds = -(-refused.retry_after // SECOND)
    return _known(429, f"Too many requests, try again in {seconds} s", Retry_After=str(seconds))


def _invalid(refused: Invalid) -> Answer:
    """The first mistake only: `message` can name no more than one cause."""
    issue = refused.issues[0]
    member = issue.where[1] if len(issue.where) > 1 else None
    code = _OF_MEMBER.get(str(member), "INVALID_REQUEST")
    if issue.keyword in {"required", "json", "unicode"}:
        code = "INVALID_REQUEST"
    return _answer(400, code, _words(issue))


def _words(issue: Issue) -> str:
    """A sentence that begins with the place and never repeats what was sent."""
    place, limit = _place(issue), issue.limit
    match issue.keyword:
        case "json":
            return "The request body is not valid JSON"
        case "unicode":
            return f"{place} is not valid Unicode"
        case "required":
            return f"{place} is required"
        case "type":
            kinds = [limit] if isinstance(limit, str) else limit
            return f"{place} must be {' or '.join(_TYPES[kind] for kind in kinds)}"
        case "enum":
            return f"{place} must be one of: {', '.join(limit)}"
        case "format" | "pattern":
            return f"{place} must be an http(s) URL"
        case "minLength":
            return f"{place} must not be empty"
        case "minItems":
            return f"{place} must name an image"
        case "maxItems":
            return f"{place} may name {limit} image{'s' if limit > 1 else ''} with this model"
        case _:
            return f"{place}: {issue.message}"


def _place(issue: Issue) -> str:
    """`image_url[1]`, as JavaScript writes it."""
    if issue.keyword == "json" or len(issue.where) == 1:
        return "The request body"
    first, *rest = issue.where[1:]
    return str(first) + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest
    )


REFUSALS: Mapping[type[Refused], Callable[[Any], Answer]] = {
    RouteNotFound: lambda _: _answer(404, "NOT_FOUND", "No such endpoint"),
    Moved: lambda r: Answer(308, None, {"Location": r.url}),
    MethodNotAllowed: lambda r: _answer(
        405, "METHOD_NOT_ALLOWED", "No such method here", Allow=", ".join(r.allowed)
    ),
    Unauthenticated: _unauthenticated,
    Forbidden: lambda r: _answer(403, "FORBIDDEN", r.reason),
    RateLimited: _rate_limited,
    BodyTooLarge: lambda r: _known(413, f"Request body is larger than {r.limit} bytes"),
    Unreadable: lambda _: _known(400, "The request body cannot be read"),
    Invalid: _invalid,
    NotFound: lambda r: _answer(404, f"{r.what.upper()}_NOT_FOUND", f"{r.what} not found"),
    OutOfCredits: lambda _: _known(402),
    ProviderFailed: lambda r: _known(500, r.error),
}
