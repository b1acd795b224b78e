"""One tenant sees what is another's."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import structs

from dressform.engine.errors import NotFound
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.pointers import existing, values
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers, at_admission


@alteration("tenants")
@dataclass(frozen=True, kw_only=True)
class MixedTenants(Asking):
    """What a tenant does not have is looked for at the others that have asked for anything before;
    their items are added to the array at the pointer `list`; or, if `shared`, every tenant's calls go to
    the account that was asked first, whose credits they spend.
    """

    list: str | None = None
    shared: bool = False

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that mixes its tenants up."""
        known: dict[str, Workspace] = {}

        def see(workspace: Workspace) -> None:
            known.setdefault(workspace.id, workspace)

        def handle(handler: Handler, call: Call) -> Any:
            if self.shared:
                return handler(structs.replace(call, workspace=next(iter(known.values()))))
            others = [
                structs.replace(call, workspace=w)
                for w in known.values()
                if w is not call.workspace
            ]
            if self.list is not None:
                bodies = [msgspec.to_builtins(handler(each)) for each in (call, *others)]
                return _joined(bodies, self.list)
            try:
                return handler(call)
            except NotFound:
                return _elsewhere(handler, others) or handler(call)

        return at_admission(around_handlers(vendor, self, handle), see)


def _elsewhere(handler: Handler, calls: list[Call]) -> Any:
    """What the first account says that has it; None if none does."""
    for call in calls:
        with suppress(NotFound):
            return handler(call)
    return None


def _joined(bodies: list[Any], pointer: str) -> Any:
    first, *others = bodies
    items = [item for body in others for found in values(body, pointer) for item in found]
    if pointer == "":
        return first + items
    for container, key in existing(first, pointer):
        container[key] = container[key] + items
    return first
