"""The control API's workspaces: made, shown, changed, deleted, and what each of them holds."""

from dataclasses import dataclass, replace

from aiohttp import web

from dressform.engine.limits import RollingWindow
from dressform.engine.workspace import Workspace
from dressform.http.control import Json, items
from dressform.http.control_rows import (
    delivery_row,
    job_row,
    ledger_row,
    request_row,
    workspace_row,
)
from dressform.http.control_scope import Scope
from dressform.http.deployment import DEFAULT, Tenant
from dressform.http.pipeline import base_url
from dressform.http.problems import ControlError
from dressform.http.schemas import instant
from dressform.vendor import Answer


@dataclass(frozen=True)
class Workspaces:
    """Steers the workspaces of a vendor."""

    scope: Scope

    async def list(self, request: web.Request, body: Json) -> Answer:
        """GET workspaces"""
        tenants = self.scope.front(request).deployment.tenants.values()
        for tenant in tenants:
            self.scope.pacing.catch_up(tenant.workspace)
        return items([self._row(request, tenant) for tenant in tenants])

    async def create(self, request: web.Request, body: Json) -> Answer:
        """POST workspaces"""
        settings = self.scope.settings()
        clock = body.pop("clock", {})
        settings = replace(
            settings,
            **body,
            mode=clock.get("mode", settings.mode),
            rate=clock.get("rate", settings.rate),
            now=instant(clock["now"]) if "now" in clock else settings.now,
        )
        tenant = self.scope.front(request).deployment.open(settings)
        self.scope.pacing.catch_up(tenant.workspace)
        return Answer(201, self._row(request, tenant))

    async def get(self, request: web.Request, body: Json) -> Answer:
        """GET workspaces/{id}"""
        return Answer(200, self._row(request, self.scope.tenant(request)))

    async def patch(self, request: web.Request, body: Json) -> Answer:
        """PATCH workspaces/{id}: what is not sent stays as it is."""
        tenant = self.scope.tenant(request)
        workspace = tenant.workspace
        if "credits" in body and body["credits"] != workspace.ledger.balance:
            workspace.ledger.grant(workspace.now, body["credits"] - workspace.ledger.balance)
        if "rate_limit" in body:
            _limit(workspace, body["rate_limit"])
        workspace.plan = body.get("plan", workspace.plan)
        workspace.endpoint.url = body.get("webhook_url", workspace.endpoint.url)
        workspace.endpoint.secret = body.get("webhook_secret", workspace.endpoint.secret)
        return Answer(200, self._row(request, tenant))

    async def delete(self, request: web.Request, body: Json) -> Answer:
        """DELETE workspaces/{id}: its key, its jobs and its webhooks are gone at once."""
        tenant = self.scope.tenant(request)
        if tenant.workspace.id == DEFAULT:
            detail = "the default workspace always exists; POST /_mock/reset makes it new"
            raise ControlError(409, "Not the default workspace", detail)
        self.scope.pacing.forget(tenant.workspace)
        self.scope.front(request).deployment.close(tenant.workspace.id)
        return Answer(204, None)

    async def ledger(self, request: web.Request, body: Json) -> Answer:
        """GET ledger"""
        ledger = self.scope.tenant(request).workspace.ledger
        rows = [ledger_row(entry) for entry in ledger.entries]
        return items(rows, balance=ledger.balance)

    async def jobs(self, request: web.Request, body: Json) -> Answer:
        """GET jobs"""
        workspace = self.scope.tenant(request).workspace
        return items([job_row(workspace, job) for job in workspace.jobs.values()])

    async def finish(self, request: web.Request, body: Json) -> Answer:
        """POST jobs/{job}/finish: well, now; answers when its webhook was attempted."""
        workspace = self.scope.tenant(request).workspace
        job = self.scope.job(request, workspace)
        workspace.finish(job)
        await self.scope.pacing.settle(workspace)
        return Answer(200, job_row(workspace, job))

    async def fail(self, request: web.Request, body: Json) -> Answer:
        """POST jobs/{job}/fail: badly, now; answers when its webhook was attempted."""
        workspace = self.scope.tenant(request).workspace
        job = self.scope.job(request, workspace)
        workspace.fail(job, body.get("error", "The provider returned an error"))
        await self.scope.pacing.settle(workspace)
        return Answer(200, job_row(workspace, job))

    async def deliveries(self, request: web.Request, body: Json) -> Answer:
        """GET deliveries"""
        deliveries = self.scope.tenant(request).workspace.deliveries
        return items([delivery_row(delivery) for delivery in deliveries.values()])

    async def requests(self, request: web.Request, body: Json) -> Answer:
        """GET requests: the workspace's journal"""
        journal = self.scope.tenant(request).journal
        return items([request_row(entry) for entry in journal], dropped=journal.dropped)

    async def strays(self, request: web.Request, body: Json) -> Answer:
        """GET /_mock/{vendor}/requests: those that reached no workspace"""
        journal = self.scope.front(request).deployment.strays
        return items([request_row(entry) for entry in journal], dropped=journal.dropped)

    def _row(self, request: web.Request, tenant: Tenant) -> Json:
        url = self.scope.front(request).base_url(base_url(request, ""))
        return workspace_row(tenant, url)


def _limit(workspace: Workspace, limit: int | None) -> None:
    """Change the rate limit; what was accepted in the last minute still counts."""
    if limit is None:
        workspace.window = None
    elif workspace.window is None:
        workspace.window = RollingWindow(limit)
    else:
        workspace.window.limit = limit
