"""From a request to a `Call`: every parameter and the body, held to the contract."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from yarl import URL

from dressform.contract import Operation, Schema, Shape, coerce
from dressform.engine.errors import Invalid, Issue
from dressform.engine.workspace import Workspace
from dressform.http import decode
from dressform.http.bodies import Body, text_or_name
from dressform.http.forms import MULTIPART, File, Form
from dressform.vendor import Call, Upload

Json = dict[str, Any]

_JSON = "application/json"


def make_call(
    request: web.BaseRequest,
    operation: Operation,
    path: Mapping[str, str],
    body: Body,
    workspace: Workspace,
    base_url: str,
) -> Call:
    """The call, or a refusal of what breaks the contract."""
    call = Call(workspace, operation.id, base_url)
    if operation.parameters:
        call.path, call.query = _parameters(operation, path, request.rel_url)
    if not operation.bodies:
        return call
    files: dict[str, bytes] = {}
    if not isinstance(body, bytes):
        schema = operation.bodies[MULTIPART]
        call.body, files = _form(body, schema)
    elif _JSON in operation.bodies:
        schema = operation.bodies[_JSON]
        call.body = _json_body(request, operation, body)
    else:  # a form is wanted and something else was sent: none of its fields are there
        schema = operation.bodies[MULTIPART]
    shape = schema.shape(call.body)
    judged = call.body
    if files or shape.files:
        judged = judged | _placeholders(call.body, files, shape, schema)
    if not shape.accepts(judged):
        _refuse(schema.issues(judged, ("body",)))
    if files or not shape.urls.isdisjoint(call.body):
        call.uploads = _uploads(call.body, files, shape, schema)
    call.settings = shape.defaults | call.body
    return call


def _refuse(issues: tuple[Issue, ...]) -> None:
    if issues:
        raise Invalid(issues)


def _parameters(operation: Operation, path: Mapping[str, str], url: URL) -> tuple[Json, Json]:
    places: Json = {}
    issues: tuple[Issue, ...] = ()
    if operation.path_parameters:
        for name, parameter in operation.path_parameters.items():
            places[name] = parameter.read([path[name]])
        if not operation.path_schema.accepts(places):
            issues = operation.path_schema.issues(places, ("path",))
    query = operation.unasked
    if query is None or (operation.query and url.raw_query_string):
        query, wrong = _query(operation, url)
        issues += wrong
    if issues:
        raise Invalid(issues)
    return places, query


def _query(operation: Operation, url: URL) -> tuple[Json, tuple[Issue, ...]]:
    """What the query asks for, defaults included, and what is wrong with it."""
    sent = url.query
    query = {
        name: parameter.read(sent.getall(name))
        for name, parameter in operation.query.items()
        if name in sent
    }
    issues = operation.query_schema.issues(query, ("query",))
    return operation.query_schema.with_defaults(query), issues


def _json_body(request: web.BaseRequest, operation: Operation, raw: bytes) -> Json:
    if not raw:
        if operation.body_required:
            raise Invalid((Issue(("body",), "required", None, None, "a body is required"),))
        return {}
    sent_as = request.headers.get("Content-Type", _JSON)
    if sent_as != _JSON and not _is_json(request.content_type):
        text = raw[:200].decode(errors="replace")
        raise Invalid((Issue(("body",), "type", "object", text, "not JSON by its Content-Type"),))
    value = decode.strict_json(raw)
    if value is None:
        raise Invalid((Issue(("body",), "required", None, None, "null is no body"),))
    if not isinstance(value, dict):
        raise Invalid((Issue(("body",), "type", "object", value, "not an object"),))
    return value


def _is_json(content_type: str) -> bool:
    return content_type == _JSON or content_type.endswith("+json")


def _form(fields: Form, schema: Schema) -> tuple[Json, dict[str, bytes]]:
    """Members and files of a form, the members read as what the schema says they are."""
    files = {name: f.data for name, f in fields.items() if isinstance(f, File)}
    texts = {name: text_or_name(f) for name, f in fields.items() if name not in files}
    return {name: coerce([text], schema.member({}, name)) for name, text in texts.items()}, files


def _placeholders(body: Json, files: Mapping[str, bytes], shape: Shape, schema: Schema) -> Json:
    """What stands for files while the schema judges; a file where text belongs is refused, and
    text where a file belongs.
    """
    issues = []
    placeholders: Json = {}
    plain = schema.shape({})
    for name in files:
        if name in plain.urls:
            placeholders[name] = "data:image/"
        elif name in plain.files:
            placeholders[name] = ""
        elif name in plain.members:
            issues.append(Issue(("body", name), "type", "string", "<file>", "a file, not text"))
    for name, value in body.items():
        if name in shape.files:
            issues.append(Issue(("body", name), "file", None, value, "expected an uploaded file"))
    _refuse(tuple(issues))
    return placeholders


def _uploads(
    body: Json, files: Mapping[str, bytes], shape: Shape, schema: Schema
) -> dict[str, Upload]:
    """Every image that came with the request: files, and `data:` URLs where a URL may stand."""
    uploads = {}
    for name, data in files.items():
        if name in schema.shape({}).members:
            uploads[name] = decode.image(data, ("body", name))
    for name in body:
        value = body[name] if name in shape.urls else None
        if isinstance(value, str) and value.startswith("data:"):
            uploads[name] = decode.data_url(value, ("body", name))
    return uploads
