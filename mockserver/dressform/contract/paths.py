"""Path templates, matched in time that does not grow with the number of fixed paths."""

import re
from typing import Generic, TypeVar
from urllib.parse import unquote

Target = TypeVar("Target")

_PARAMETER = re.compile(r"\\{(\w+)\\}")


class PathTable(Generic[Target]):
    """Targets by path template (`/avatar/{avatar_id}`) and method."""

    def __init__(self) -> None:
        self._fixed: dict[str, dict[str, Target]] = {}
        self._templates: dict[str, tuple[re.Pattern[str], dict[str, Target]]] = {}

    def add(self, method: str, template: str, target: Target) -> None:
        """Put a target at a method of a template."""
        if "{" not in template:
            self._fixed.setdefault(template, {})[method] = target
            return
        pattern = re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(template)))
        self._templates.setdefault(template, (pattern, {}))[1][method] = target

    def match(self, path: str) -> tuple[dict[str, Target], dict[str, str]] | None:
        """The targets by method and the decoded parameters of a percent-encoded path."""
        if (targets := self._fixed.get(path)) is not None:
            return targets, {}
        for pattern, targets in self._templates.values():
            if (found := pattern.fullmatch(path)) is not None:
                return targets, {name: unquote(text) for name, text in found.groupdict().items()}
        return None
