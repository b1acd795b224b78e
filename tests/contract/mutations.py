"""Values near a given one: on either side of every limit, of other types, with members added or gone."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from dressform.contract import Schema

Json = dict[str, Any]

_AWKWARD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.0, 1.5, -0.0, 2**53, 2**63, 2**64, 10**30, 1e300, 5e-324),
    *(
        "",
        "0",
        "1",
        "a",
        "ü",
        "\0",
        "\n",
        "\x7f",
        "\x1d",
        "\ufeff",
        "🧥",
        "x" * 300,
        "true",
        "null",
        " a ",
    ),
    *("https://example.com/a.png", "http://", "http://a b", "HTTP://a", "http://[::1]/"),
    *("http://[::1", "http://a:99999/", "http://ü/", "http://a/%zz", "https://a/\n", "//a"),
    *("data:image/", "data:image/png;base64,AA==", "data:text/plain,", "urn:a:b"),
    *("2026-02-29T00:00:00Z", "2024-02-29T23:59:60Z", "2024-02-29t00:00:00z", "2024-02-29"),
    *("2024-02-29T00:00:00", "2024-02-29 00:00:00Z", "2024-02-29T24:00:00Z", "20240229T000000Z"),
    *("2024-02-29T00:00:00.123456789+23:59", "2024-02-29T00:00:00+24:00", "0000-01-01T00:00:00Z"),
    *("00000000-0000-4000-8000-000000000001", "0000000000004000800000000000000a", "{0}"),
    *("00000000-0000-4000-8000-00000000000G", "AAAAAAAA-0000-4000-8000-00000000000A"),
    *([], [1], ["a"], [None], [[]], {}, {"a": 1}),
)


class Mutator:
    """Changes values; what a schema names, allows and limits is tried with preference."""

    def __init__(self, schema: Schema) -> None:
        self._names: list[str] = []
        self._values: list[Any] = []
        for node in _nodes(schema, schema.node, set()):
            self._names += node.get("properties", ())
            self._values += node.get("enum", ())
            self._values += [node[key] for key in ("const", "default") if key in node]
            for key, limit in node.items():
                if key in _LIMITS:
                    self._values += [near for at in (-1, 0, 1) for near in _LIMITS[key](limit + at)]
        self._names += ["unknown", "", "ü"]

    def around(self, value: Any, random: Random, count: int) -> Iterator[Any]:
        """The value, and so many others within three changes of it."""
        yield value
        for _ in range(count):
            changed = copy.deepcopy(value)
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                changed = self._change(changed, random)
            yield changed

    def _change(self, value: Any, random: Random) -> Any:
        """The value with something in it changed; at the top seldom, as little is left then."""
        if isinstance(value, dict) and value and random.random() < 0.9:
            name = random.choice(list(value))
            match random.randrange(8):
                case 0:
                    del value[name]
                case 1:
                    value[random.choice(self._names)] = self._any(random)
                case 2:
                    value[random.choice(self._names)] = value.pop(name)
                case _:
                    value[name] = self._change(value[name], random)
            return value
        if isinstance(value, list) and value and random.random() < 0.9:
            index = random.randrange(len(value))
            match random.randrange(8):
                case 0:
                    del value[index]
                case 1:
                    value += copy.deepcopy(value) * random.choice((1, 2, 10))
                case 2:
                    value.append(self._any(random))
                case _:
                    value[index] = self._change(value[index], random)
            return value
        return self._instead(value, random)

    def _instead(self, value: Any, random: Random) -> Any:
        if isinstance(value, str) and random.random() < 0.4:
            at = random.randint(0, len(value))
            swapped = random.choice(("", "\n", " ", "\x1f", "\u3000", "é", "x" * 40, "-", "0"))
            return random.choice((value[:at] + swapped + value[at:], value[:at], value.upper()))
        if isinstance(value, int | float) and random.random() < 0.4:
            return random.choice(
                (value + 1, value - 1, -value, value / 2, float(value), str(value))
            )
        return self._any(random)

    def _any(self, random: Random) -> Any:
        return copy.deepcopy(random.choice(random.choice((_AWKWARD, self._values or _AWKWARD))))


def _lengths(length: int) -> tuple[Any, ...]:
    return ("x" * max(0, length), "🧥" * max(0, length))


def _counts(count: int) -> tuple[Any, ...]:
    items = range(max(0, count))
    return (
        list(items),
        [str(item) for item in items],
        ["https://example.com/a.png" for _ in items],
    )


_LIMITS = {
    **dict.fromkeys(("minimum", "maximum"), lambda limit: (limit, limit + 0.5)),
    **dict.fromkeys(("minLength", "maxLength"), _lengths),
    **dict.fromkeys(("minItems", "maxItems"), _counts),
}


def _nodes(schema: Schema, node: Any, seen: set[str]) -> Iterator[Json]:
    """Every mapping of a schema, and of what it refers to."""
    if isinstance(node, dict):
        if isinstance(target := node.get("$ref"), str) and target not in seen:
            seen.add(target)
            yield from _nodes(schema, schema.resolve(node), seen)
        yield node
        for member in node.values():
            yield from _nodes(schema, member, seen)
    elif isinstance(node, list):
        for member in node:
            yield from _nodes(schema, member, seen)
