"""The control API's workspaces: made, shown, changed and deleted."""

from dataclasses import dataclass, replace

from dressform.engine.clock import SECOND
from dressform.http.control import Order
from dressform.http.control_rows import ledger_row, workspace_row
from dressform.http.control_scope import Scope
from dressform.http.deployment import DEFAULT, Tenant, own_limits, set_limits
from dressform.http.front import Front
from dressform.http.problems import ControlError
from dressform.http.schemas import instant
from dressform.rows import LedgerRows, Rows, TokenRow, WorkspaceRow, moment

_HOUR = 3600


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
        front, body = self.scope.front(order), dict(order.body)
        _check_plan(front, body.get("plan"))
        clock = body.pop("clock", {})
        settings = replace(
            settings,
            **body,
            mode=clock.get("mode", settings.mode),
            rate=clock.get("rate", settings.rate),
            now=instant(clock["now"]) if "now" in clock else settings.now,
        )
        tenant = front.deployment.open(settings)
        self.scope.pacing.catch_up(tenant.workspace)
        return self.row(order, tenant)

    async def get(self, order: Order) -> WorkspaceRow:
        """One workspace."""
        return self.row(order, self.scope.tenant(order))

    async def patch(self, order: Order) -> WorkspaceRow:
        """Change what is sent and leave the rest. `credits` is the balance there shall be."""
        tenant, body, front = self.scope.tenant(order), order.body, self.scope.front(order)
        workspace, ledger = tenant.workspace, tenant.workspace.ledger
        _check_plan(front, body.get("plan"))
        if "credits" in body and (body["credits"] != ledger.balance or not ledger.counted):
            ledger.grant(workspace.now, body["credits"] - ledger.balance)
        own = own_limits(front.vendor, workspace)
        if "plan" in body:
            workspace.plan = body["plan"] or front.vendor.plan
        limits = [body.get(name, own[name]) for name in ("rate_limit", "daily_limit")]
        set_limits(front.vendor, workspace, *limits)
        workspace.endpoint.url = body.get("webhook_url", workspace.endpoint.url)
        workspace.endpoint.secret = body.get("webhook_secret", workspace.endpoint.secret)
        return self.row(order, tenant)

    async def token(self, order: Order) -> TokenRow:
        """A session token (JWT) of a user of the workspace, in the place of an API key."""
        tenant, front = self.scope.tenant(order), self.scope.front(order)
        if not front.vendor.sessions:
            takers = [slug for slug, each in self.scope.fronts.items() if each.vendor.sessions]
            detail = f"{front.vendor.slug} takes API keys only; {', '.join(takers) or 'no vendor here'} takes session tokens"
            raise ControlError(409, "No session tokens", detail)
        seconds = order.body.get("expires_in", _HOUR)
        now = tenant.workspace.now
        token = front.deployment.sessions.mint(tenant.workspace.id, now, seconds)
        ends = (now // SECOND + round(seconds)) * SECOND
        return TokenRow(token=token, expires_at=moment(ends))

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


def _check_plan(front: Front, plan: str | None) -> None:
    """Refuse a plan that the vendor does not have; one without plans takes any name."""
    plans = front.vendor.plans
    if plan is not None and plans and plan not in plans:
        detail = f"no plan {plan!r}; {front.vendor.slug} has: {', '.join(plans)}"
        raise ControlError(422, "No such plan", detail)
