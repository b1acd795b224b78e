"""One vendor of a running `MockServer`."""

from datetime import datetime
from typing import Any

from dressform.http.control import Json
from dressform.mock.bodies import UNSET, clock_body, given_of
from dressform.mock.requests import Requests
from dressform.mock.steering import Steering
from dressform.mock.workspace import MockWorkspace
from dressform.rows import RequestRows, Rows, VendorRow, WorkspaceRow


class MockVendor:
    """A simulated vendor: its place, and its workspaces."""

    def __init__(self, steering: Steering, slug: str) -> None:
        self._steering = steering
        self.slug = slug

    def __repr__(self) -> str:
        return f"<MockVendor {self.slug}>"

    @property
    def facts(self) -> VendorRow:
        """Title, base URL, docs page, real host names, default key, operations with their evidence."""
        rows: Rows[VendorRow] = self._steering.order("list_vendors")
        return next(row for row in rows.items if row.slug == self.slug)

    async def afacts(self) -> VendorRow:
        """The same, awaited."""
        rows: Rows[VendorRow] = await self._steering.aorder("list_vendors")
        return next(row for row in rows.items if row.slug == self.slug)

    @property
    def default(self) -> MockWorkspace:
        """The workspace that always exists, with the fixed key of the vendor."""
        return self.open("default")

    async def adefault(self) -> MockWorkspace:
        """The same, awaited."""
        return await self.aopen("default")

    def open(self, workspace_id: str) -> MockWorkspace:
        """The handle of a workspace that there is; of one that is not, a `ControlError`."""
        row: WorkspaceRow = self._steering.order("get_workspace", self._places(id=workspace_id))
        return MockWorkspace(self._steering, self.slug, row)

    async def aopen(self, workspace_id: str) -> MockWorkspace:
        """The same, awaited."""
        row: WorkspaceRow = await self._steering.aorder(
            "get_workspace", self._places(id=workspace_id)
        )
        return MockWorkspace(self._steering, self.slug, row)

    def workspace(
        self,
        *,
        credits: int = UNSET,
        plan: str | None = UNSET,
        rate_limit: int | None = UNSET,
        daily_limit: int | None = UNSET,
        webhook_url: str | None = UNSET,
        webhook_secret: str = UNSET,
        seed: int = UNSET,
        clock: str = UNSET,
        now: datetime = UNSET,
    ) -> MockWorkspace:
        """Open a fresh workspace: an account with an API key, a clock, credits and a seed of its own.

        `credits`: 1000 unless given, where the vendor counts any by itself. `rate_limit` and
        `daily_limit`: requests in any rolling minute and day, None for the plan's own. `webhook_url` and `webhook_secret` are the endpoint saved in the account.
        `clock` and `seed` are the server's unless given; `now` is where its time begins, the wall's
        unless given. Close it, or use it with `with`, to have it forgotten.
        """
        body = _body(locals())
        row: WorkspaceRow = self._steering.order("open_workspace", self._places(), body=body)
        return MockWorkspace(self._steering, self.slug, row)

    async def aworkspace(
        self,
        *,
        credits: int = UNSET,
        plan: str | None = UNSET,
        rate_limit: int | None = UNSET,
        daily_limit: int | None = UNSET,
        webhook_url: str | None = UNSET,
        webhook_secret: str = UNSET,
        seed: int = UNSET,
        clock: str = UNSET,
        now: datetime = UNSET,
    ) -> MockWorkspace:
        """The same, awaited."""
        body = _body(locals())
        row: WorkspaceRow = await self._steering.aorder("open_workspace", self._places(), body=body)
        return MockWorkspace(self._steering, self.slug, row)

    @property
    def workspaces(self) -> list[MockWorkspace]:
        """Every workspace there is."""
        rows: Rows[WorkspaceRow] = self._steering.order("list_workspaces", self._places())
        return [MockWorkspace(self._steering, self.slug, row) for row in rows.items]

    async def aworkspaces(self) -> list[MockWorkspace]:
        """The same, awaited."""
        rows: Rows[WorkspaceRow] = await self._steering.aorder("list_workspaces", self._places())
        return [MockWorkspace(self._steering, self.slug, row) for row in rows.items]

    @property
    def strays(self) -> Requests:
        """Requests that reached no workspace: wrong keys, unknown places. Oldest first."""
        rows: RequestRows = self._steering.order("list_strays", self._places())
        return Requests(rows.items, rows.dropped)

    async def astrays(self) -> Requests:
        """The same, awaited."""
        rows: RequestRows = await self._steering.aorder("list_strays", self._places())
        return Requests(rows.items, rows.dropped)

    def _places(self, **more: str) -> dict[str, str]:
        return {"vendor": self.slug, **more}


def _body(arguments: dict[str, Any]) -> Json:
    """The body that opens a workspace, from the arguments of a method."""
    body = given_of(arguments)
    clock = clock_body(body.pop("clock", UNSET), body.pop("now", UNSET))
    return body | ({"clock": clock} if clock else {})
