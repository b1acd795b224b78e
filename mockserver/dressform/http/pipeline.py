"""The road of one request, from the wire to the workspace and back."""

import re
import sys
import traceback
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address

import msgspec
from aiohttp import web
from yarl import URL

from dressform.contract import Operation
from dressform.engine.errors import MethodNotAllowed, Moved, ProviderFailed, Refused, RouteNotFound
from dressform.engine.faults import Fault
from dressform.engine.workspace import Workspace
from dressform.http.bodies import Body, body_at_hand, read_body, shown
from dressform.http.deployment import Deployment
from dressform.http.misbehaviour import (
    BadInBandFault,
    Dropped,
    Struck,
    at_stage,
    drops_afterwards,
    in_band_faults,
    spoil,
    strike,
)
from dressform.http.pacing import Pacing
from dressform.http.reading import make_call
from dressform.http.responses import (
    Ready,
    problem,
    quick_response,
    settle_connection,
    to_response,
)
from dressform.http.sources import SourceReader
from dressform.http.trips import Listener, Trip
from dressform.vendor import Answer

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class ContractBreach(Exception):
    """The simulator was about to answer what its own contract does not allow."""


class Road:
    """Answers every request to one vendor. `tell` hears of each once it has been answered."""

    def __init__(
        self,
        deployment: Deployment,
        pacing: Pacing,
        sources: SourceReader,
        *,
        strict: bool,
        tell: Listener,
    ) -> None:
        self.deployment = deployment
        self.vendor = deployment.vendor
        self.pacing = pacing
        self.sources = sources
        self.strict = strict
        self.tell = tell
        self._finishes = strict or self.vendor.finish is not None

    async def answer(
        self, request: web.BaseRequest, path: str | None, base_url: str
    ) -> web.StreamResponse:
        """The response to a request for `path`, which is relative to the vendor's documented base
        URL; None for one outside of it.
        """
        trip = Trip(request)
        try:
            answer: Answer | None = await self._through(trip, request, path, base_url)
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = self._instead(trip, error)
        response = self._response(trip, request, answer)
        settle_connection(request, response)
        if isinstance(response, Ready):
            trip.end(self.deployment, self.tell, response.status, response.head)
        else:
            status = None if isinstance(response, Dropped) else response.status
            trip.end(self.deployment, self.tell, status, response.headers)
        return response

    def _instead(self, trip: Trip, error: Exception) -> Answer | None:
        """What is answered where something stood in the way; None where a fault drops the connection."""
        try:
            if isinstance(error, Refused):
                return self._finished(trip, self._refusal(trip, error))
            if isinstance(error, Struck):
                trip.decided = str(error)
                return error.answer and self._finish(trip, error.answer)
            if isinstance(error, BadInBandFault):
                trip.reason, trip.decided = "BadInBandFault", f"refused: {error}"
                return problem(400, "No such fault", str(error))
        except Exception as mistake:  # noqa: BLE001 - the same
            error = mistake
        trip.decided = f"failed: {error!r}"
        return failure(error)

    def _finished(self, trip: Trip, answer: Answer) -> Answer:
        """The answer as the vendor sends it; `ContractBreach` if strictness finds it at fault."""
        answer = self._finish(trip, answer)
        if self.strict and trip.operation is not None:
            self._check(self.deployment.contract.operations[trip.operation], answer)
        return answer

    def _finish(self, trip: Trip, answer: Answer) -> Answer:
        finish = self.vendor.finish
        return answer if finish is None else finish(answer, trip.finishing(self.deployment))

    def _refusal(self, trip: Trip, refused: Refused) -> Answer:
        trip.refuse(refused)
        if isinstance(refused, ProviderFailed) and trip.tenant and refused.job_id is not None:
            trip.job = trip.tenant.workspace.jobs.get(refused.job_id)
        return self.vendor.refusals[type(refused)](refused)

    async def _through(
        self, trip: Trip, request: web.BaseRequest, path: str | None, base_url: str
    ) -> Answer:
        """Every stage, as far as the request comes."""
        operation, parameters = self._route(request, path, base_url)
        trip.operation = operation.id
        trip.tenant, via = self.deployment.authenticate(self.vendor.credential(request.headers))
        workspace = trip.tenant.workspace
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        body: Body | None = None if operation.bodies else b""
        if workspace.faults.planned:  # what a fault refuses or drops was asked all the same
            body = await read_body(request, operation)
            trip.body = shown(body)
            now, seed = workspace.now, workspace.seed
            await self._strike(trip, workspace.faults.take("request", operation.id, now, seed))
        if self.vendor.admit is not None:
            self.vendor.admit(workspace, operation.id, via)
        workspace.count_request()
        if body is None:
            if (body := body_at_hand(request, operation)) is None:
                body = await read_body(request, operation)
            trip.body = shown(body)
        call = make_call(request, operation, parameters, body, workspace, base_url)
        call.via = via
        if self.vendor.sources is not None and (wanted := tuple(self.vendor.sources(call))):
            call.sources = await self.sources.look_at(wanted)
        in_band: list[Fault] = []
        if b"fault:" in trip.body:  # few are: the rest need not be searched text by text
            in_band = in_band_faults(call.body, workspace)
            await self._strike(trip, at_stage(in_band, "request"))
            trip.faults += at_stage(in_band, "answer")
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        handle = self.vendor.handlers[operation.id]
        if in_band:
            with workspace.faults.during(in_band):
                content = handle(call)
        else:
            content = handle(call)
        trip.decided, trip.job = call.decided, call.job
        self.pacing.catch_up(workspace)
        answer = Answer(operation.success, content)
        return self._finished(trip, answer) if self._finishes else answer

    async def _strike(self, trip: Trip, faults: list[Fault]) -> None:
        assert trip.tenant is not None
        trip.faults += faults
        await strike(faults, trip.tenant.workspace, self.vendor)

    def _response(
        self, trip: Trip, request: web.BaseRequest, answer: Answer | None
    ) -> web.StreamResponse:
        """The answer as it goes out; the trip is told what is sent of its body."""
        if answer is None:
            return Dropped()
        tenant = trip.tenant
        if tenant is not None and (trip.faults or tenant.workspace.faults.planned):
            response, trip.sent = self._spoilt(trip, tenant.workspace, answer)
            return response
        response = quick_response(request, answer)
        trip.sent = _bytes(response)
        return response

    def _spoilt(
        self, trip: Trip, workspace: Workspace, answer: Answer
    ) -> tuple[web.StreamResponse, bytes]:
        """The same as faults leave it."""
        if drops_afterwards(trip.faults):
            return Dropped(), b""
        response = to_response(answer)
        if body := _bytes(response):
            trip.faults += workspace.faults.take(
                "answer", trip.operation, workspace.now, workspace.seed
            )
            if spoilers := at_stage(trip.faults, "answer"):
                return spoil(spoilers, response.status, response.headers, body)
        return response, body

    def _route(
        self, request: web.BaseRequest, path: str | None, base_url: str
    ) -> tuple[Operation, Mapping[str, str]]:
        if path is None:
            raise RouteNotFound(request.rel_url.raw_path)
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

    def _check(self, operation: Operation, answer: Answer) -> None:
        """Raise `ContractBreach` if the contract has no such answer."""
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


def _bytes(response: Ready | web.Response) -> bytes:
    return response.body if isinstance(response.body, bytes) else b""


def base_url(request: web.BaseRequest, mount: str) -> str:
    """The vendor's base URL as this client reached it; a nonsensical `Host` is not repeated."""
    if (found := _reached(request.host, mount)) is not None:
        return found
    name, port = request.get_extra_info("sockname", ("127.0.0.1", 80))[:2]
    host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    return f"http://{host}{mount}"


@lru_cache(maxsize=64)
def _reached(host: str, mount: str) -> str | None:
    return None if named(host) is None else f"http://{host}{mount}"


@lru_cache(maxsize=64)
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
