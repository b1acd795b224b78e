"""Whether an answer has the shape that its document gives it: status, headers, media type, body."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from dressform.checks.verdicts import Evidence
from dressform.contract import Contract, Operation, Schema, coerce

if TYPE_CHECKING:
    from jsonschema import ValidationError

Json = dict[str, Any]

_MOST = 20
"""Findings about one answer; the rest would say the same of other rows."""


@dataclass(frozen=True)
class Finding:
    """Something about an answer that its document does not allow, and how sure the document is."""

    message: str
    evidence: Evidence
    source: str


@dataclass(frozen=True)
class Grade:
    """How sure the document is of something, and where that stands."""

    evidence: Evidence
    source: str

    def at(self, node: Any) -> "Grade":
        """The grade of what lies below that node."""
        if not isinstance(node, dict) or "x-evidence" not in node:
            return self
        return Grade(node["x-evidence"], node.get("x-source", self.source))


class Judge:
    """Judges answers by one vendor's document."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def grade(self, operation: Operation, status: int) -> Grade:
        """How sure the document is of this operation's answering so."""
        node = self._node(operation, status)
        return Grade(cast("Evidence", operation.evidence), operation.source).at(node)

    def findings(
        self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes
    ) -> tuple[Finding, ...]:
        """What is wrong with an answer; a status that is not documented is none of its business."""
        if status not in operation.responses:
            return ()
        found = [*self._headers(operation, status, headers)]
        found += self._body(operation, status, headers, body)
        return tuple(found[:_MOST])

    def _headers(
        self, operation: Operation, status: int, headers: Mapping[str, str]
    ) -> Iterator[Finding]:
        node, outer = self._node(operation, status), self.grade(operation, status)
        for name, reference in node.get("headers", {}).items():
            header = self._contract.resolve(reference)
            grade = outer.at(header)
            if name not in headers:
                if header.get("required"):
                    yield Finding(f"the header {name} is missing", grade.evidence, grade.source)
                continue
            schema, value = self._contract.resolve(header["schema"]), headers[name]
            compiled = Schema(schema, self._contract.components)
            for error in compiled.errors(coerce([value], schema)):
                grade = grade.at(schema)
                yield Finding(f"the header {name}: {error.message}", grade.evidence, grade.source)

    def _body(
        self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes
    ) -> Iterator[Finding]:
        node = self._node(operation, status)
        outer, content = self.grade(operation, status), node.get("content", {})
        if not content:
            if body:
                yield Finding(
                    f"{len(body)} bytes where no body belongs", outer.evidence, outer.source
                )
            return
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        media_type = next(iter(content))
        grade = outer.at(content[media_type])
        if not re.fullmatch(r"application/(json|[\w.+-]+\+json)", kind):
            yield Finding(f"its media type is {kind or 'not named'}", grade.evidence, grade.source)
        schema = operation.responses[status]
        if schema is None:
            return
        try:
            value = _read(body)
        except (ValueError, RecursionError) as no_json:
            yield Finding(f"its body is no JSON: {no_json}", grade.evidence, grade.source)
            return
        for error in schema.errors(value):
            found = self._graded(grade, schema, error)
            place = "/".join(map(str, error.absolute_path)) or "the body"
            yield Finding(f"{place}: {error.message}", found.evidence, found.source)

    def _graded(self, grade: Grade, schema: Schema, error: "ValidationError") -> Grade:
        """The grade of the deepest place in the document that the error comes from."""
        node: Any = schema.node
        grade = grade.at(node)
        for step in error.absolute_schema_path:
            if isinstance(node, dict) and step not in node:  # jsonschema leaves `$ref` out of paths
                node = self._contract.resolve(node)
                grade = grade.at(node)
            node = node[step]
            grade = grade.at(node)
        return grade

    def _node(self, operation: Operation, status: int) -> Json:
        item = self._contract.document["paths"][operation.path][operation.method.lower()]
        return self._contract.resolve(item["responses"].get(str(status), {}))


def _read(body: bytes) -> Any:
    """JSON as RFC 8259 has it: NaN and Infinity are none."""

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON")

    return json.loads(body, parse_constant=refuse)
