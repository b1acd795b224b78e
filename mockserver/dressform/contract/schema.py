"""JSON Schema 2020-12: a fast verdict, and the reference validator's words when it is no.

`jsonschema-rs` decides; what is wrong is then worded from `jsonschema`, which is imported only
then. Formats are asserted by both, and for a URL the reference asks the fast one: its own check
takes a line break at the end for a part of the URL, which RFC 3986 does not.
"""

import math
import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from dressform.engine.errors import Issue

if TYPE_CHECKING:
    import jsonschema

Json = dict[str, Any]

MAX_ISSUES = 1_000
"""How many things that are wrong with one value are told; a large array can hold millions."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,4300}(\.0+)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Schema:
    """One schema of a document, compiled when first used.

    A `oneOf` that has a `discriminator` is judged, worded and defaulted by the branch that the
    discriminating member picks; `x-default` beside it says which one when that member is absent.
    """

    def __init__(self, node: Json, components: Json) -> None:
        self.node = node
        self.whole = node | {"components": components}
        self._components = components

    def accepts(self, value: Any) -> bool:
        """Whether the value keeps to the schema."""
        return self._fast.is_valid(value)

    def issues(self, value: Any, where: tuple[str | int, ...]) -> tuple[Issue, ...]:
        """What is wrong with the value, which stands at `where` in the request: the first
        `MAX_ISSUES` of it.
        """
        if self.accepts(value):
            return ()
        judge = self.node
        while "discriminator" in (node := self.resolve(judge)):
            if not isinstance(value, dict):
                return (Issue(where, "type", "object", value, f"{value!r} is not an object"),)
            branch = self._branch(node, value)
            if branch is None:
                return (_unknown_branch(node["discriminator"], value, where),)
            judge = node["oneOf"][branch]
        errors = islice(self._reference(judge).iter_errors(value), MAX_ISSUES)
        return tuple(_issue(error, where) for error in errors)

    def with_defaults(self, value: Json) -> Json:
        """The object, which the schema accepts, with every absent member that has a default."""
        defaults: Json = {}
        for node in self._chosen(value):
            if "discriminator" in node and "x-default" in node:
                defaults[node["discriminator"]["propertyName"]] = node["x-default"]
            for name, member in node.get("properties", {}).items():
                resolved = self.resolve(member)
                if "default" in resolved:
                    defaults[name] = resolved["default"]
        return defaults | value

    def member(self, value: Json, name: str) -> Json:
        """The schema of the object's member of that name; empty where it has none."""
        nodes = (node.get("properties", {}) for node in self._chosen(value))
        return next((self.resolve(node[name]) for node in nodes if name in node), {})

    def _chosen(self, value: Json) -> Iterator[Json]:
        """The node, and below its discriminators the branches that the value picks."""
        node = self.resolve(self.node)
        yield node
        while "discriminator" in node:
            branch = self._branch(node, value)
            if branch is None:
                return
            node = self.resolve(node["oneOf"][branch])
            yield node

    def resolve(self, node: Json) -> Json:
        """The node with what its `$ref` points at; siblings of the `$ref` win."""
        while "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            node = self._components[kind][name] | siblings
        return node

    @cached_property
    def _fast(self) -> "jsonschema_rs.Draft202012Validator":
        return jsonschema_rs.Draft202012Validator(self.whole, validate_formats=True)

    def _reference(self, node: Json) -> "jsonschema.Draft202012Validator":
        from jsonschema import Draft202012Validator

        whole = node | {"components": self._components}
        return Draft202012Validator(whole, format_checker=_format_checker())

    def _branch(self, node: Json, value: Json) -> int | None:
        """Which branch of a discriminated `oneOf` the value belongs to; None for an unknown one."""
        discriminator = node["discriminator"]
        picked = value.get(discriminator["propertyName"], node.get("x-default"))
        target = discriminator["mapping"].get(picked) if isinstance(picked, str) else None
        return next((i for i, b in enumerate(node["oneOf"]) if b.get("$ref") == target), None)


@cache
def _format_checker() -> "jsonschema.FormatChecker":
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(())
    checker.checkers = dict(Draft202012Validator.FORMAT_CHECKER.checkers)
    is_uri = jsonschema_rs.Draft202012Validator({"format": "uri"}, validate_formats=True).is_valid
    checker.checks("uri")(is_uri)
    return checker


def _issue(error: "jsonschema.ValidationError", where: tuple[str | int, ...]) -> Issue:
    keyword, limit = str(error.validator), cast("Any", error.validator_value)
    place = (*where, *error.absolute_path)
    message = error.message
    if keyword == "required":  # the reference names the missing member only in its message
        place += tuple(name for name in limit if message.startswith(repr(name)))[:1]
    elif keyword in {"oneOf", "anyOf", "not"} and isinstance(error.schema, dict):
        message = error.schema.get("title", message)
    return Issue(place, keyword, limit, error.instance, message)


def _unknown_branch(discriminator: Json, value: Json, where: tuple[str | int, ...]) -> Issue:
    name, known = discriminator["propertyName"], list(discriminator["mapping"])
    if name not in value:
        return Issue((*where, name), "required", [name], value, f"{name!r} is a required property")
    message = f"{value[name]!r} is not one of {known}"
    return Issue((*where, name), "enum", known, value[name], message)


def coerce(texts: list[str], schema: Json) -> Any:
    """What the texts of a query or form member stand for; text that does not fit stays text."""
    kind = _kind(schema)
    if kind == "array":
        return [_scalar(text, _kind(schema.get("items", {}))) for text in texts]
    return _scalar(texts[-1], kind)


def _kind(schema: Json) -> str:
    """The type that is not null."""
    kinds = schema.get("type", "string")
    return kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null")


def _scalar(text: str, kind: str) -> Any:
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text.partition(".")[0])
    if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    if kind == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    return text
