"""From a request to a `Call`: every parameter and the body, held to the contract."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from yarl import URL

from dressform.contract import Operation, Schema, coerce
from dressform.engine.errors import Invalid, Issue
from dressform.engine.workspace import Workspace
from dressform.http import decode
from dressform.http.bodies import MULTIPART, Body, Form, text_or_name
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
    _refuse(schema.issues(call.body | _placeholders(call.body, files, schema), ("body",)))
    call.uploads = _uploads(call.body, files, schema)
    call.settings = schema.with_defaults(call.body)
    return call


def _refuse(issues: tuple[Issue, ...]) -> None:
    if issues:
        raise Invalid(issues)


def _parameters(operation: Operation, path: Mapping[str, str], url: URL) -> tuple[Json, Json]:
    texts = {name: url.query.getall(name) for name in operation.query if name in url.query}
    query = {name: coerce(text, operation.query[name].schema) for name, text in texts.items()}
    places = {
        name: coerce([path[name]], parameter.schema)
        for name, parameter in operation.path_parameters.items()
    }
    _refuse(
        (
            *operation.path_schema.issues(places, ("path",)),
            *operation.query_schema.issues(query, ("query",)),
        )
    )
    return places, operation.query_schema.with_defaults(query)


def _json_body(request: web.BaseRequest, operation: Operation, raw: bytes) -> Json:
    if not raw:
        if operation.body_required:
            raise Invalid((Issue(("body",), "required", None, None, "a body is required"),))
        return {}
    if "Content-Type" in request.headers and not _is_json(request.content_type):
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
    files = {name: f.file.read() for name, f in fields.items() if isinstance(f, web.FileField)}
    texts = {name: text_or_name(f) for name, f in fields.items() if name not in files}
    return {name: coerce([text], schema.member({}, name)) for name, text in texts.items()}, files


def _placeholders(body: Json, files: Mapping[str, bytes], schema: Schema) -> Json:
    """What stands for files while the schema judges; a file where text belongs is refused, and
    text where a file belongs.
    """
    issues = []
    placeholders: Json = {}
    for name in files:
        member = schema.member({}, name)
        if _is_url(member):
            placeholders[name] = "data:image/"
        elif _is_file(member):
            placeholders[name] = ""
        elif member:
            issues.append(Issue(("body", name), "type", "string", "<file>", "a file, not text"))
    for name, value in body.items():
        if _is_file(schema.member(body, name)):
            issues.append(Issue(("body", name), "file", None, value, "expected an uploaded file"))
    _refuse(tuple(issues))
    return placeholders


def _uploads(body: Json, files: Mapping[str, bytes], schema: Schema) -> dict[str, Upload]:
    """Every image that came with the request: files, and `data:` URLs where a URL may stand."""
    uploads = {
        name: decode.image(data, ("body", name))
        for name, data in files.items()
        if schema.member({}, name)
    }
    for name, value in body.items():
        is_data = isinstance(value, str) and value.startswith("data:")
        if is_data and _is_url(schema.member(body, name)):
            uploads[name] = decode.data_url(value, ("body", name))
    return uploads


def _is_url(member: Json) -> bool:
    return member.get("format") == "uri"


def _is_file(member: Json) -> bool:
    return member.get("format") == "binary"
