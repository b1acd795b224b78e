"""The control API under `/_mock`: JSON in, JSON out, RFC 9457 problems for errors.

A page in a browser cannot drive it: a foreign `Host` or `Origin` is refused, there is no CORS,
and off loopback it asks for a token.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from dressform.contract import Schema
from dressform.engine.errors import Invalid, Refused
from dressform.engine.jobs import IllegalTransition
from dressform.http import decode
from dressform.http.gate import Gate
from dressform.http.pipeline import failure
from dressform.http.problems import ControlError
from dressform.http.responses import problem, to_response
from dressform.vendor import Answer

Json = dict[str, Any]
Action = Callable[[web.Request, Json], Awaitable[Answer]]
Respond = Callable[[web.Request], Awaitable[Answer]]


def guarded(gate: Gate, respond: Respond) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler of one route: passes the gate, and words every error."""

    async def handle(request: web.Request) -> web.Response:
        try:
            gate.check(request)
            answer = await respond(request)
        except ControlError as error:
            answer = error.answer
        except IllegalTransition as error:
            answer = problem(409, "Not possible now", str(error))
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = failure(error)
        return to_response(answer)

    return handle


def taking(schema: Json | None, action: Action) -> Respond:
    """The action, given the request's JSON body held to the schema; without one it takes none."""
    body_schema = Schema(schema or {"type": "object", "maxProperties": 0}, {})

    async def respond(request: web.Request) -> Answer:
        return await action(request, await _body(request, body_schema))

    return respond


def items(rows: list[Json], **members: Any) -> Answer:
    """Every list answers `{"items": [...]}`."""
    return Answer(200, {"items": rows, **members})


async def _body(request: web.Request, schema: Schema) -> Json:
    """The body, held to the route's schema; none is an empty object."""
    raw = await _bytes(request)
    if raw and request.content_type != "application/json":
        detail = f"send application/json, not {request.content_type}"
        raise ControlError(415, "Unsupported media type", detail)
    try:
        value = decode.strict_json(raw) if raw else {}
    except Invalid as refused:
        raise ControlError(400, "Not JSON", refused.issues[0].message) from None
    except Refused as refused:
        raise ControlError(400, "Not JSON", str(refused)) from None
    if issues := schema.issues(value, ()):
        errors = [{"at": "/".join(map(str, i.where)), "message": i.message} for i in issues]
        known = sorted(schema.node.get("properties", {}))
        detail = f"{issues[0].message}; known members: {', '.join(known) or 'none'}"
        raise ControlError(422, "Invalid body", detail, errors=errors)
    body: Json = value
    return body


async def _bytes(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        detail = f"the body is larger than {request.client_max_size} bytes"
        raise ControlError(413, "Too large", detail) from None
    except web.RequestPayloadError as error:  # its Content-Encoding is not what it is encoded in
        detail = " ".join(str(error).split())
        raise ControlError(400, "Unreadable", detail) from None
