"""No secret gets into a report, from whatever field and in whatever form."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any, TypeVar

from dressform.checks.redaction import Secrets

Hide = Callable[[str], str]
"""A text, and the same without secrets."""

_T = TypeVar("_T")


def hiding(secrets: Secrets) -> Hide:
    """A text without secrets, not even as HTML or XML writes them.

    An answer that quotes the key on an error page has it escaped. Such a text is shown unescaped.
    """

    def hide(text: str) -> str:
        shown = secrets.redact(text)
        bare = unescape(shown)
        safe = secrets.redact(bare)
        return shown if safe == bare else safe

    return hide


def without(value: _T, hide: Hide) -> _T:
    """A copy of a report, or of any part of one, with every text in it hidden.

    This happens to the texts and not to the finished document: there a key as short as "test"
    would take a tag with it.
    """
    return _without(value, hide)  # type: ignore[no-any-return]


def _without(value: Any, hide: Hide) -> Any:
    if type(value) is str:  # a verdict is a word of ours
        return hide(value)
    if isinstance(value, Mapping):
        return {_without(key, hide): _without(part, hide) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_without(part, hide) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        hidden = {f.name: _without(getattr(value, f.name), hide) for f in fields(value)}
        return replace(value, **hidden)
    return value
