"""The vendors' printed examples, kept as data beside their schemas."""

import json
from typing import Any

from dressform.resources import SCHEMAS

Json = dict[str, Any]


def cases(slug: str) -> list[Json]:
    """Every example of a vendor, in the order of the files' names."""
    files = sorted((SCHEMAS / slug / "examples").glob("*.json"))
    return [json.loads(path.read_text()) for path in files]


def missing(printed: Any, answered: Any, at: str = "") -> list[str]:
    """Fields of the printed answer that the real one lacks or has with another type.

    A printed null says nothing about the type that there would be otherwise.
    """
    if printed is None:
        return []
    if type(printed) is not type(answered):
        return [f"{at}: {type(answered).__name__}"]
    if isinstance(printed, dict):
        return [
            problem
            for name, value in printed.items()
            for problem in (
                missing(value, answered[name], f"{at}.{name}".lstrip("."))
                if name in answered
                else [f"{at}.{name}: missing".lstrip(".")]
            )
        ]
    if isinstance(printed, list) and printed:
        if not answered:
            return [f"{at}: empty"]
        rows = enumerate(answered)
        return [problem for i, row in rows for problem in missing(printed[0], row, f"{at}.{i}")]
    return []
