"""What the control API says when it cannot do something."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dressform.http.responses import problem


class ControlError(Exception):
    """The control API cannot do that; `answer` is the problem to answer with."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        answer = problem(status, title, detail, **members)
        self.answer = replace(answer, headers={**answer.headers, **(headers or {})})
