"""A vendor's OpenAPI document and examples as they lie in `schemas/`, read without our own loader."""

import json
from collections.abc import Iterator
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from dressform.resources import SCHEMAS

Json = dict[str, Any]

GRADES = {"documented", "observed", "inferred"}


class Document:
    """One vendor's. `operations` are path, method, path item and operation by `operationId`."""

    def __init__(self, slug: str) -> None:
        folder = SCHEMAS / slug
        self.whole: Json = yaml.safe_load((folder / "openapi.yaml").read_text("utf-8"))
        self.cases: list[Json] = [
            json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("examples/*.json"))
        ]
        self.operations: dict[str, tuple[str, str, Json, Json]] = {
            node["operationId"]: (path, method.upper(), item, node)
            for path, item in self.whole["paths"].items()
            for method, node in item.items()
            if method != "parameters"
        }

    def errors(self, schema: Json, value: Any) -> list[str]:
        """What is wrong with the value, formats included; empty if it keeps to the schema."""
        whole = schema | {"components": self.whole["components"]}
        validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def resolved(self, node: Json) -> Json:
        """The node, or what its reference points at."""
        while "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            node = self.whole["components"][kind][name]
        return node

    def nodes(self) -> Iterator[tuple[str, Json]]:
        """Every mapping of the document with its address, but for the values of examples."""
        return _nodes(self.whole, "#")


def component(name: str) -> Json:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def _nodes(node: Any, where: str) -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict):
        yield where, node
        for key, value in node.items():
            if key not in {"example", "examples"}:
                yield from _nodes(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _nodes(value, f"{where}/{index}")
