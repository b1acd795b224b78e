"""The OpenAPI document of the control API, made from its table of routes."""

import re
from collections.abc import Iterable, Sequence
from inspect import cleandoc
from typing import Any

import msgspec

from dressform.engine.faults import KINDS
from dressform.http.control import Json, Route
from dressform.http.control_examples import EXAMPLES, fault_schema_name, fault_schemas
from dressform.http.control_words import ABOUT, PLACES, PROBLEM, REFUSAL, TAGS
from dressform.version import __version__

_REF = "#/components/schemas/{name}"
_PLACE = re.compile(r"{(\w+)}")
_NO_NAME = re.compile(r"[^a-z_]+")
_FAULT: Json = {
    "oneOf": [{"$ref": _REF.format(name=fault_schema_name(kind))} for kind in KINDS],
    "discriminator": {
        "propertyName": "kind",
        "mapping": {kind: _REF.format(name=fault_schema_name(kind)) for kind in KINDS},
    },
}


def control_document(routes: Iterable[Route], origin: str, vendors: Sequence[str]) -> Json:
    """The document, for a server at that origin (`http://host:port`) that serves those vendors."""
    routes = list(routes)
    answers, components = msgspec.json.schema_components(
        [route.answer for route in routes if route.answer is not None], ref_template=_REF
    )
    references = iter(answers)
    paths: dict[str, Json] = {}
    for route in routes:
        answer = next(references) if route.answer is not None else None
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, answer, vendors)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dressform control API",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": origin, "description": "This server."}],
        "security": [{}, {"token": []}],
        "tags": [{"name": n, "description": TAGS[n]} for n in dict.fromkeys(map(_tag, routes))],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, **fault_schemas(), **_tidied(components)},
            "responses": {"Problem": REFUSAL},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, answer: Json | None, vendors: Sequence[str]) -> Json:
    text = " ".join(cleandoc(route.action.__doc__ or "").split())
    summary = text.partition(". ")[0].removesuffix(".").replace("`", "")
    operation: Json = {
        "operationId": route.id,
        "tags": [_tag(route)],
        "summary": summary,
        "description": text,
        "parameters": [*_places(route, vendors), *_query(route)],
        "responses": {
            str(route.status): _success(answer),
            "4XX": {"$ref": "#/components/responses/Problem"},
        },
    }
    if route.body is not None:
        operation["requestBody"] = {
            "required": bool(route.body.get("required") or route.body.get("minProperties")),
            "content": {"application/json": _body(route)},
        }
    return operation


def _body(route: Route) -> Json:
    examples = {
        _NO_NAME.sub("_", text): {"summary": text, "value": value} | _kind(text)
        for text, value in EXAMPLES.get(route.id, {}).items()
    }
    return {"schema": _FAULT if route.id == "plan_fault" else route.body, "examples": examples}


def _kind(text: str) -> Json:
    """What a kind of fault does, where an example is named after one."""
    return {"description": KINDS[text].summary} if text in KINDS else {}


def _success(answer: Json | None) -> Json:
    if answer is None:
        return {"description": "Done; no body."}
    return {"description": "Done.", "content": {"application/json": {"schema": answer}}}


def _places(route: Route, vendors: Sequence[str]) -> list[Json]:
    schemas: dict[str, Json] = {"vendor": {"enum": list(vendors)}, "id": {"default": "default"}}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PLACES[name],
            "schema": {"type": "string", **schemas.get(name, {})},
        }
        for name in _PLACE.findall(route.path)
    ]


def _query(route: Route) -> list[Json]:
    members = route.query["properties"] if route.query else {}
    return [
        {
            "name": name,
            "in": "query",
            "description": member.get("description", ""),
            "schema": {key: value for key, value in member.items() if key != "description"},
        }
        for name, member in members.items()
    ]


def _tag(route: Route) -> str:
    """By what stands behind the workspace in the path."""
    inside = route.path.partition("/workspaces")[2].split("/")
    if "/workspaces" not in route.path:
        return "server"
    return inside[2] if len(inside) > 2 else "workspaces"


def _tidied(components: dict[str, Any]) -> dict[str, Any]:
    """Descriptions as one paragraph, whatever indentation their docstrings have."""
    return {
        name: schema | {"description": " ".join(schema.get("description", "").split())}
        for name, schema in components.items()
    }
