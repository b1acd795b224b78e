"""A plan opens what it ought not to open, or closes what it ought to open."""

from contextlib import suppress
from dataclasses import dataclass, replace

from dressform.engine.errors import Forbidden
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor, Via
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.hooks import admitting
from tests.deviations.alterations.registry import alteration


@alteration("admission")
@dataclass(frozen=True, kw_only=True)
class OtherAdmission(Asking):
    """Calls are all let in (`open: true`), or all `Forbidden` (`open: false`); of every plan, or of the
    one that is named.
    """

    open: bool
    plan: str | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for a plan that the vendor does not have."""
        super().check(vendor)
        if self.asked:
            raise ValueError("nobody knows yet what is asked")
        if self.plan is not None and self.plan not in vendor.plans:
            raise ValueError(f"no plan {self.plan!r}; there are {', '.join(vendor.plans)}")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that admits so."""

        def admit(workspace: Workspace, operation: str, via: Via) -> None:
            about = self.names(operation) and self.plan in {None, workspace.plan}
            with suppress(*([Forbidden] if about and self.open else [])):
                admitting(vendor)(workspace, operation, via)
            if about and not self.open:
                raise Forbidden("not in this plan")

        return replace(vendor, admit=admit)
