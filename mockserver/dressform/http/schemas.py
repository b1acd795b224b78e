"""The bodies and queries that the control API takes."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from dressform.engine.clock import Mode
from dressform.engine.faults import KINDS
from dressform.http.problems import ControlError

Json = dict[str, Any]

MAX_CREDITS = 10**12
MAX_SECONDS = 10 * 365 * 24 * 3600
MIN_RATE, MAX_RATE = 0.001, 1_000_000.0

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MODE: Json = {"enum": ["real", "manual", "auto"]}
_RATE: Json = {"type": "number", "minimum": MIN_RATE, "maximum": MAX_RATE}
_NOW: Json = {"type": "string", "format": "date-time", "pattern": "^(19[89]|20|21)"}


def _object(required: list[str] | None = None, **properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": required or [],
        "additionalProperties": False,
    }


CLOCK = _object(mode=_MODE, rate=_RATE, now=_NOW)
ADVANCE = _object(
    seconds={"type": "number", "minimum": 0, "maximum": MAX_SECONDS},
    to={"enum": ["next", "idle"]},
) | {"minProperties": 1, "maxProperties": 1}
FAIL = _object(error={"type": "string", "minLength": 1, "maxLength": 1000})
TOKEN = _object(
    expires_in={
        "type": "number",
        "minimum": 1,
        "maximum": MAX_SECONDS,
        "description": "seconds of the workspace's time; an hour unless given",
    }
)
PATCH = _object(
    credits={"type": "integer", "minimum": 0, "maximum": MAX_CREDITS},
    plan={"type": ["string", "null"]},
    rate_limit={"type": ["integer", "null"], "minimum": 1},
    daily_limit={"type": ["integer", "null"], "minimum": 1},
    webhook_url={"type": ["string", "null"], "format": "uri", "pattern": "^https?://"},
    webhook_secret={"type": "string", "minLength": 1},
)
WORKSPACE = _object(**PATCH["properties"], seed={"type": "integer"}, clock=CLOCK)
REQUESTS = _object(
    operation={"type": "string", "description": "an operationId, or `media`"},
    status={
        "type": "string",
        "pattern": "^([1-5][0-9][0-9]|[1-5]xx|none)$",
        "description": "`402`, any `4xx`, or `none` where the connection was dropped",
    },
    since=_NOW | {"description": "by the workspace's time; included"},
    until=_NOW | {"description": "by the workspace's time; not included"},
    limit={"type": "integer", "minimum": 1, "description": "the latest so many"},
)


def _arguments() -> Json:
    """Every argument that some kind of fault takes, and what it means for which."""
    meanings: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        for argument, parameter in kind.parameters.items():
            meanings.setdefault(argument, []).append(f"`{name}`: {parameter.summary}")
    return {name: {"description": " ".join(texts)} for name, texts in meanings.items()}


FAULT = _object(
    ["kind"],
    kind={
        "enum": list(KINDS),
        "description": " ".join(f"`{name}`: {kind.summary}" for name, kind in KINDS.items()),
    },
    operation={
        "type": ["string", "null"],
        "description": "an operationId; `media`: downloads; absent: any documented operation",
    },
    times={
        "type": ["integer", "null"],
        "minimum": 1,
        "description": "how often it fires; absent: until it is taken back",
    },
    probability={"type": "number", "minimum": 0, "maximum": 1, "default": 1},
    skip={"type": "integer", "minimum": 0, "description": "so many matches pass first"},
    after={
        "type": "number",
        "minimum": 0,
        "maximum": MAX_SECONDS,
        "description": "seconds of the workspace's time until it is there",
    },
    **_arguments(),
)


def instant(text: str) -> int:
    """Microseconds since the epoch of an RFC 3339 date and time, to the microsecond."""
    try:
        return (datetime.fromisoformat(text.upper()) - _EPOCH) // timedelta(microseconds=1)
    except ValueError as error:  # a leap second, which no clock here knows
        raise ControlError(422, "Invalid instant", f"no instant: {text}: {error}") from None


def read_clock(text: str) -> tuple[Mode, float]:
    """Mode and rate of `real`, `manual`, `auto`, or of a real clock's rate such as `x60`."""
    modes: dict[str, Mode] = {"real": "real", "manual": "manual", "auto": "auto"}
    if text in modes:
        return modes[text], 1.0
    found = re.fullmatch(r"x(\d{1,7}(?:\.\d{1,3})?)", str(text), re.ASCII)
    if found is None or not MIN_RATE <= float(found[1]) <= MAX_RATE:
        raise ValueError(f"{text!r} is not real, manual, auto, or a rate such as x60")
    return "real", float(found[1])


def rfc3339(instant: int) -> str:
    """An instant as the control API prints it: to the microsecond, so that it can be sent back."""
    moment = (_EPOCH + timedelta(microseconds=instant)).replace(tzinfo=None)
    return f"{moment.isoformat()}Z"
