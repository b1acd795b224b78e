"""How Nextry says no: as FastAPI does, but for uploads that are no pictures.

Source: vendor-notes.md, nextry, inferred.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dressform.engine.errors import Invalid, Refused
from dressform.frameworks import fastapi
from dressform.vendor import Answer

_NO_MODEL = frozenset({"tool", "clothes", "person"})
"""Members of a form and of a query, which FastAPI looks at one by one: none was sent, hence null."""


def _invalid(refused: Invalid) -> Answer:
    for issue in refused.issues:
        if issue.keyword == "image":
            return fastapi.detail(400, f"{issue.where[-1]} has to be a PNG, JPEG or WebP image")
    issues = (
        replace(issue, value=None)
        if issue.keyword == "required" and issue.where[-1] in _NO_MODEL
        else issue
        for issue in refused.issues
    )
    return fastapi.REFUSALS[Invalid](Invalid(tuple(issues)))


REFUSALS: Mapping[type[Refused], Callable[[Any], Answer]] = {
    **fastapi.REFUSALS,
    Invalid: _invalid,
}
