"""Whom an order means: the vendor, the workspace, the clocks, the job that its path names."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import TypeVar

from dressform.engine.clock import Mode
from dressform.engine.jobs import Job
from dressform.engine.webhooks import Delivery
from dressform.engine.workspace import Workspace
from dressform.http.control import Order
from dressform.http.deployment import Settings, Tenant
from dressform.http.front import Front
from dressform.http.media import MEDIA
from dressform.http.pacing import Pacing
from dressform.http.problems import ControlError

_NAMED = 20
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")

_Thing = TypeVar("_Thing")


@dataclass
class Defaults:
    """What moves the clock of a workspace that is opened without saying so.

    `begun` is how the server was started, to which a reset returns.
    """

    mode: Mode
    rate: float
    begun: tuple[Mode, float] = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.mode, self.rate

    def reset(self) -> None:
        """As the server was started."""
        self.mode, self.rate = self.begun


@dataclass(frozen=True)
class Scope:
    """All that the control API steers. What a path names in vain is a 404 that says what there is.

    `settings` is how a workspace starts that asks for nothing else.
    """

    fronts: Mapping[str, Front]
    pacing: Pacing
    defaults: Defaults
    settings: Callable[[], Settings]

    def front(self, order: Order) -> Front:
        """The vendor that the path names."""
        slug = order.places["vendor"]
        if slug not in self.fronts:
            detail = f"no vendor {slug!r} here; served are: {', '.join(self.fronts)}"
            raise ControlError(404, "No such vendor", detail)
        return self.fronts[slug]

    def tenant(self, order: Order) -> Tenant:
        """The workspace that the path names, at its own present."""
        tenants = self.front(order).deployment.tenants
        tenant = found(tenants, order.places["id"], "workspace", "there are")
        self.pacing.catch_up(tenant.workspace)
        return tenant

    def workspaces(self, order: Order) -> list[Workspace]:
        """The one workspace that the path names, or all of them."""
        return [workspace for _, workspace in self.named_workspaces(order)]

    def named_workspaces(self, order: Order) -> list[tuple[str, Workspace]]:
        """The same, each with the slug of its vendor."""
        if "vendor" in order.places:
            return [(order.places["vendor"], self.tenant(order).workspace)]
        fronts = self.fronts.items()
        every = [(slug, one) for slug, front in fronts for one in front.deployment.workspaces()]
        for _, workspace in every:
            self.pacing.catch_up(workspace)
        return every

    def job(self, order: Order, workspace: Workspace) -> Job:
        """The workspace's job that the path names; ids are texts or numbers."""
        name = order.places["job"]
        job = workspace.jobs.get(int(name) if _NUMBER.fullmatch(name) else name)
        if job is None:
            detail = f"no job {name!r}; the latest are: {_some(reversed(workspace.jobs))}"
            raise ControlError(404, "No such job", detail)
        return job

    def delivery(self, order: Order, workspace: Workspace) -> Delivery:
        """The workspace's delivery that the path names."""
        by_id = {delivery.id: delivery for delivery in workspace.deliveries.values()}
        return found(by_id, order.places["delivery"], "delivery", "there are")

    def operation(self, front: Front, name: str | None) -> None:
        """Refuse the name of an operation that the vendor does not document (`media`: downloads)."""
        known = [*front.deployment.contract.operations, MEDIA]
        if name is not None and name not in known:
            nearest = get_close_matches(name, known, n=1)
            hint = f"did you mean {nearest[0]}? " if nearest else ""
            detail = f"no operation {name!r}; {hint}{front.vendor.slug} has: {', '.join(known)}"
            raise ControlError(422, "No such operation", detail)


def found(things: Mapping[str, _Thing], name: str, what: str, known: str) -> _Thing:
    """The thing of that name, or a 404 that says which there are."""
    if name not in things:
        detail = f"no {what} {name!r}; {known}: {_some(things)}"
        raise ControlError(404, f"No such {what}", detail)
    return things[name]


def _some(names: Iterable[int | str]) -> str:
    return ", ".join(map(str, islice(names, _NAMED))) or "none"
