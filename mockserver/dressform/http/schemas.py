"""The bodies that the control API takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

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
PATCH = _object(
    credits={"type": "integer", "minimum": 0, "maximum": MAX_CREDITS},
    plan={"type": ["string", "null"]},
    rate_limit={"type": ["integer", "null"], "minimum": 1},
    webhook_url={"type": ["string", "null"], "format": "uri", "pattern": "^https?://"},
    webhook_secret={"type": "string", "minLength": 1},
)
WORKSPACE = _object(**PATCH["properties"], seed={"type": "integer"}, clock=CLOCK)


def instant(text: str) -> int:
    """Microseconds since the epoch of an RFC 3339 date and time, to the microsecond."""
    try:
        return (datetime.fromisoformat(text.upper()) - _EPOCH) // timedelta(microseconds=1)
    except ValueError as error:  # a leap second, which no clock here knows
        raise ControlError(422, "Invalid body", f"no instant: {text}: {error}") from None


def rfc3339(instant: int) -> str:
    """An instant as the control API prints it: to the microsecond, so that it can be sent back."""
    moment = (_EPOCH + timedelta(microseconds=instant)).replace(tzinfo=None)
    return f"{moment.isoformat()}Z"
