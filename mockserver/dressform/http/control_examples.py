"""What a reader of the control API's document is shown of its bodies, beyond their schemas."""

from typing import Any

from dressform.engine.faults import KINDS, REQUIRED, Kind
from dressform.http.schemas import FAULT

Json = dict[str, Any]

_ARGUMENTS: dict[str, Json] = {
    "status": {"status": 503, "headers": {"Retry-After": "2"}},
    "latency": {"seconds": {"type": "uniform", "lower": 0.2, "upper": 0.5}},
    "reset": {"when": "after"},
    "rate_limit": {"retry_after": 30},
    "truncate": {"operation": "media"},
    "fail_at": {"fraction": 0.5},
    "duplicate": {"copies": 2},
    "delay": {"seconds": 60},
}
_ADVANCE: dict[str, Json] = {
    "four hours": {"seconds": 14400},
    "the next event": {"to": "next"},
    "until nothing is left to happen": {"to": "idle"},
}
_CLOCK: dict[str, Json] = {
    "moves when told, or when a job is polled": {"mode": "auto"},
    "follows the wall, 60 times as fast": {"mode": "real", "rate": 60},
}
_WORKSPACE: dict[str, Json] = {
    "an account that soon runs out": {"credits": 5, "clock": {"mode": "auto"}},
    "an account with a webhook": {
        "webhook_url": "http://127.0.0.1:9000/hook",
        "webhook_secret": "whsec_c2VjcmV0",
        "rate_limit": 60,
    },
}

EXAMPLES: dict[str, dict[str, Json]] = {
    "set_clocks": _CLOCK,
    "advance_clocks": _ADVANCE,
    "open_workspace": _WORKSPACE,
    "change_workspace": {"out of credits": {"credits": 0}, "no rate limit": {"rate_limit": None}},
    "mint_token": {"for a minute": {"expires_in": 60}},
    "fail_job": {"a provider's reason": {"error": "no garment in the picture"}},
    "set_clock": _CLOCK,
    "advance_clock": _ADVANCE,
    "plan_fault": {kind: {"kind": kind, "times": 1, **_ARGUMENTS.get(kind, {})} for kind in KINDS},
}
"""Bodies by the id of their route and by what they are for."""


def fault_schemas() -> dict[str, Json]:
    """One schema for each kind of fault, by its name in the document, with the kind's arguments."""
    return {fault_schema_name(name): _fault_schema(name, kind) for name, kind in KINDS.items()}


def fault_schema_name(kind: str) -> str:
    """`bad_signature` is `BadSignatureFault`."""
    return f"{kind.title().replace('_', '')}Fault"


def _fault_schema(name: str, kind: Kind) -> Json:
    arguments = {
        argument: parameter.schema
        | {"description": parameter.summary}
        | ({} if parameter.default in (REQUIRED, None) else {"default": parameter.default})
        for argument, parameter in kind.parameters.items()
    }
    needed = [argument for argument, p in kind.parameters.items() if p.default is REQUIRED]
    of_any_kind = ("operation", "times", "probability", "skip", "after")
    common = {member: FAULT["properties"][member] for member in of_any_kind}
    return {
        "description": kind.summary,
        "type": "object",
        "properties": {"kind": {"const": name, "type": "string"}, **arguments, **common},
        "required": ["kind", *needed],
        "additionalProperties": False,
    }
