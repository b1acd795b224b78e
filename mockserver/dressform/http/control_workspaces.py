"""The control API's workspaces: made, shown, changed and deleted."""

from dataclasses import dataclass, replace

from dressform.engine.limits import RollingWindow
from dressform.engine.workspace import Workspace
from dressform.http.control import Order
from dressform.http.control_rows import ledger_row, workspace_row
from dressform.http.control_scope import Scope
from dressform.http.deployment import DEFAULT, Tenant
from dressform.http.problems import ControlError
from dressform.http.schemas import instant
from dressform.rows import LedgerRows, Rows, WorkspaceRow


@dataclass(frozen=True)
class Workspaces:
    """Steers the workspaces of a vendor."""

    scope: Scope

    async def list(self, order: Order) -> Rows[WorkspaceRow]:
        """Every workspace of a vendor."""
        tenants = self.scope.front(order).deployment.tenants.values()
        for tenant in tenants:
            self.scope.pacing.catch_up(tenant.workspace)
        return Rows([self.row(order, tenant) for tenant in tenants])

    async def create(self, order: Order) -> WorkspaceRow:
        """Open a fresh workspace with an API key of its own."""
        settings = self.scope.settings()
        body = dict(order.body)
        clock = body.pop("clock", {})
        settings = replace(
            settings,
            **body,
            mode=clock.get("mode", settings.mode),
            rate=clock.get("rate", settings.rate),
            now=instant(clock["now"]) if "now" in clock else settings.now,
        )
        tenant = self.scope.front(order).deployment.open(settings)
        self.scope.pacing.catch_up(tenant.workspace)
        return self.row(order, tenant)

    async def get(self, order: Order) -> WorkspaceRow:
        """One workspace."""
        return self.row(order, self.scope.tenant(order))

    async def patch(self, order: Order) -> WorkspaceRow:
        """Change what is sent and leave the rest. `credits` is the balance there shall be."""
        tenant, body = self.scope.tenant(order), order.body
        workspace = tenant.workspace
        if "credits" in body and body["credits"] != workspace.ledger.balance:
            workspace.ledger.grant(workspace.now, body["credits"] - workspace.ledger.balance)
        if "rate_limit" in body:
            _limit(workspace, body["rate_limit"])
        workspace.plan = body.get("plan", workspace.plan)
        workspace.endpoint.url = body.get("webhook_url", workspace.endpoint.url)
        workspace.endpoint.secret = body.get("webhook_secret", workspace.endpoint.secret)
        return self.row(order, tenant)

    async def delete(self, order: Order) -> None:
        """Close a workspace: its key, its jobs, its webhooks and its snapshots are gone at once."""
        tenant = self.scope.tenant(order)
        if tenant.workspace.id == DEFAULT:
            detail = "the default workspace always exists; POST /_mock/reset makes it new"
            raise ControlError(409, "Not the default workspace", detail)
        self.scope.pacing.forget(tenant.workspace)
        self.scope.front(order).deployment.close(tenant.workspace.id)

    async def ledger(self, order: Order) -> LedgerRows:
        """Every movement of credits, and the balance."""
        ledger = self.scope.tenant(order).workspace.ledger
        return LedgerRows(items=[ledger_row(e) for e in ledger.entries], balance=ledger.balance)

    def row(self, order: Order, tenant: Tenant) -> WorkspaceRow:
        """The workspace as whoever asks would reach it."""
        return workspace_row(tenant, self.scope.front(order).base_url(order.origin))


def _limit(workspace: Workspace, limit: int | None) -> None:
    """Change the rate limit; what was accepted in the last minute still counts."""
    if limit is None:
        workspace.window = None
    elif workspace.window is None:
        workspace.window = RollingWindow(limit)
    else:
        workspace.window.limit = limit
