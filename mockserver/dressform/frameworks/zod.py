"""Zod 4 in a web application of Node or Workers: `error`, and the flattened list of a 400.

Source: vendor-notes.md, "Shapes of the frameworks" and "cutx"; graded inferred. The messages are
those of zod 4.
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

Json = dict[str, Any]

_WHOLE = 1
"""How long a place is that names the body or the query, and no member of it."""


def error(status: int, text: str, **headers: str) -> Answer:
    """A refusal as such an application words it; header names have `_` for `-`."""
    return Answer(status, {"error": text}, {k.replace("_", "-"): v for k, v in headers.items()})


def _unauthenticated(refused: Unauthenticated) -> Answer:
    return error(401, "Unauthorized", WWW_Authenticate="Bearer")


def _rate_limited(refused: RateLimited) -> Answer:
    seconds = -(-refused.retry_after // SECOND)
    return error(429, "Too many requests", Retry_After=str(seconds))


def _out_of_credits(refused: OutOfCredits) -> Answer:
    facts = {"required": refused.required, "available": refused.available}
    return Answer(402, {"error": "Insufficient credits", **facts})


def _invalid(refused: Invalid) -> Answer:
    """What `z.flattenError` makes of the issues: a list for the whole, and one for each member."""
    if any(issue.keyword == "json" for issue in refused.issues):
        return error(400, "Invalid JSON body")
    form: list[str] = []
    fields: dict[str, list[str]] = {}
    choices = {issue.where for issue in refused.issues if issue.keyword == "enum"}
    for issue in refused.issues:
        if issue.keyword == "type" and issue.where in choices:
            continue  # to an enum, what has another type is just no option
        if len(issue.where) == _WHOLE:
            _add(form, issue)
        else:
            _add(fields.setdefault(str(issue.where[_WHOLE]), []), issue)
    details = {"formErrors": form, "fieldErrors": fields}
    return Answer(400, {"error": "Validation failed", "details": details})


REFUSALS: Mapping[type[Refused], Callable[[Any], Answer]] = {
    RouteNotFound: lambda _: error(404, "Not found"),
    Moved: lambda r: Answer(308, None, {"Location": r.url}),
    MethodNotAllowed: lambda r: error(405, "Method not allowed", Allow=", ".join(r.allowed)),
    Unauthenticated: _unauthenticated,
    Forbidden: lambda r: error(403, r.reason),
    RateLimited: _rate_limited,
    BodyTooLarge: lambda _: error(413, "Request body too large"),
    Unreadable: lambda _: error(400, "Invalid request body"),
    Invalid: _invalid,
    NotFound: lambda r: error(404, f"{r.what} not found"),
    OutOfCredits: _out_of_credits,
    ProviderFailed: lambda r: error(502, r.error),
}

_FORMATS = {"uuid": "Invalid UUID", "uri": "Invalid URL"}

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    (str, "string"),
    ((int, float), "number"),
    (list, "array"),
    (dict, "object"),
)


def _add(messages: list[str], issue: Issue) -> None:
    """Say it, once."""
    message = _words(issue)
    if message not in messages:
        messages.append(message)


def _words(issue: Issue) -> str:
    limit = issue.limit
    match issue.keyword:
        case "required":
            return _absent(issue)
        case "type":
            return _wrong_type(str(limit), _kind(issue.value))
        case "enum":
            return _option(limit)
        case "minLength":
            return f"Too small: expected string to have >={limit} characters"
        case "maxLength":
            return f"Too big: expected string to have <={limit} characters"
        case "format":
            return _FORMATS[limit]
        case "image":
            return "Invalid image"
        case _:
            return "Invalid input"


def _absent(issue: Issue) -> str:
    """What Zod says of `undefined`, which is of the wrong type, but to an enum no option."""
    if "enum" in issue.missing:
        return _option(issue.missing["enum"])
    expected = "object" if len(issue.where) == _WHOLE else str(issue.missing["type"])
    return _wrong_type(expected, "undefined")


def _option(options: list[str]) -> str:
    return "Invalid option: expected one of " + "|".join(f'"{option}"' for option in options)


def _wrong_type(expected: str, received: str) -> str:
    return f"Invalid input: expected {expected}, received {received}"


def _kind(value: Any) -> str:
    """The type of a value in JavaScript's words."""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "null")
