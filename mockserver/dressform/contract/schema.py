"""JSON Schema 2020-12: a fast verdict, and the reference validator's words when it is no.

`jsonschema-rs` decides; what is wrong is then worded from `jsonschema`, which is imported only
then. What the reference reads as Python does and not as its specifications say it asks the fast one:
patterns, and formats such as a UUID.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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

_CORRECTED = ("uri", "uuid", "date-time")

_INTEGER = re.compile(r"[+-]?[0-9]{1,4300}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass
class Shape:
    """What an object looks like that has taken certain branches. `node` is what judges it.

    `urls` and `files` are the members that hold one. Where it may take further branches, the member
    that it `picks` by says which, and `default` does when that is absent.
    """

    node: Json
    components: Json
    members: Mapping[str, Json]
    defaults: Json
    discriminator: Json | None
    branches: "dict[str, Shape]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.urls = self._of_format("uri")
        self.files = self._of_format("binary")
        self.picks: str | None = (self.discriminator or {}).get("propertyName")
        self.default = self.node.get("x-default")

    def accepts(self, value: Any) -> bool:
        """Whether the value keeps to it."""
        return self._fast.is_valid(value)

    @cached_property
    def _fast(self) -> "jsonschema_rs.Draft202012Validator":
        return _compiled(self.node, self.components)

    def _of_format(self, format: str) -> frozenset[str]:
        return frozenset(name for name, m in self.members.items() if m.get("format") == format)


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
        if self._fast.is_valid(value):
            return ()
        if self._root.discriminator is not None and not isinstance(value, dict):
            return (Issue(where, "type", "object", value, f"{value!r} is not an object"),)
        shape, stuck = self._shape(value)
        if stuck is not None:
            return (_unknown_branch(stuck, value, where),)
        errors = islice(self._reference(shape.node).iter_errors(value), MAX_ISSUES)
        return tuple(self._issue(error, where) for error in errors)

    def shape(self, value: Json) -> Shape:
        """What the object is to look like, by the branches it picks as far as they are known."""
        return self._root if self._root.discriminator is None else self._shape(value)[0]

    def errors(self, value: Any) -> "Iterator[jsonschema.ValidationError]":
        """What the reference validator has against the value, by itself and with formats asserted."""
        return self._judge.iter_errors(value)

    def with_defaults(self, value: Json) -> Json:
        """The object, which the schema accepts, with every absent member that has a default."""
        return self.shape(value).defaults | value

    def member(self, value: Json, name: str) -> Json:
        """The schema of the object's member of that name; empty where it has none."""
        return self.shape(value).members.get(name, {})

    def _shape(self, value: Json) -> tuple["Shape", Json | None]:
        """What the value is to look like by the branches it picks, as far as it picks known ones;
        and the discriminator of the first that it does not.
        """
        shape = self._root
        while shape.picks is not None:
            picked = value.get(shape.picks, shape.default)
            branch = shape.branches.get(picked) if isinstance(picked, str) else None
            branch = branch or self._add_branch(shape, picked)
            if branch is None:
                return shape, shape.discriminator
            shape = branch
        return shape, None

    def _add_branch(self, shape: "Shape", picked: Any) -> "Shape | None":
        assert shape.discriminator is not None
        mapping = shape.discriminator["mapping"]
        if not isinstance(picked, str) or picked not in mapping:
            return None
        target = mapping[picked]
        node = next(branch for branch in shape.node["oneOf"] if branch.get("$ref") == target)
        shape.branches[picked] = branch = self._make_shape(node, shape.defaults)
        return branch

    def _make_shape(self, judge: Json, inherited: Json) -> "Shape":
        node = self.resolve(judge)
        members = {name: self.resolve(m) for name, m in node.get("properties", {}).items()}
        defaults = {name: m["default"] for name, m in members.items() if "default" in m}
        discriminator = node.get("discriminator")
        if discriminator is not None and "x-default" in node:
            defaults[discriminator["propertyName"]] = node["x-default"]
        judged = node if discriminator is not None else judge
        return Shape(judged, self._components, members, inherited | defaults, discriminator)

    def resolve(self, node: Json) -> Json:
        """The node with what its `$ref` points at; siblings of the `$ref` win."""
        while "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            siblings = {key: value for key, value in node.items() if key != "$ref"}
            node = self._components[kind][name] | siblings
        return node

    def _issue(self, error: "jsonschema.ValidationError", where: tuple[str | int, ...]) -> Issue:
        keyword, limit = str(error.validator), cast("Any", error.validator_value)
        place = (*where, *error.absolute_path)
        message = error.message
        missing: Json = {}
        if keyword == "required":  # the reference names the missing member only in its message
            for name in [name for name in limit if message.startswith(repr(name))][:1]:
                place += (name,)
                missing = self.resolve(
                    cast("Json", error.schema).get("properties", {}).get(name, {})
                )
        elif keyword in {"oneOf", "anyOf", "not"} and isinstance(error.schema, dict):
            message = error.schema.get("title", message)
        return Issue(place, keyword, limit, error.instance, message, missing)

    @cached_property
    def _root(self) -> "Shape":
        return self._make_shape(self.node, {})

    @cached_property
    def _fast(self) -> "jsonschema_rs.Draft202012Validator":
        return _compiled(self.node, self._components)

    @cached_property
    def _judge(self) -> "jsonschema.Draft202012Validator":
        return self._reference(self.node)

    def _reference(self, node: Json) -> "jsonschema.Draft202012Validator":
        whole = node | {"components": self._components}
        return _corrected()(whole, format_checker=_format_checker())


def _compiled(node: Json, components: Json) -> "jsonschema_rs.Draft202012Validator":
    whole = node | {"components": components}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@cache
def _format_checker() -> "jsonschema.FormatChecker":
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(())
    checker.checkers = dict(Draft202012Validator.FORMAT_CHECKER.checkers)
    for name in _CORRECTED:
        fast = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
        checker.checks(name)(fast.is_valid)
    return checker


@cache
def _corrected() -> "type[jsonschema.Draft202012Validator]":
    """The reference, whose patterns are ECMA-262's: in Python's `$` lets a line break pass."""
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_: Any, wanted: str, value: Any, __: Any) -> "Iterator[ValidationError]":
        if not jsonschema_rs.Draft202012Validator({"pattern": wanted}).is_valid(value):
            yield ValidationError(f"{value!r} does not match {wanted!r}")

    made = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    return cast("type[Draft202012Validator]", made)


def _unknown_branch(discriminator: Json, value: Json, where: tuple[str | int, ...]) -> Issue:
    name, known = discriminator["propertyName"], list(discriminator["mapping"])
    if name not in value:
        return Issue((*where, name), "required", [name], value, f"{name!r} is a required property")
    message = f"{value[name]!r} is not one of {known}"
    return Issue((*where, name), "enum", known, value[name], message)


def coerce(texts: list[str], schema: Json) -> Any:
    """What the texts of a query or form member stand for; text that does not fit stays text."""
    kind = kind_of(schema)
    if kind == "array":
        return [scalar(text, kind_of(schema.get("items", {}))) for text in texts]
    return scalar(texts[-1], kind)


def kind_of(schema: Json) -> str:
    """The type that is not null."""
    kinds = schema.get("type", "string")
    return kinds if isinstance(kinds, str) else next(kind for kind in kinds if kind != "null")


def scalar(text: str, kind: str) -> Any:
    """What one text stands for as a value of that type."""
    if kind == "string":
        return text
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    if kind == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    return text
