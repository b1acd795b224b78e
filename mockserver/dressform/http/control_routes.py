"""The routes of the control API."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

import dressform
from dressform.http.control import Action, Json, Respond, guarded, items, taking
from dressform.http.control_clocks import Clocks
from dressform.http.control_rows import vendor_row
from dressform.http.control_scope import Scope
from dressform.http.control_workspaces import Workspaces
from dressform.http.gate import Gate
from dressform.http.pipeline import base_url
from dressform.http.problems import ControlError
from dressform.http.schemas import ADVANCE, CLOCK, FAIL, PATCH, WORKSPACE
from dressform.vendor import Answer

_BELOW = "/_mock/{vendor}/workspaces/{id}"


def add_control(router: web.UrlDispatcher, scope: Scope, gate: Gate) -> None:
    """Register every route of the control API, and what answers beside them."""
    allowed: dict[str, list[str]] = {}
    for method, path, action, schema in _routes(scope):
        respond = guarded(gate, taking(schema, action))
        methods = ["GET", "HEAD"] if method == "GET" else [method]
        for each in methods:
            router.add_route(each, path, respond)
        allowed[path] = [*allowed.get(path, []), *methods]
    for path, known in allowed.items():
        router.add_route("*", path, guarded(gate, _wrong_method(", ".join(known))))
    unknown = guarded(gate, _unknown(allowed))
    for path in ("/_mock", r"/_mock/{tail:[\s\S]*}"):
        router.add_route("*", path, unknown)


def _routes(scope: Scope) -> list[tuple[str, str, Action, Json | None]]:
    """Method, path, action, and the schema of the body where there is one."""
    server, clocks, workspaces = _Whole(scope), Clocks(scope), Workspaces(scope)
    return [
        ("GET", "/_mock/health", server.health, None),
        ("GET", "/_mock/vendors", server.vendors, None),
        ("POST", "/_mock/reset", server.reset, None),
        ("GET", "/_mock/clock", clocks.show, None),
        ("PUT", "/_mock/clock", clocks.set, CLOCK),
        ("POST", "/_mock/clock/advance", clocks.advance, ADVANCE),
        ("GET", "/_mock/{vendor}/requests", workspaces.strays, None),
        ("GET", "/_mock/{vendor}/workspaces", workspaces.list, None),
        ("POST", "/_mock/{vendor}/workspaces", workspaces.create, WORKSPACE),
        ("GET", _BELOW, workspaces.get, None),
        ("PATCH", _BELOW, workspaces.patch, PATCH),
        ("DELETE", _BELOW, workspaces.delete, None),
        ("GET", f"{_BELOW}/clock", clocks.show, None),
        ("PUT", f"{_BELOW}/clock", clocks.set, CLOCK),
        ("POST", f"{_BELOW}/clock/advance", clocks.advance, ADVANCE),
        ("GET", f"{_BELOW}/ledger", workspaces.ledger, None),
        ("GET", f"{_BELOW}/jobs", workspaces.jobs, None),
        ("POST", f"{_BELOW}/jobs/{{job}}/finish", workspaces.finish, None),
        ("POST", f"{_BELOW}/jobs/{{job}}/fail", workspaces.fail, FAIL),
        ("GET", f"{_BELOW}/deliveries", workspaces.deliveries, None),
        ("GET", f"{_BELOW}/requests", workspaces.requests, None),
    ]


@dataclass(frozen=True)
class _Whole:
    """The whole server."""

    scope: Scope

    async def health(self, request: web.Request, body: Json) -> Answer:
        """GET /_mock/health"""
        return Answer(200, {"status": "ok", "version": dressform.__version__})

    async def vendors(self, request: web.Request, body: Json) -> Answer:
        """GET /_mock/vendors"""
        origin = base_url(request, "")
        return items([vendor_row(front, origin) for front in self.scope.fronts.values()])

    async def reset(self, request: web.Request, body: Json) -> Answer:
        """POST /_mock/reset: a fresh default workspace for each vendor, and nothing else."""
        pacing, settings = self.scope.pacing, self.scope.settings()
        for front in self.scope.fronts.values():
            for workspace in front.deployment.workspaces():
                pacing.forget(workspace)
            front.deployment.reset(settings)
            for workspace in front.deployment.workspaces():
                pacing.catch_up(workspace)
        return Answer(200, {"status": "ok"})


def _wrong_method(allow: str) -> Respond:
    async def respond(request: web.Request) -> Answer:
        detail = f"{request.path} takes {allow}, not {request.method}"
        raise ControlError(405, "Method not allowed", detail, headers={"Allow": allow})

    return respond


def _unknown(paths: Iterable[str]) -> Respond:
    known = ", ".join(paths)

    async def respond(request: web.Request) -> Answer:
        detail = f"{request.path} is none of the routes {known}"
        raise ControlError(404, "No such control route", detail)

    return respond
