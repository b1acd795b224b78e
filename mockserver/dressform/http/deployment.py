"""One vendor as served: its contract, its workspaces, their keys and journals."""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from dressform.contract import Contract, Operation, load
from dressform.contract.paths import PathTable
from dressform.engine.clock import DAY, MINUTE, Clock, Mode
from dressform.engine.errors import Unauthenticated
from dressform.engine.limits import RollingWindow
from dressform.engine.workspace import Endpoint, Workspace
from dressform.http.journal import Journal
from dressform.http.sessions import Sessions
from dressform.vendor import Plan, Vendor, Via

DEFAULT = "default"


@dataclass(frozen=True)
class Settings:
    """How a workspace starts. Credits as integers, None is what the vendor gives; `rate_limit` in
    requests a minute, `daily_limit` in requests a day, None is what the plan allows. Instants in
    microseconds.
    """

    now: int
    credits: int | None = None
    plan: str | None = None
    rate_limit: int | None = None
    daily_limit: int | None = None
    webhook_url: str | None = None
    webhook_secret: str | None = None
    seed: int = 0
    mode: Mode = "real"
    rate: float = 1.0


@dataclass
class Tenant:
    """A workspace with what only its front door knows."""

    workspace: Workspace
    api_key: str
    journal: Journal


@dataclass(frozen=True)
class Snapshot:
    """A workspace as it was at an instant of its own time. `saved` is for `Workspace.load`."""

    id: str
    vendor: str
    workspace: str
    at: int
    jobs: int
    credits: int
    saved: bytes


class Unusable(LookupError):
    """A vendor cannot be served as it is installed; says why in one line."""


