"""The control API's snapshots: a whole workspace kept, gone back to, or gone on from in a new one."""

from dataclasses import dataclass

from dressform.http.control import Order
from dressform.http.control_rows import snapshot_row
from dressform.http.control_scope import Scope, found
from dressform.http.control_workspaces import Workspaces
from dressform.http.deployment import Snapshot
from dressform.http.problems import ControlError
from dressform.rows import Rows, SnapshotRow, WorkspaceRow


@dataclass(frozen=True)
class Snapshots:
    """Takes, lists, restores and forks. Jobs in flight, timers, limits, credits, deliveries, faults
    and randomness are part of a snapshot; the journal and the API key are not.
    """

    scope: Scope

    async def take(self, order: Order) -> SnapshotRow:
        """Keep a workspace as it is, once no webhook is in the air."""
        workspace = self.scope.tenant(order).workspace
        saved = await self.scope.pacing.save(workspace)
        return snapshot_row(self.scope.front(order).deployment.keep(workspace, saved))

    async def list(self, order: Order) -> Rows[SnapshotRow]:
        """The snapshots that were taken of a workspace."""
        workspace = self.scope.tenant(order).workspace
        kept = self.scope.front(order).deployment.snapshots.values()
        return Rows([snapshot_row(s) for s in kept if s.workspace == workspace.id])

    async def restore(self, order: Order) -> WorkspaceRow:
        """Make a workspace what a snapshot holds, its time included; id and API key stay."""
        tenant, snapshot = self.scope.tenant(order), self._snapshot(order)
        await self.scope.pacing.restore(tenant.workspace, snapshot.saved)
        return Workspaces(self.scope).row(order, tenant)

    async def fork(self, order: Order) -> WorkspaceRow:
        """Open a new workspace, with an API key of its own, that goes on from a snapshot."""
        self.scope.tenant(order)
        tenant = self.scope.front(order).deployment.fork(self._snapshot(order))
        self.scope.pacing.catch_up(tenant.workspace)
        return Workspaces(self.scope).row(order, tenant)

    async def delete(self, order: Order) -> None:
        """Forget a snapshot."""
        self.scope.tenant(order)
        del self.scope.front(order).deployment.snapshots[self._snapshot(order).id]

    def _snapshot(self, order: Order) -> Snapshot:
        """The vendor's snapshot that the path names; one of another vendor is said to be one."""
        name, front = order.places["snapshot"], self.scope.front(order)
        for slug, other in self.scope.fronts.items():
            if other is not front and name in other.deployment.snapshots:
                detail = f"snapshot {name!r} is of {slug}, not of {front.vendor.slug}"
                raise ControlError(409, "A snapshot of another vendor", detail)
        return found(front.deployment.snapshots, name, "snapshot", "there are")
