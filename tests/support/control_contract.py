"""The control API's own document, as a judge of what the control API answers."""

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import msgspec
import requests

from dressform.contract.paths import PathTable
from dressform.http.control_document import control_document
from dressform.http.control_routes import control_routes
from dressform.http.control_scope import Scope

Json = dict[str, Any]
Verdict = jsonschema_rs.Draft202012Validator | None


def judge(response: requests.Response) -> None:
    """Hold an answer to the document: status, content type and body. What is no route is let pass."""
    request = response.request
    found = _answers().match(urlsplit(request.url or "").path)
    if found is None or (request.method or "") not in found[0]:
        return
    known = found[0][request.method or ""]
    status = str(response.status_code)
    pattern = status if status in known else f"{status[0]}XX"
    assert pattern in known, f"{request.method} {request.url}: {status} is not documented"
    content_type, validator = known[pattern]
    assert response.headers.get("Content-Type") == content_type, response.headers
    if validator is None:
        assert response.content == b""
        return
    errors = [error.message for error in validator.iter_errors(response.json())]
    assert not errors, f"{request.method} {request.url}: {errors}"


@cache
def documented() -> Json:
    """The document, of a server of one vendor at an origin that nobody asks for."""
    scope: Any = Scope({}, None, None, None)  # type: ignore[arg-type]
    document = control_document(control_routes(scope), "http://127.0.0.1", ["uwear"])
    plain: Json = json.loads(msgspec.json.encode(document))
    return plain


@cache
def _answers() -> PathTable[dict[str, tuple[str | None, Verdict]]]:
    """By path and method: for each status its content type and the judge of its body."""
    table: PathTable[dict[str, tuple[str | None, Verdict]]] = PathTable()
    document = documented()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            answers = {
                status: _answer(answer, document)
                for status, answer in operation["responses"].items()
            }
            table.add(method.upper(), path, answers)
    return table


def _answer(answer: Json, document: Json) -> tuple[str | None, Verdict]:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    for content_type, content in answer.get("content", {}).items():
        schema = content["schema"] | {"components": document["components"]}
        return content_type, jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return None, None
