"""The control API's clocks: one workspace's, or those of all workspaces there are."""

from dataclasses import dataclass

from aiohttp import web

from dressform.engine.clock import SECOND, Timer
from dressform.engine.workspace import Workspace
from dressform.http.control import Json
from dressform.http.control_rows import clock_row, fired_row
from dressform.http.control_scope import Scope
from dressform.http.pacing import LAST
from dressform.http.problems import ControlError
from dressform.http.schemas import instant, rfc3339
from dressform.vendor import Answer


@dataclass(frozen=True)
class Clocks:
    """Shows and moves time."""

    scope: Scope

    async def show(self, request: web.Request, body: Json) -> Answer:
        """GET clock"""
        return Answer(200, clock_row(self.scope.workspaces(request)[0]))

    async def set(self, request: web.Request, body: Json) -> Answer:
        """PUT clock: what is not sent stays as it is. Moving `now` fires all that falls due."""
        workspaces = self.scope.workspaces(request)
        now = instant(body["now"]) if "now" in body else None
        for workspace in workspaces:
            if now is not None and now < workspace.now:
                detail = f"it is {rfc3339(workspace.now)} in workspace {workspace.id} already"
                raise ControlError(422, "A clock does not go back", detail)
        for workspace in workspaces:
            mode = body.get("mode", workspace.clock.mode)
            rate = body.get("rate", workspace.clock.rate)
            await self.scope.pacing.set(workspace, mode, rate, now)
        return Answer(200, clock_row(workspaces[0]))

    async def advance(self, request: web.Request, body: Json) -> Answer:
        """POST clock/advance: what fired, workspace by workspace, each in order."""
        workspaces = self.scope.workspaces(request)
        for workspace in workspaces:
            _refuse_real(workspace)
            if workspace.now + _span(body) > LAST:
                detail = f"clocks end at {rfc3339(LAST)}"
                raise ControlError(422, "Beyond the end of time", detail)
        fired = [
            fired_row(workspace, timer)
            for workspace in workspaces
            for timer in await self._advance(workspace, body)
        ]
        return Answer(200, clock_row(workspaces[0]) | {"fired": fired})

    async def _advance(self, workspace: Workspace, body: Json) -> list[Timer]:
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
        detail = "a real clock follows the wall; PUT the clock's mode to manual or auto first"
        raise ControlError(409, "The clock is real", detail)
