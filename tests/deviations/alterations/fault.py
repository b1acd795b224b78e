"""A fault that the simulator knows strikes every workspace, from its first request on."""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from dressform.engine.fault_kinds import KINDS as FAULTS
from dressform.engine.faults import make_fault
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import at_admission


@alteration("fault")
@dataclass(frozen=True, kw_only=True)
class StandingFault:
    """A `fault` with its `arguments`; of the `operation` (`media`: downloads), as often as `times` says
    (null: for good) once so many have passed (`skip`). The kinds are the README's.
    """

    fault: str
    arguments: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None
    times: int | None = None
    skip: int = 0

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for a fault that nobody knows, or an operation."""
        if self.fault not in FAULTS:
            raise ValueError(f"no fault {self.fault!r}; there are {', '.join(FAULTS)}")
        if self.operation not in {None, "media", *vendor.handlers}:
            raise ValueError(
                f"no operation {self.operation!r}; there are {', '.join(vendor.handlers)}"
            )
        make_fault(self.fault, self.arguments, id=0, now=0)

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that is always so."""
        struck = WeakSet[Workspace]()

        def see(workspace: Workspace) -> None:
            if workspace not in struck:
                struck.add(workspace)
                workspace.plan_fault(
                    self.fault,
                    self.arguments,
                    operation=self.operation,
                    times=self.times,
                    skip=self.skip,
                )

        return at_admission(vendor, see)
