"""What every part of a workspace's handle has in common."""

from typing import Any

from dressform.http.control import Json
from dressform.mock.steering import Steering
from dressform.rows import WorkspaceRow


class Handle:
    """Knows which workspace it steers."""

    def __init__(self, steering: Steering, vendor: str, row: WorkspaceRow) -> None:
        self._steering = steering
        self._vendor = vendor
        self._row = row

    @property
    def id(self) -> str:
        """The workspace's id in the control API."""
        return self._row.id

    @property
    def vendor(self) -> str:
        """The slug of its vendor."""
        return self._vendor

    def _order(
        self, route: str, *, body: Json | None = None, query: Json | None = None, **places: str
    ) -> Any:
        return self._steering.order(route, self._places | places, body=body, query=query)

    async def _aorder(
        self, route: str, *, body: Json | None = None, query: Json | None = None, **places: str
    ) -> Any:
        return await self._steering.aorder(route, self._places | places, body=body, query=query)

    @property
    def _places(self) -> dict[str, str]:
        return {"vendor": self._vendor, "id": self._row.id}
