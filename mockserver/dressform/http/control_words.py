"""The words of the control API's document that stand in no docstring."""

from typing import Any

Json = dict[str, Any]

PLACES = {
    "vendor": "The slug of a vendor, as in /_mock/vendors.",
    "id": "The id of a workspace; `default` always exists.",
    "job": "The id of a job.",
    "delivery": "The id of a delivery, as its receiver sees it.",
    "fault": "The id of a fault.",
    "snapshot": "The id of a snapshot.",
}
TAGS = {
    "token": "Session tokens, for vendors that take them besides API keys.",
    "server": "The whole server: its vendors, and the clocks of all workspaces.",
    "workspaces": "Accounts, isolated from each other: a key, credits, a clock, a seed each.",
    "ledger": "Credits granted, charged and given back.",
    "jobs": "Asynchronous generations, and how to end them.",
    "deliveries": "Webhooks and their attempts.",
    "requests": "The journal: what a client asked and was answered.",
    "lint": "What a careful reviewer would say of the client.",
    "clock": "The time of one workspace.",
    "faults": "Planned misbehaviour of one workspace.",
    "snapshots": "A whole workspace kept, gone back to, or gone on from in a new one.",
}
ABOUT = """Steers a running Dressform server: workspaces, time, faults, snapshots, journals.

It is Dressform's own and no vendor has anything like it. JSON in, JSON out; errors are RFC 9457
problem details. Bound to loopback it asks for no credentials, bound to anything else for the token
that is printed at start-up. A page of another site cannot drive it."""
REFUSAL: Json = {
    "description": (
        "It cannot be done, and nothing was changed. 400: the body is not JSON. 401: off loopback, "
        "the token is missing. 403: a page of a foreign site asks. 404: what the path names is not "
        "there; the detail says what is. 409: not possible as things stand. 413: the body is too "
        "large. 415: it is not application/json. 422: it is not what this takes; the detail says "
        "what is."
    ),
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEM: Json = {
    "description": "RFC 9457 problem details.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"at": {"type": "string"}, "message": {"type": "string"}},
                "required": ["at", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
