"""What a call has done is undone behind its answer: nothing deleted, a cascade forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.errors import NotFound
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Label, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers

_PARTS = ("ledger", "jobs", "resources", "assets", "uploads", "deliveries", "counters")


@alteration("rollback")
@dataclass(frozen=True, kw_only=True)
class RolledBack(Asking):
    """After a call that went well the workspace is again as it was; or only these `parts` of it:
    `ledger`, `jobs`, `assets`, `uploads`, `deliveries`, `counters`, `resources`, or one kind of
    them, such as `resources.avatars`.
    """

    operation: str | list[str]
    parts: list[str] | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for a part that no workspace has."""
        super().check(vendor)
        for part in self.parts or ():
            if part.partition(".")[0] not in _PARTS:
                raise ValueError(f"no part {part!r}; there are {', '.join(_PARTS)}")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that forgets what it did."""

        def handle(handler: Handler, call: Call) -> Any:
            workspace, saved = call.workspace, call.workspace.save()
            body = handler(call)
            call.job = None
            if self.parts is None:
                workspace.restore(saved)
            else:
                _put_back(workspace, Workspace.load(saved, vendor.rules), self.parts)
            return body

        return around_handlers(replace(vendor, label=_forgiving(vendor)), self, handle)


def _forgiving(vendor: Vendor) -> Callable[[Workspace, Asset], Label]:
    """What is written on a file, be it that nobody knows any more where it came from."""

    def label(workspace: Workspace, asset: Asset) -> Label:
        try:
            return vendor.label(workspace, asset)
        except (KeyError, NotFound):
            return Label(vendor.title, "", ())

    return label


def _put_back(workspace: Workspace, before: Workspace, parts: list[str]) -> None:
    for part in parts:
        name, _, kind = part.partition(".")
        if kind:
            workspace.resources[kind] = before.resources.get(kind, {})
        else:
            setattr(workspace, name, getattr(before, name))
        if name == "deliveries":
            workspace.settled = before.settled
