"""The catalogue of faults: where each strikes, and which arguments it takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Stage = Literal["request", "answer", "charge", "job", "announce", "attempt"]

REQUIRED: Any = object()
"""The default of an argument that has none."""

Schema = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One argument of a kind of fault: its JSON Schema, its default or `REQUIRED`, its meaning."""

    schema: Schema
    default: Any
    summary: str


@dataclass(frozen=True)
class Kind:
    """One way to misbehave. `stage` is the moment it strikes, `summary` what a client sees."""

    stage: Stage
    summary: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def _number(least: float, most: float, **more: Any) -> Schema:
    return {"type": "number", "minimum": least, "maximum": most, **more}


def _positive(most: float) -> Schema:
    return {"type": "number", "exclusiveMinimum": 0, "maximum": most}


def _distribution(name: str, **members: Schema) -> Schema:
    properties = {"type": {"const": name}, **members}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_WALL = _number(0, 600)
_VIRTUAL = _number(0, 10**7)
_LATENCY: Schema = {
    "anyOf": [
        _WALL,
        _distribution("uniform", lower=_WALL, upper=_WALL),
        _distribution("lognormal", median=_positive(600), sigma=_number(0, 10)),
    ]
}
_FRAMING = (
    "^([Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh]"
    "|[Tt][Rr][Aa][Nn][Ss][Ff][Ee][Rr]-[Ee][Nn][Cc][Oo][Dd][Ii][Nn][Gg]"
    "|[Cc][Oo][Nn][Nn][Ee][Cc][Tt][Ii][Oo][Nn])$"
)
_HEADERS: Schema = {
    "type": "object",
    "propertyNames": {
        "minLength": 1,
        "not": {"anyOf": [{"pattern": "[^!#$%&'*+.^_`|~0-9A-Za-z-]"}, {"pattern": _FRAMING}]},
    },
    "additionalProperties": {"type": "string", "not": {"pattern": "[^\\t\\x20-\\x7e]"}},
}
_ERROR = Parameter(
    {"type": "string", "minLength": 1, "maxLength": 1000},
    "The provider returned an error",
    "The error that the job ends with.",
)

_ITEMS = Parameter(
    {"type": ["array", "null"], "items": {"type": "integer", "minimum": 0}, "minItems": 1},
    None,
    "The items of a bulk that fail, from 0; null: all of it.",
)

KINDS: Mapping[str, Kind] = {
    "status": Kind(
        "request",
        "The request is answered with an error status, and nothing is done.",
        {
            "status": Parameter(
                {"type": "integer", "minimum": 400, "maximum": 599},
                REQUIRED,
                "The HTTP status, 400 to 599.",
            ),
            "body": Parameter({}, None, "Any JSON; null stands for the vendor's own shape."),
            "headers": Parameter(_HEADERS, {}, "Headers of the answer, by name."),
        },
    ),
    "latency": Kind(
        "request",
        "The answer comes late.",
        {
            "seconds": Parameter(
                _LATENCY,
                REQUIRED,
                "Seconds on the wall, at most 600, or a distribution: uniform, lognormal.",
            )
        },
    ),
    "rate_limit": Kind(
        "request",
        "The request is refused as one too many.",
        {"retry_after": Parameter(_positive(86400), 30, "Seconds until the next is accepted.")},
    ),
    "reset": Kind(
        "request",
        "The connection is dropped without an answer.",
        {
            "when": Parameter(
                {"enum": ["before", "after"]},
                "before",
                "Before anything was done, or after it was done and nobody heard.",
            )
        },
    ),
    "truncate": Kind(
        "answer",
        "The connection breaks off in the middle of the body.",
        {
            "fraction": Parameter(
                {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
                0.5,
                "The part of the body that is sent, from 0 to below 1.",
            )
        },
    ),
    "malformed": Kind(
        "answer", "The body is not what its headers say: JSON cut off, a picture that is none."
    ),
    "insufficient_credits": Kind(
        "charge", "A request that costs something is refused for want of credits."
    ),
    "provider_error": Kind(
        "job",
        "The job is accepted and charged, and fails when it would have been done.",
        {"error": _ERROR, "items": _ITEMS},
    ),
    "fail_at": Kind(
        "job",
        "The job is accepted and charged, and fails in the middle of its run.",
        {
            "fraction": Parameter(_number(0, 1), REQUIRED, "The part of its run, 0 to 1."),
            "error": _ERROR,
        },
    ),
    "stuck": Kind("job", "The job starts and never ends by itself."),
    "duplicate": Kind(
        "announce",
        "A webhook that was acknowledged is delivered again, with the same id and body.",
        {
            "copies": Parameter(
                {"type": "integer", "minimum": 1, "maximum": 10}, 1, "How many more times."
            )
        },
    ),
    "reorder": Kind(
        "announce",
        "A webhook arrives after one that was announced later.",
        {"seconds": Parameter(_VIRTUAL, 60, "Seconds that it waits for another at the most.")},
    ),
    "delay": Kind(
        "announce",
        "A webhook arrives late.",
        {"seconds": Parameter(_VIRTUAL, REQUIRED, "Seconds until its first attempt.")},
    ),
    "drop": Kind("announce", "A webhook is never sent."),
    "bad_signature": Kind("attempt", "A webhook is signed with another secret."),
    "stale_timestamp": Kind(
        "attempt",
        "A webhook is signed correctly, but for a time long ago.",
        {"seconds": Parameter(_positive(10**8), 3600, "Seconds by which the time is past.")},
    ),
}


def completed(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the arguments with the defaults filled in, or `ValueError` with what is wrong."""
    if kind not in KINDS:
        raise ValueError(f"there is no fault {kind!r}; there are: {_closest(kind)}")
    parameters = KINDS[kind].parameters
    for name in given:
        if name not in parameters:
            known = f"its arguments are: {', '.join(parameters)}" if parameters else "it takes none"
            raise ValueError(f"fault {kind!r} has no argument {name!r}; {known}")
    arguments = {}
    for name, parameter in parameters.items():
        value = given.get(name, parameter.default)
        if value is REQUIRED:
            raise ValueError(f"fault {kind!r} needs the argument {name!r}: {parameter.summary}")
        arguments[name] = _checked(f"argument {name!r} of fault {kind!r}", value, parameter)
    return arguments


def _checked(what: str, value: Any, parameter: Parameter) -> Any:
    """A copy of the value as plain JSON, once its schema accepts it."""
    from jsonschema import Draft202012Validator  # slow to load, seldom needed
    from jsonschema.exceptions import best_match

    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        value = json.loads(text.encode())
    except (TypeError, ValueError, RecursionError):
        raise ValueError(f"{what} is not JSON") from None
    error = best_match(Draft202012Validator(parameter.schema).iter_errors(value))
    if error is not None:
        raise ValueError(f"{what}: {error.message[:300]}; it is: {parameter.summary}")
    if parameter.schema is _LATENCY and _is_empty(value):
        raise ValueError(f"{what}: {value['lower']} is greater than {value['upper']}")
    return int(value) if parameter.schema.get("type") == "integer" else value


def _is_empty(latency: Any) -> bool:
    """Whether a distribution has nothing to draw from, which no schema can say."""
    return isinstance(latency, dict) and latency.get("lower", 0) > latency.get("upper", 0)


def _closest(kind: str) -> str:
    from difflib import get_close_matches

    return ", ".join(get_close_matches(kind, KINDS, n=len(KINDS), cutoff=0))
