"""Whom a control request means: the vendor, the workspace, the clocks and the job in its path."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from aiohttp import web

from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.http.deployment import Settings, Tenant
from dressform.http.front import Front
from dressform.http.pacing import Pacing
from dressform.http.problems import ControlError

_NAMED = 20
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Scope:
    """All that the control API steers. What a path names in vain is a 404 that says what there is.

    `settings` is how a workspace starts that asks for nothing else.
    """

    fronts: dict[str, Front]
    pacing: Pacing
    settings: Callable[[], Settings]

    def front(self, request: web.Request) -> Front:
        """The vendor that the path names."""
        slug = request.match_info["vendor"]
        if slug not in self.fronts:
            detail = f"no vendor {slug!r} here; served are: {', '.join(self.fronts)}"
            raise ControlError(404, "No such vendor", detail)
        return self.fronts[slug]

    def tenant(self, request: web.Request) -> Tenant:
        """The workspace that the path names, at its own present."""
        tenants = self.front(request).deployment.tenants
        workspace_id = request.match_info["id"]
        if workspace_id not in tenants:
            detail = f"no workspace {workspace_id!r}; there are: {_some(tenants)}"
            raise ControlError(404, "No such workspace", detail)
        self.pacing.catch_up(tenants[workspace_id].workspace)
        return tenants[workspace_id]

    def workspaces(self, request: web.Request) -> list[Workspace]:
        """The one workspace that the path names, or all of them."""
        if "vendor" in request.match_info:
            return [self.tenant(request).workspace]
        fronts = self.fronts.values()
        every = [workspace for front in fronts for workspace in front.deployment.workspaces()]
        for workspace in every:
            self.pacing.catch_up(workspace)
        return every

    def job(self, request: web.Request, workspace: Workspace) -> Job:
        """The workspace's job that the path names; ids are texts or numbers."""
        name = request.match_info["job"]
        job = workspace.jobs.get(int(name) if _NUMBER.fullmatch(name) else name)
        if job is None:
            detail = f"no job {name!r}; the latest are: {_some(reversed(workspace.jobs))}"
            raise ControlError(404, "No such job", detail)
        return job


def _some(names: Iterable[int | str]) -> str:
    return ", ".join(map(str, islice(names, _NAMED))) or "none"
