"""The control API's faults: planned misbehaviour of one workspace."""

from dataclasses import dataclass

from dressform.engine.clock import SECOND
from dressform.http.control import Order
from dressform.http.control_rows import fault_row
from dressform.http.control_scope import Scope
from dressform.http.problems import ControlError
from dressform.rows import FaultRow, Rows


@dataclass(frozen=True)
class Faults:
    """Plans faults, shows them and takes them back."""

    scope: Scope

    async def list(self, order: Order) -> Rows[FaultRow]:
        """Every planned fault of a workspace, those that are spent included."""
        workspace = self.scope.tenant(order).workspace
        return Rows([fault_row(fault) for fault in workspace.faults.planned])

    async def plan(self, order: Order) -> FaultRow:
        """Plan a fault of this workspace, and of no other. There is an example of every kind, and the
        schema has its arguments; with `times` it strikes so often, else until it is taken back.
        """
        workspace, arguments = self.scope.tenant(order).workspace, dict(order.body)
        operation = arguments.pop("operation", None)
        self.scope.operation(self.scope.front(order), operation)
        try:
            fault = workspace.plan_fault(
                arguments.pop("kind"),
                operation=operation,
                times=arguments.pop("times", None),
                probability=arguments.pop("probability", 1.0),
                skip=arguments.pop("skip", 0),
                after=round(arguments.pop("after", 0) * SECOND),
                arguments=arguments,
            )
        except ValueError as error:
            raise ControlError(422, "Invalid fault", str(error)) from None
        return fault_row(fault)

    async def remove(self, order: Order) -> None:
        """Take a planned fault back."""
        faults, name = self.scope.tenant(order).workspace.faults, order.places["fault"]
        by_id = {str(fault.id): fault.id for fault in faults.planned}
        if name not in by_id:
            detail = f"no fault {name!r}; there are: {', '.join(by_id) or 'none'}"
            raise ControlError(404, "No such fault", detail)
        faults.remove(by_id[name])

    async def clear(self, order: Order) -> None:
        """Take all planned faults of a workspace back."""
        self.scope.tenant(order).workspace.faults.clear()
