"""FastAPI with pydantic 2: bearer tokens, `detail`, and the list of a 422.

Source: vendor-notes.md, "Shapes of the frameworks"; graded inferred.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dressform.contract import coerce
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


def detail(status: int, text: str, **headers: str) -> Answer:
    """An `HTTPException` as FastAPI words it; header names have `_` for `-`."""
    return Answer(status, {"detail": text}, {k.replace("_", "-"): v for k, v in headers.items()})


def _unauthenticated(refused: Unauthenticated) -> Answer:
    text = "Invalid API key" if refused.reason == "unknown" else "Not authenticated"
    return detail(401, text, WWW_Authenticate="Bearer")


def _rate_limited(refused: RateLimited) -> Answer:
    seconds = -(-refused.retry_after // SECOND)
    return detail(429, "Rate limit exceeded", Retry_After=str(seconds))


def _invalid(refused: Invalid) -> Answer:
    by_place: dict[tuple[str | int, ...], Json] = {}
    for issue in refused.issues:
        error = _error(issue)
        by_place.setdefault(tuple(error["loc"]), error)
    return Answer(422, {"detail": list(by_place.values())})


REFUSALS: Mapping[type[Refused], Callable[[Any], Answer]] = {
    RouteNotFound: lambda _: detail(404, "Not Found"),
    Moved: lambda r: Answer(307, None, {"Location": r.url}),
    MethodNotAllowed: lambda r: detail(405, "Method Not Allowed", Allow=", ".join(r.allowed)),
    Unauthenticated: _unauthenticated,
    Forbidden: lambda r: detail(403, r.reason),
    RateLimited: _rate_limited,
    BodyTooLarge: lambda r: detail(413, f"Request body is larger than {r.limit} bytes"),
    Unreadable: lambda _: detail(400, "There was an error parsing the body"),
    Invalid: _invalid,
    NotFound: lambda r: detail(404, f"{r.what} not found"),
    ProviderFailed: lambda r: detail(502, r.error),
    OutOfCredits: lambda r: detail(
        402, f"Insufficient credits: {r.required} required, {r.available} available"
    ),
}

_TYPES = {
    "integer": ("int_type", "Input should be a valid integer"),
    "number": ("float_type", "Input should be a valid number"),
    "string": ("string_type", "Input should be a valid string"),
    "boolean": ("bool_type", "Input should be a valid boolean"),
    "array": ("list_type", "Input should be a valid list"),
    "object": ("dict_type", "Input should be a valid dictionary"),
    "null": ("none_required", "Input should be None"),
}
_PARSING = {
    "integer": (
        "int_parsing",
        "Input should be a valid integer, unable to parse string as an integer",
    ),
    "number": (
        "float_parsing",
        "Input should be a valid number, unable to parse string as a number",
    ),
    "boolean": ("bool_parsing", "Input should be a valid boolean, unable to interpret input"),
}
_MAX_DIGITS = 4300
_UUID = (8, 4, 4, 4, 12)
_OVERSIZED = (
    "int_parsing_size",
    "Unable to parse input string as an integer, exceeded maximum size",
)


def _error(issue: Issue) -> Json:
    """One entry of the list: `{type, loc, msg, input, ctx?}`."""
    kind, message, context = _words(issue)
    error = {"type": kind, "loc": list(issue.where), "msg": message, "input": issue.value}
    return error | ({"ctx": context} if context else {})


def _words(issue: Issue) -> tuple[str, str, Json]:
    limit = issue.limit
    match issue.keyword:
        case "json":
            return "json_invalid", "JSON decode error", {"error": issue.message}
        case "unicode":
            return (
                "string_unicode",
                "Input should be a valid string, unable to parse raw data as a unicode string",
                {},
            )
        case "required":
            return "missing", "Field required", {}
        case "type":
            return (*_wrong_type(issue), {})
        case "enum" | "const":
            expected = _either(limit if isinstance(limit, list) else [limit])
            return "literal_error", f"Input should be {expected}", {"expected": expected}
        case "minimum":
            text = f"Input should be greater than or equal to {limit}"
            return "greater_than_equal", text, {"ge": limit}
        case "maximum":
            text = f"Input should be less than or equal to {limit}"
            return "less_than_equal", text, {"le": limit}
        case "minLength":
            text = f"String should have at least {_count(limit, 'character')}"
            return "string_too_short", text, {"min_length": limit}
        case "maxLength":
            text = f"String should have at most {_count(limit, 'character')}"
            return "string_too_long", text, {"max_length": limit}
        case "minItems" | "maxItems":
            return _wrong_length(issue)
        case "format" if limit == "uri":
            reason = _url_reason(issue)
            return "url_parsing", f"Input should be a valid URL, {reason}", {"error": reason}
        case "format" if limit == "uuid":
            reason = _uuid_reason(str(issue.value))
            return "uuid_parsing", f"Input should be a valid UUID, {reason}", {"error": reason}
        case "pattern":
            text = f"String should match pattern '{limit}'"
            return "string_pattern_mismatch", text, {"pattern": limit}
        case "file":
            text = "Value error, Expected UploadFile, received: <class 'str'>"
            return "value_error", text, {"error": {}}
        case _:
            return "value_error", f"Value error, {issue.message}", {"error": {}}


def _wrong_type(issue: Issue) -> tuple[str, str]:
    kinds = [issue.limit] if isinstance(issue.limit, str) else issue.limit
    kind = next(kind for kind in kinds if kind != "null")
    if issue.where == ("body",):
        return (
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
        )
    if kind in _PARSING and isinstance(issue.value, str):
        if kind == "integer" and issue.value.isdecimal() and len(issue.value) > _MAX_DIGITS:
            return _OVERSIZED
        if coerce([issue.value], {"type": kind}) == issue.value:
            return _PARSING[kind]
    if kind == "integer" and isinstance(issue.value, float):
        return (
            "int_from_float",
            "Input should be a valid integer, got a number with a fractional part",
        )
    return _TYPES[kind]


def _url_reason(issue: Issue) -> str:
    if not issue.value:
        return "input is empty"
    has_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", issue.value)
    return issue.message if has_scheme else "relative URL without a base"


def _uuid_reason(text: str) -> str:
    """What pydantic's parser, the `uuid` crate, finds wrong with it first."""
    if (odd := re.search(r"[^0-9a-fA-F-]", text)) is not None:
        return f"invalid character: found `{odd[0]}` at {odd.start()}"
    groups = [len(group) for group in text.split("-")]
    if len(groups) == 1:
        return f"invalid length: found {groups[0]}"
    if len(groups) != len(_UUID):
        return f"invalid group count: expected {len(_UUID)}, found {len(groups)}"
    at = next(
        at for at, (length, own) in enumerate(zip(groups, _UUID, strict=True)) if length != own
    )
    return f"invalid group length in group {at}: expected {_UUID[at]}, found {groups[at]}"


def _wrong_length(issue: Issue) -> tuple[str, str, Json]:
    few = issue.keyword == "minItems"
    bound, actual = ("at least", "too_short") if few else ("at most", "too_long")
    length = len(issue.value)
    text = f"List should have {bound} {_count(issue.limit, 'item')} after validation, not {length}"
    context = {
        "field_type": "List",
        "min_length" if few else "max_length": issue.limit,
        "actual_length": length,
    }
    return actual, text, context


def _either(values: list[Any]) -> str:
    quoted = [repr(value) if isinstance(value, str) else str(value) for value in values]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
