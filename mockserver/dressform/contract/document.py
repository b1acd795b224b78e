"""The document: its operations, and where each of their schemas is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dressform.contract.schema import Schema, coerce, kind_of, scalar
from dressform.resources import SCHEMAS

Json = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")


class _Loader(yaml.CSafeLoader):
    """YAML as JSON: a timestamp stays the text it is."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class declares it so
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Parameter:
    """One documented parameter. `location` is `path`, `query` or `header`."""

    name: str
    location: str
    required: bool
    schema: Json

    def read(self, texts: list[str]) -> Any:
        """What its texts stand for; text that does not fit stays text."""
        kind = self._kind
        return coerce(texts, self.schema) if kind == "array" else scalar(texts[-1], kind)

    @cached_property
    def _kind(self) -> str:
        return kind_of(self.schema)


@dataclass(frozen=True)
class Operation:
    """One documented method and path, named by its `operationId`.

    `bodies` and `responses` hold the schemas by media type and by status; `success` is the one
    status below 300. `evidence` is documented, observed or inferred, `source` where that stands.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body_required: bool
    bodies: Mapping[str, Schema]
    responses: Mapping[int, Schema | None]
    success: int
    evidence: str
    source: str

    path_schema: Schema
    query_schema: Schema

    @cached_property
    def query(self) -> Mapping[str, Parameter]:
        """Its query parameters by name."""
        return {p.name: p for p in self.parameters if p.location == "query"}

    @cached_property
    def path_parameters(self) -> Mapping[str, Parameter]:
        """Its path parameters by name."""
        return {p.name: p for p in self.parameters if p.location == "path"}

    @cached_property
    def unasked(self) -> Json | None:
        """What a call has for a query that sends none; None where that is not enough."""
        enough = self.query_schema.accepts({})
        return self.query_schema.with_defaults({}) if enough else None


class Contract:
    """One vendor's OpenAPI 3.1 document. Schemas are compiled when first used."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.components: Json = document.get("components", {})
        self.operations = {operation.id: operation for operation in self._operations()}
        self.webhooks = {
            name: self._schema(self._content(item["post"]["requestBody"])["application/json"])
            for name, item in document.get("webhooks", {}).items()
        }

    def resolve(self, node: Json) -> Json:
        """The node itself, or what its `$ref` inside this document points at."""
        while "$ref" in node:
            found: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Json) -> Operation:
        node = item[method]
        body = self.resolve(node["requestBody"]) if "requestBody" in node else {}
        responses = {int(status): self.resolve(r) for status, r in node["responses"].items()}
        parameters = tuple(
            self._parameter(self.resolve(p))
            for p in [*item.get("parameters", []), *node.get("parameters", [])]
        )
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            path=path,
            parameters=parameters,
            body_required=body.get("required", False),
            bodies={
                media_type: self._schema(content)
                for media_type, content in self._content(body).items()
            },
            responses={
                status: self._schema(content["application/json"])
                if "application/json" in (content := self._content(response))
                else None
                for status, response in responses.items()
            },
            success=min(responses),
            evidence=node["x-evidence"],
            source=node["x-source"],
            path_schema=self._members(parameters, "path"),
            query_schema=self._members(parameters, "query"),
        )

    def _content(self, node: Json) -> Json:
        content: Json = node.get("content", {})
        return content

    def _parameter(self, node: Json) -> Parameter:
        return Parameter(
            node["name"], node["in"], node.get("required", False), self.resolve(node["schema"])
        )

    def _members(self, parameters: Iterable[Parameter], location: str) -> Schema:
        """One object schema for all parameters of a location."""
        here = [parameter for parameter in parameters if parameter.location == location]
        node = {
            "type": "object",
            "required": [parameter.name for parameter in here if parameter.required],
            "properties": {parameter.name: parameter.schema for parameter in here},
        }
        return Schema(node, self.components)

    def _schema(self, content: Json) -> Schema:
        return Schema(content["schema"], self.components)


def parse(text: str | bytes) -> Any:
    """YAML that holds nothing but JSON."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader, made stricter


def load(slug: str, path: Path | None = None) -> Contract:
    """The contract of that vendor, from `schemas/<slug>/openapi.yaml` or another place."""
    return Contract(parse((path or SCHEMAS / slug / "openapi.yaml").read_bytes()))