class Deployment:
    """The workspaces of one vendor, by id and by API key, and its documented operations."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor
        self.contract = _contract(vendor)
        self.strays = Journal()
        self.tenants: dict[str, Tenant] = {}
        self.snapshots: dict[str, Snapshot] = {}
        self._by_key: dict[str, Tenant] = {}
        self._opened = 0
        self._saved = 0
        self.sessions = Sessions(vendor.title)
        self._tag = secrets.token_hex(3)  # so that no other server's snapshot is taken for ours
        self.operations: PathTable[Operation] = PathTable()
        for operation in self.contract.operations.values():
            self.operations.add(operation.method, operation.path, operation)
        _check_handlers(vendor, set(self.contract.operations))

    def open(self, settings: Settings, *, default: bool = False) -> Tenant:
        """Make a workspace; the default one has a fixed id and key."""
        if default:
            return self._admit(_workspace(self.vendor, DEFAULT, settings), self.vendor.default_key)
        return self._admit(_workspace(self.vendor, self._new_id(), settings), self._new_key())

    def keep(self, workspace: Workspace, saved: bytes) -> Snapshot:
        """Remember what the workspace has just been saved as, until it is closed."""
        self._saved += 1
        snapshot = Snapshot(
            id=f"{self.vendor.slug}-{self._tag}-{self._saved}",
            vendor=self.vendor.slug,
            workspace=workspace.id,
            at=workspace.now,
            jobs=len(workspace.jobs),
            credits=workspace.ledger.balance,
            saved=saved,
        )
        self.snapshots[snapshot.id] = snapshot
        return snapshot

    def fork(self, snapshot: Snapshot) -> Tenant:
        """A new workspace, with a key of its own, that goes on from a snapshot."""
        workspace = Workspace.load(snapshot.saved, self.vendor.rules, id=self._new_id())
        return self._admit(workspace, self._new_key())

    def _new_id(self) -> str:
        self._opened += 1
        return f"w{self._opened}"

    def _new_key(self) -> str:
        return f"{self.vendor.key_prefix}{secrets.token_hex(16)}"

    def _admit(self, workspace: Workspace, key: str) -> Tenant:
        tenant = Tenant(workspace, key, Journal())
        self.tenants[workspace.id] = tenant
        self._by_key[key] = tenant
        return tenant

    def close(self, workspace_id: str) -> None:
        """Forget a workspace, its key and its snapshots."""
        for snapshot in list(self.snapshots.values()):
            if snapshot.workspace == workspace_id:
                del self.snapshots[snapshot.id]
        del self._by_key[self.tenants.pop(workspace_id).api_key]

    def reset(self, settings: Settings) -> None:
        """Back to a fresh default workspace and nothing else."""
        self.tenants.clear()
        self._by_key.clear()
        self.snapshots.clear()
        self.strays = Journal()
        self.open(settings, default=True)

    def authenticate(self, credential: str) -> tuple[Tenant, Via]:
        """Whose key or session token that is, or `Unauthenticated`."""
        tenant = self._by_key.get(credential)
        if tenant is not None:
            return tenant, "key"
        if not self.vendor.sessions:
            raise Unauthenticated("unknown")
        session = self.sessions.read(credential)
        tenant = self.tenants.get(session.workspace)
        if tenant is None:
            raise Unauthenticated("unknown")
        session.check_time(tenant.workspace.now)
        return tenant, "session"

    def workspaces(self) -> Iterator[Workspace]:
        """Every workspace there is."""
        return (tenant.workspace for tenant in self.tenants.values())


def _workspace(vendor: Vendor, workspace_id: str, settings: Settings) -> Workspace:
    workspace = Workspace(
        vendor.rules,
        id=workspace_id,
        seed=settings.seed,
        clock=Clock(now=settings.now, mode=settings.mode, rate=settings.rate),
        endpoint=Endpoint(None, ""),
    )
    workspace.plan = vendor.plan if settings.plan is None else settings.plan
    workspace.endpoint = Endpoint(
        settings.webhook_url, settings.webhook_secret or vendor.new_webhook_secret(workspace)
    )
    set_limits(vendor, workspace, settings.rate_limit, settings.daily_limit)
    granted = vendor.credits if settings.credits is None else settings.credits
    if granted is None:
        workspace.ledger.counted = False
    else:
        workspace.ledger.grant(settings.now, granted)
    return workspace


def set_limits(
    vendor: Vendor, workspace: Workspace, per_minute: int | None, per_day: int | None
) -> None:
    """Limit requests to so many; None is what the plan allows. What was accepted before still counts."""
    plan = vendor.plans.get(workspace.plan or "", Plan())
    workspace.window = _limited(workspace.window, per_minute or plan.per_minute, MINUTE)
    workspace.daily = _limited(workspace.daily, per_day or plan.per_day, DAY)


def own_limits(vendor: Vendor, workspace: Workspace) -> dict[str, int | None]:
    """The limits that are the workspace's and not its plan's, by the names of the settings."""
    plan = vendor.plans.get(workspace.plan or "", Plan())
    return {
        "rate_limit": _differing(workspace.window, plan.per_minute),
        "daily_limit": _differing(workspace.daily, plan.per_day),
    }


def _differing(window: RollingWindow | None, limit: int | None) -> int | None:
    return window.limit if window is not None and window.limit != limit else None


def _limited(window: RollingWindow | None, limit: int | None, span: int) -> RollingWindow | None:
    if limit is None:
        return None
    accepted = window.accepted if window is not None else deque[int]()
    return RollingWindow(limit=limit, span=span, accepted=accepted)


def _contract(vendor: Vendor) -> Contract:
    try:
        return load(vendor.slug, vendor.contract)
    except Exception as error:  # whatever a file that is missing, no YAML or no OpenAPI leads to
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        place = vendor.contract or f"schemas/{vendor.slug}/openapi.yaml"
        raise Unusable(f"cannot read {place}: {reason}") from error


def _check_handlers(vendor: Vendor, documented: set[str]) -> None:
    handled = set(vendor.handlers)
    if missing := documented - handled:
        raise Unusable(f"{vendor.slug}: no handler for {', '.join(sorted(missing))}")
    if unknown := handled - documented:
        raise Unusable(f"{vendor.slug}: not in the contract: {', '.join(sorted(unknown))}")
