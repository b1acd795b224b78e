"""The part of a workspace's handle that takes snapshots and goes back to them."""

from typing import TYPE_CHECKING

from dressform.mock.handle import Handle
from dressform.mock.steering import waits_for_webhooks
from dressform.rows import Rows, SnapshotRow, WorkspaceRow

if TYPE_CHECKING:
    from dressform.mock.workspace import MockWorkspace


class Keeping(Handle):
    """Snapshots hold jobs in flight, timers, limits, credits, webhooks, faults and randomness."""

    @waits_for_webhooks
    def snapshot(self) -> SnapshotRow:
        """Keep the workspace as it is, once no webhook is in the air."""
        row: SnapshotRow = self._order("take_snapshot")
        return row

    async def asnapshot(self) -> SnapshotRow:
        """The same, awaited."""
        row: SnapshotRow = await self._aorder("take_snapshot")
        return row

    @property
    def snapshots(self) -> list[SnapshotRow]:
        """The snapshots that were taken of this workspace, oldest first."""
        rows: Rows[SnapshotRow] = self._order("list_snapshots")
        return rows.items

    async def asnapshots(self) -> list[SnapshotRow]:
        """The same, awaited."""
        rows: Rows[SnapshotRow] = await self._aorder("list_snapshots")
        return rows.items

    @waits_for_webhooks
    def restore(self, snapshot: SnapshotRow | str) -> None:
        """Make this workspace what it, or another one of the vendor, was; its time goes back, too.

        Id, API key and journal stay.
        """
        self._order("restore_snapshot", snapshot=_id(snapshot))

    async def arestore(self, snapshot: SnapshotRow | str) -> None:
        """The same, awaited."""
        await self._aorder("restore_snapshot", snapshot=_id(snapshot))

    @waits_for_webhooks
    def fork(self, snapshot: SnapshotRow | str | None = None) -> "MockWorkspace":
        """A new workspace, with an API key of its own, that goes on from a snapshot, or from now."""
        if snapshot is None:
            now = self.snapshot()
            try:
                return self.fork(now)
            finally:
                self.delete_snapshot(now)
        row: WorkspaceRow = self._order("fork_snapshot", snapshot=_id(snapshot))
        return self._other(row)

    async def afork(self, snapshot: SnapshotRow | str | None = None) -> "MockWorkspace":
        """The same, awaited."""
        if snapshot is None:
            now = await self.asnapshot()
            try:
                return await self.afork(now)
            finally:
                await self.adelete_snapshot(now)
        row: WorkspaceRow = await self._aorder("fork_snapshot", snapshot=_id(snapshot))
        return self._other(row)

    def delete_snapshot(self, snapshot: SnapshotRow | str) -> None:
        """Forget a snapshot."""
        self._order("delete_snapshot", snapshot=_id(snapshot))

    async def adelete_snapshot(self, snapshot: SnapshotRow | str) -> None:
        """The same, awaited."""
        await self._aorder("delete_snapshot", snapshot=_id(snapshot))

    def _other(self, row: WorkspaceRow) -> "MockWorkspace":
        from dressform.mock.workspace import MockWorkspace

        return MockWorkspace(self._steering, self._vendor, row)


def _id(snapshot: SnapshotRow | str) -> str:
    return snapshot if isinstance(snapshot, str) else snapshot.id
