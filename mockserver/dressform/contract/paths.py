"""Path templates, matched in time that does not grow with the number of paths."""

import re
from typing import Generic, TypeVar
from urllib.parse import unquote

Target = TypeVar("Target")
_Template = tuple[re.Pattern[str], dict[str, Target]]

_PARAMETER = re.compile(r"\\{(\w+)\\}")
_LAST_ONLY = re.compile(r"([^{}]*)/\{(\w+)\}")


class PathTable(Generic[Target]):
    """Targets by path template (`/avatar/{avatar_id}`) and method.

    What has no parameter goes before the rest, and what has one in place of its last segment before
    all others. Those are tried one after another where they share their first segment; so one that
    begins with a parameter costs every look-up.
    """

    def __init__(self) -> None:
        self._fixed: dict[str, dict[str, Target]] = {}
        self._children: dict[str, tuple[str, dict[str, Target]]] = {}
        self._templates: dict[str, _Template[Target]] = {}
        self._alike: dict[str, list[_Template[Target]]] = {}
        self._anywhere: list[_Template[Target]] = []

    def add(self, method: str, template: str, target: Target) -> None:
        """Put a target at a method of a template."""
        if "{" not in template:
            self._fixed.setdefault(template, {})[method] = target
            return
        if template not in self._templates:
            pattern = re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(template)))
            self._sort_in(template, (pattern, {}))
        targets = self._templates[template][1]
        targets[method] = target
        if (child := _LAST_ONLY.fullmatch(template)) is not None:
            self._children.setdefault(child[1], (child[2], targets))

    def _sort_in(self, template: str, entry: _Template[Target]) -> None:
        self._templates[template] = entry
        first = _first(template)
        if "{" not in first:
            self._alike.setdefault(first, self._anywhere.copy()).append(entry)
            return
        for each in (self._anywhere, *self._alike.values()):
            each.append(entry)

    def match(self, path: str) -> tuple[dict[str, Target], dict[str, str]] | None:
        """The targets by method and the decoded parameters of a percent-encoded path."""
        if (targets := self._fixed.get(path)) is not None:
            return targets, {}
        parent, _, last = path.rpartition("/")
        if last and (child := self._children.get(parent)) is not None:
            name, targets = child
            return targets, {name: unquote(last) if "%" in last else last}
        for pattern, targets in self._alike.get(_first(path), self._anywhere):
            if (found := pattern.fullmatch(path)) is not None:
                texts = found.groupdict()
                if "%" in path:
                    texts = {name: unquote(text) for name, text in texts.items()}
                return targets, texts
        return None


def _first(path: str) -> str:
    """The first segment."""
    return path[1:].partition("/")[0]
