"""Faults that are written into a prompt, for clients that reach nothing but the vendor's API.

`[[fault:KIND key=value key="two words"]]`: numbers, `true` and `false` become values, all else
stays text; what stands in quotes is a JSON string.
"""

import json
import re
from typing import Any

_OPENS = "[[fault:"
_TAG = re.compile(
    r'\[\[fault:\s*+([^\s"=\[\]]++)((?:"(?:[^"\\]|\\.)*+"|[^"\[\]])*+)\]\]', re.DOTALL
)
_ARGUMENT = re.compile(r'\s++([^\s"=]++)=("(?:[^"\\]|\\.)*+"|[^\s"\[\]]++)', re.DOTALL)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def parse_in_band(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Every fault in the text, kind and arguments, in order; `ValueError` for what is not one.

    Neither the kind nor the arguments are checked: `make_fault` does that.
    """
    found = []
    at = text.find(_OPENS)
    while at >= 0:
        tag = _TAG.match(text, at)
        if tag is None:
            raise ValueError(f"cannot read the fault in {text[at : at + 60]!r}: {_FORM}")
        found.append((tag[1], _arguments(tag[2], tag[0])))
        at = text.find(_OPENS, tag.end())
    return found


_FORM = 'write [[fault:KIND key=value key="two words"]]'


def _arguments(text: str, tag: str) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    text, at = text.rstrip(), 0
    while at < len(text):
        match = _ARGUMENT.match(text, at)
        if match is None:
            raise ValueError(f"cannot read {text[at:].strip()[:60]!r} in {tag[:200]!r}: {_FORM}")
        if match[1] in arguments:
            raise ValueError(f"argument {match[1]!r} is given twice in {tag[:200]!r}")
        arguments[match[1]] = _value(match[2])
        at = match.end()
    return arguments


def _value(text: str) -> Any:
    if text.startswith('"'):
        return json.loads(text, strict=False)
    if text in {"true", "false"} or _NUMBER.fullmatch(text):
        return json.loads(text)
    return text
