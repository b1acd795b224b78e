"""One vendor as served: its contract, its workspaces, their keys and journals."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from dressform.contract import Contract, Operation, load
from dressform.contract.paths import PathTable
from dressform.engine.clock import MINUTE, Clock, Mode
from dressform.engine.errors import Unauthenticated
from dressform.engine.limits import RollingWindow
from dressform.engine.workspace import Endpoint, Workspace
from dressform.http.journal import Journal
from dressform.vendor import Vendor

DEFAULT = "default"


@dataclass(frozen=True)
class Settings:
    """How a workspace starts. Credits as integers, `rate_limit` in requests a minute, instants in
    microseconds.
    """

    now: int
    credits: int = 1000
    plan: str | None = None
    rate_limit: int | None = None
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


class Unusable(LookupError):
    """A vendor cannot be served as it is installed; says why in one line."""


class Deployment:
    """The workspaces of one vendor, by id and by API key, and its documented operations."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor
        self.contract = _contract(vendor)
        self.strays = Journal()
        self.tenants: dict[str, Tenant] = {}
        self._by_key: dict[str, Tenant] = {}
        self._opened = 0
        self.operations: PathTable[Operation] = PathTable()
        for operation in self.contract.operations.values():
            self.operations.add(operation.method, operation.path, operation)
        _check_handlers(vendor, set(self.contract.operations))

    def open(self, settings: Settings, *, default: bool = False) -> Tenant:
        """Make a workspace; the default one has a fixed id and key."""
        if default:
            workspace_id, key = DEFAULT, self.vendor.default_key
        else:
            self._opened += 1
            workspace_id = f"w{self._opened}"
            key = f"{self.vendor.key_prefix}{secrets.token_hex(16)}"
        tenant = Tenant(_workspace(self.vendor, workspace_id, settings), key, Journal())
        self.tenants[workspace_id] = tenant
        self._by_key[key] = tenant
        return tenant

    def close(self, workspace_id: str) -> None:
        """Forget a workspace and its key."""
        del self._by_key[self.tenants.pop(workspace_id).api_key]

    def reset(self, settings: Settings) -> None:
        """Back to a fresh default workspace and nothing else."""
        self.tenants.clear()
        self._by_key.clear()
        self.strays = Journal()
        self.open(settings, default=True)

    def authenticate(self, key: str) -> Tenant:
        """Whose key that is, or `Unauthenticated`."""
        tenant = self._by_key.get(key)
        if tenant is None:
            raise Unauthenticated("unknown")
        return tenant

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
    workspace.plan = settings.plan
    workspace.endpoint = Endpoint(
        settings.webhook_url, settings.webhook_secret or vendor.new_webhook_secret(workspace)
    )
    if settings.rate_limit is not None:
        workspace.window = RollingWindow(limit=settings.rate_limit, span=MINUTE)
    workspace.ledger.grant(settings.now, settings.credits)
    return workspace


def _contract(vendor: Vendor) -> Contract:
    try:
        return load(vendor.slug)
    except Exception as error:  # whatever a file that is missing, no YAML or no OpenAPI leads to
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise Unusable(f"cannot read schemas/{vendor.slug}/openapi.yaml: {reason}") from error


def _check_handlers(vendor: Vendor, documented: set[str]) -> None:
    handled = set(vendor.handlers)
    if missing := documented - handled:
        raise Unusable(f"{vendor.slug}: no handler for {', '.join(sorted(missing))}")
    if unknown := handled - documented:
        raise Unusable(f"{vendor.slug}: not in the contract: {', '.join(sorted(unknown))}")
