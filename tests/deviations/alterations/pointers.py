"""JSON Pointers (RFC 6901) in which `*` stands for every member or item."""

from collections.abc import Iterator, Mapping
from typing import Any


def places(document: Any, pointer: str) -> Iterator[tuple[Any, Any]]:
    """Each place that a pointer leads to, as a container and the key in it: the container exists,
    what the key stands for need not.
    """
    steps = pointer.split("/")[1:]
    if not steps:
        return
    for container in _containers(document, steps[:-1]):
        yield from ((container, key) for key in _keys(container, steps[-1]))


def existing(document: Any, pointer: str) -> Iterator[tuple[Any, Any]]:
    """The places where something is."""
    return (place for place in places(document, pointer) if _has(*place))


def values(document: Any, pointer: str) -> list[Any]:
    """What lies at a pointer: the document itself at the empty one."""
    return [document] if pointer == "" else [at[key] for at, key in existing(document, pointer)]


def holds(document: Any, wanted: Mapping[str, Any]) -> bool:
    """Whether each pointer leads, anywhere it leads, to the value that is wanted; `missing` is
    wanted as the mapping `{missing: true}`.
    """
    return all(_found(values(document, pointer), value) for pointer, value in wanted.items())


def check(pointer: str) -> None:
    """Raise `ValueError` for what is no pointer."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON Pointer: it begins with no slash")


def _found(found: list[Any], wanted: Any) -> bool:
    return not found if wanted == {"missing": True} else wanted in found


def _containers(document: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        if isinstance(document, dict | list):
            yield document
        return
    if isinstance(document, dict | list):
        for key in _keys(document, steps[0]):
            if _has(document, key):
                yield from _containers(document[key], steps[1:])


def _keys(container: Any, step: str) -> list[Any]:
    if isinstance(container, list):
        if step == "*":
            return list(range(len(container)))
        index = int(step) if step.removeprefix("-").isdecimal() else len(container)
        return [index] if -len(container) <= index < len(container) else []
    return list(container) if step == "*" else [step.replace("~1", "/").replace("~0", "~")]


def _has(container: Any, key: Any) -> bool:
    return isinstance(container, list) or key in container
