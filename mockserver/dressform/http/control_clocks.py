"""The control API's clocks: one workspace's, or those of all workspaces there are."""

from dataclasses import dataclass

import msgspec

from dressform.engine.clock import SECOND
from dressform.engine.workspace import Workspace
from dressform.http.control import Json, Order
from dressform.http.control_rows import clock_row, fired_row
from dressform.http.control_scope import Scope
from dressform.http.pacing import LAST, Fired
from dressform.http.problems import ControlError
from dressform.http.schemas import instant, rfc3339
from dressform.rows import AdvancedRow, ClockRow


@dataclass(frozen=True)
class Clocks:
    """Shows and moves time."""

    scope: Scope

    async def show(self, order: Order) -> ClockRow:
        """What time it is, and what moves it; the first workspace's where there are several."""
        return clock_row(self.scope.workspaces(order)[0])

    async def set(self, order: Order) -> ClockRow:
        """Change what is sent and leave the rest. Moving `now` fires all that falls due; a clock
        does not go back. Set for all workspaces, mode and rate are those of later ones, too.
        """
        body, workspaces = order.body, self.scope.workspaces(order)
        now = instant(body["now"]) if "now" in body else None
        for workspace in workspaces:
            if now is not None and now < workspace.now:
                detail = f"it is {rfc3339(workspace.now)} in workspace {workspace.id} already"
                raise ControlError(422, "A clock does not go back", detail)
        if "vendor" not in order.places:
            defaults = self.scope.defaults
            defaults.mode = body.get("mode", defaults.mode)
            defaults.rate = body.get("rate", defaults.rate)
        for workspace in workspaces:
            mode = body.get("mode", workspace.clock.mode)
            rate = body.get("rate", workspace.clock.rate)
            await self.scope.pacing.set(workspace, mode, rate, now)
        return clock_row(workspaces[0])

    async def advance(self, order: Order) -> AdvancedRow:
        """Move time on by `seconds`, to the `next` event, or until it is `idle`. Answers what fired,
        in order and workspace by workspace, when every webhook that fell due has been attempted.
        """
        named = self.scope.named_workspaces(order)
        workspaces = [workspace for _, workspace in named]
        for workspace in workspaces:
            _refuse_real(workspace)
            if workspace.now + _span(order.body) > LAST:
                detail = f"clocks end at {rfc3339(LAST)}"
                raise ControlError(422, "Beyond the end of time", detail)
        fired = [
            fired_row(vendor, workspace, event)
            for vendor, workspace in named
            for event in await self._advance(workspace, order.body)
        ]
        return AdvancedRow(**msgspec.structs.asdict(clock_row(workspaces[0])), fired=fired)

    async def _advance(self, workspace: Workspace, body: Json) -> list[Fired]:
        pacing = self.scope.pacing
        if "seconds" in body:
            return await pacing.advance(workspace, _span(body))
        if body["to"] == "next":
            return await pacing.advance_to_next(workspace)
        return await pacing.advance_to_idle(workspace)


def _span(body: Json) -> int:
    seconds: float = body.get("seconds", 0)
    return round(seconds * SECOND)


def _refuse_real(workspace: Workspace) -> None:
    if workspace.clock.mode == "real":
        detail = (
            f"the clock of workspace {workspace.id} is real and follows the wall; "
            "set its mode to manual or auto first"
        )
        raise ControlError(409, "The clock is real", detail)
