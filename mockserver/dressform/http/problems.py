"""What the control API says when it cannot do something."""

from collections.abc import Mapping
from typing import Any


class ControlError(ValueError):
    """The control API cannot do that, and has changed nothing.

    `status` is the HTTP status, `title` the kind of problem and `detail` what was expected instead;
    `members` are further members of the problem details, `headers` go with them.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(f"{title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = headers or {}
        self.members = members
