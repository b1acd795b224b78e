"""The routes of the control API: one table."""

from dataclasses import dataclass, replace
from typing import Any

from dressform.http.control import Action, Json, Order, Route
from dressform.http.control_clocks import Clocks
from dressform.http.control_faults import Faults
from dressform.http.control_jobs import Deliveries, Jobs
from dressform.http.control_journal import Journals
from dressform.http.control_rows import vendor_row
from dressform.http.control_scope import Scope
from dressform.http.control_snapshots import Snapshots
from dressform.http.control_workspaces import Workspaces
from dressform.http.schemas import ADVANCE, CLOCK, FAIL, FAULT, PATCH, REQUESTS, TOKEN, WORKSPACE
from dressform.lint import Finding
from dressform.rows import (
    AdvancedRow,
    ClockRow,
    DeliveryRow,
    DeliveryRows,
    FaultRow,
    HealthRow,
    JobRow,
    LedgerRows,
    RequestRows,
    Rows,
    SnapshotRow,
    TokenRow,
    VendorRow,
    WorkspaceRow,
)
from dressform.version import __version__

_ALL = "/_mock/{vendor}/workspaces"
_ONE = f"{_ALL}/{{id}}"
_JOB = f"{_ONE}/jobs/{{job}}"
_SNAPSHOT = f"{_ONE}/snapshots/{{snapshot}}"


def control_routes(scope: Scope) -> list[Route]:
    """Every route there is, in the order in which they are documented."""
    return [*_whole(scope), *_workspaces(scope), *_inside(scope), *_bending(scope)]


def _whole(scope: Scope) -> list[Route]:
    server, clocks, clock = _Server(scope), Clocks(scope), "/_mock/clock"
    advance = f"{clock}/advance"
    return [
        Route("get_health", "GET", "/_mock/health", server.health, HealthRow),
        Route("list_vendors", "GET", "/_mock/vendors", server.vendors, Rows[VendorRow]),
        Route("reset", "POST", "/_mock/reset", server.reset, HealthRow),
        Route("get_clocks", "GET", clock, clocks.show, ClockRow),
        _settling("set_clocks", "PUT", clock, clocks.set, ClockRow, CLOCK),
        _settling("advance_clocks", "POST", advance, clocks.advance, AdvancedRow, ADVANCE),
    ]


def _workspaces(scope: Scope) -> list[Route]:
    workspaces, row = Workspaces(scope), WorkspaceRow
    return [
        Route("list_workspaces", "GET", _ALL, workspaces.list, Rows[WorkspaceRow]),
        _making("open_workspace", _ALL, workspaces.create, row, WORKSPACE),
        Route("get_workspace", "GET", _ONE, workspaces.get, row),
        Route("change_workspace", "PATCH", _ONE, workspaces.patch, row, PATCH),
        _making("mint_token", f"{_ONE}/token", workspaces.token, TokenRow, TOKEN),
        _removing("close_workspace", _ONE, workspaces.delete),
    ]


def _inside(scope: Scope) -> list[Route]:
    """What a workspace holds."""
    jobs, deliveries, journals = Jobs(scope), Deliveries(scope), Journals(scope)
    sent, asked, rows = f"{_ONE}/deliveries", f"{_ONE}/requests", RequestRows
    strays, send = "/_mock/{vendor}/requests", f"{sent}/{{delivery}}/resend"
    return [
        Route("get_ledger", "GET", f"{_ONE}/ledger", Workspaces(scope).ledger, LedgerRows),
        Route("list_jobs", "GET", f"{_ONE}/jobs", jobs.list, Rows[JobRow]),
        _settling("finish_job", "POST", f"{_JOB}/finish", jobs.finish, JobRow),
        _settling("fail_job", "POST", f"{_JOB}/fail", jobs.fail, JobRow, FAIL),
        _settling("cancel_job", "POST", f"{_JOB}/cancel", jobs.cancel, JobRow),
        _settling("expire_job", "POST", f"{_JOB}/expire", jobs.expire, JobRow),
        _settling("retry_job", "POST", f"{_JOB}/retry", jobs.retry, JobRow),
        Route("list_deliveries", "GET", sent, deliveries.list, DeliveryRows),
        _settling("resend_delivery", "POST", send, deliveries.resend, DeliveryRow),
        Route("list_requests", "GET", asked, journals.requests, rows, query=REQUESTS),
        Route("list_strays", "GET", strays, journals.strays, rows, query=REQUESTS),
        Route("lint_client", "GET", f"{_ONE}/lint", journals.lint, Rows[Finding]),
    ]


def _bending(scope: Scope) -> list[Route]:
    """How a workspace is bent to a test's will."""
    clocks, faults, snapshots = Clocks(scope), Faults(scope), Snapshots(scope)
    clock, fault, kept = f"{_ONE}/clock", f"{_ONE}/faults", f"{_ONE}/snapshots"
    restore, fork = f"{_SNAPSHOT}/restore", f"{_SNAPSHOT}/fork"
    return [
        Route("get_clock", "GET", clock, clocks.show, ClockRow),
        _settling("set_clock", "PUT", clock, clocks.set, ClockRow, CLOCK),
        _settling(
            "advance_clock", "POST", f"{clock}/advance", clocks.advance, AdvancedRow, ADVANCE
        ),
        Route("list_faults", "GET", fault, faults.list, Rows[FaultRow]),
        _making("plan_fault", fault, faults.plan, FaultRow, FAULT),
        _removing("clear_faults", fault, faults.clear),
        _removing("remove_fault", f"{fault}/{{fault}}", faults.remove),
        Route("list_snapshots", "GET", kept, snapshots.list, Rows[SnapshotRow]),
        replace(_making("take_snapshot", kept, snapshots.take, SnapshotRow), settles=True),
        _removing("delete_snapshot", _SNAPSHOT, snapshots.delete),
        _settling("restore_snapshot", "POST", restore, snapshots.restore, WorkspaceRow),
        _making("fork_snapshot", fork, snapshots.fork, WorkspaceRow),
    ]


def _settling(
    id: str, method: str, path: str, action: Action, answer: Any, body: Json | None = None
) -> Route:
    return Route(id, method, path, action, answer, body, settles=True)


def _making(id: str, path: str, action: Action, answer: Any, body: Json | None = None) -> Route:
    return Route(id, "POST", path, action, answer, body, status=201)


def _removing(id: str, path: str, action: Action) -> Route:
    return Route(id, "DELETE", path, action, None, status=204)


@dataclass(frozen=True)
class _Server:
    """The whole server."""

    scope: Scope

    async def health(self, order: Order) -> HealthRow:
        """Whether the server answers, and which version of Dressform it is."""
        return HealthRow(status="ok", version=__version__)

    async def vendors(self, order: Order) -> Rows[VendorRow]:
        """The vendors that are served: base URLs, keys, operations."""
        return Rows([vendor_row(front, order.origin) for front in self.scope.fronts.values()])

    async def reset(self, order: Order) -> HealthRow:
        """Throw every workspace away and open a fresh default one for each vendor."""
        self.scope.defaults.reset()
        pacing, settings = self.scope.pacing, self.scope.settings()
        for front in self.scope.fronts.values():
            for workspace in front.deployment.workspaces():
                pacing.forget(workspace)
            front.deployment.reset(settings)
            for workspace in front.deployment.workspaces():
                pacing.catch_up(workspace)
        return await self.health(order)
