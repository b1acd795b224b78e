"""The road of one request, from the wire to the workspace and back."""

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from time import perf_counter

import msgspec
from aiohttp import web
from yarl import URL

from dressform.contract import Operation
from dressform.engine.errors import MethodNotAllowed, Moved, Refused, RouteNotFound
from dressform.http.bodies import read_body, shown
from dressform.http.decisions import describe
from dressform.http.deployment import Deployment, Tenant
from dressform.http.journal import Entry, redact_body, redact_headers, redact_query
from dressform.http.pacing import Pacing
from dressform.http.reading import make_call
from dressform.http.responses import problem, to_response
from dressform.vendor import Answer

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")

Listener = Callable[[Deployment, Entry], None]


class ContractBreach(Exception):
    """The simulator was about to answer what its own contract does not allow."""


class Road:
    """Answers every request to one vendor. `tell` hears of each once it has been answered."""

    def __init__(
        self, deployment: Deployment, pacing: Pacing, *, strict: bool, tell: Listener
    ) -> None:
        self.deployment = deployment
        self.vendor = deployment.vendor
        self.pacing = pacing
        self.strict = strict
        self.tell = tell

    async def answer(self, request: web.Request, path: str, base_url: str) -> web.Response:
        """The response to a request for `path`, which is relative to the vendor's base URL."""
        trip = _Trip(request)
        try:
            answer = await self._answer(trip, path, base_url)
            self._check(trip.operation, answer)
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = failure(error)
            trip.decided = f"failed: {error!r}"
        response = to_response(answer)
        if request.content.exception() is not None:
            _hang_up(request, response)
        elif not request.content.is_eof():  # nobody waited for all of the body: say so in time
            response.force_close()
        self._remember(trip, response)
        return response

    async def _answer(self, trip: "_Trip", path: str, base_url: str) -> Answer:
        try:
            return await self._through(trip, path, base_url)
        except Refused as refused:
            trip.decided = f"refused: {describe(refused)}"
            return self.vendor.refusals[type(refused)](refused)

    async def _through(self, trip: "_Trip", path: str, base_url: str) -> Answer:
        trip.operation, parameters = self._route(trip.request, path, base_url)
        trip.tenant = tenant = self._authenticate(trip.request)
        workspace = tenant.workspace
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        if workspace.window is not None:
            workspace.window.take(workspace.now)
        body = await read_body(trip.request, trip.operation)
        trip.body = shown(body)
        call = make_call(trip.request, trip.operation, parameters, body, workspace, base_url)
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        answer = self.vendor.handlers[trip.operation.id](call)
        trip.decided = call.decided
        self.pacing.catch_up(workspace)
        return Answer(trip.operation.success, answer)

    def _route(
        self, request: web.Request, path: str, base_url: str
    ) -> tuple[Operation, Mapping[str, str]]:
        found = self.deployment.operations.match(path)
        if found is None:
            other = path[:-1] if path.endswith("/") else f"{path}/"
            if self.vendor.redirects_slashes and self.deployment.operations.match(other):
                raise Moved(str(URL(base_url + other, encoded=True).with_query(request.query)))
            raise RouteNotFound(path)
        operations, parameters = found
        if request.method not in operations:
            raise MethodNotAllowed(request.method, tuple(sorted(operations)))
        return operations[request.method], parameters

    def _authenticate(self, request: web.Request) -> Tenant:
        return self.deployment.authenticate(self.vendor.credential(request.headers))

    def _check(self, operation: Operation | None, answer: Answer) -> None:
        """Raise `ContractBreach` if the server is strict and the contract has no such answer."""
        if self.strict and operation is not None:
            if answer.status not in operation.responses:
                raise ContractBreach(f"{operation.id}: status {answer.status} is not documented")
            schema = operation.responses[answer.status]
            body = msgspec.to_builtins(answer.body)
            for issue in schema.issues(body, ("response",)) if schema else ():
                where = "/".join(map(str, issue.where))
                raise ContractBreach(
                    f"{operation.method} {operation.path} responses/{answer.status}: "
                    f"{where} breaks {issue.keyword}: {issue.message}"
                )

    def _remember(self, trip: "_Trip", response: web.Response) -> None:
        """Write the trip into its workspace's journal, or among the strays."""
        tenant, request = trip.tenant, trip.request
        entry = Entry(
            at=tenant.workspace.now if tenant else None,
            method=request.method,
            path=request.path,
            query=redact_query(request.query_string),
            operation=trip.operation.id if trip.operation else None,
            headers=redact_headers(request.headers),
            request=redact_body(trip.body),
            status=response.status,
            response=redact_body(response.body) if isinstance(response.body, bytes) else b"",
            milliseconds=(perf_counter() - trip.started) * 1000,
            credits=(trip.before, tenant.workspace.ledger.balance) if tenant else None,
            decided=trip.decided,
        )
        (tenant.journal if tenant else self.deployment.strays).add(entry)
        self.tell(self.deployment, entry)


def _hang_up(request: web.Request, response: web.Response) -> None:
    """End a connection on which a body broke off: where the next request begins is anybody's guess,
    and aiohttp shall not look for it.
    """
    request.content.feed_eof()
    response.force_close()


class _Trip:
    """What becomes known of a request on its way."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.started = perf_counter()
        self.operation: Operation | None = None
        self.tenant: Tenant | None = None
        self.before = 0
        self.body = b""
        self.decided = ""


def base_url(request: web.Request, mount: str) -> str:
    """The vendor's base URL as this client reached it; a nonsensical `Host` is not repeated."""
    host = request.host
    if named(host) is None:
        name, port = request.get_extra_info("sockname", ("127.0.0.1", 80))[:2]
        host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    return f"{request.scheme}://{host}{mount}"


def named(host: str) -> str | None:
    """The name or address in a `Host` header; None where there is none to be found."""
    if not _HOST.fullmatch(host):
        return None
    try:
        name = URL(f"http://{host}").host
        return str(ip_address(name)) if name and ":" in name else name
    except ValueError:  # a port beyond 65535, an address that is none
        return None


def failure(error: Exception) -> Answer:
    """A mistake of the simulator's own: never in the vendor's words, so that nobody is misled."""
    if not isinstance(error, ContractBreach):
        traceback.print_exception(error, file=sys.stderr)
    breach = isinstance(error, ContractBreach)
    title = "Dressform broke its contract" if breach else "Dressform failed"
    return problem(500, title, str(error) or type(error).__name__)
