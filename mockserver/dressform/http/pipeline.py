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
from dressform.http.bodies import read_body, shown
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

    async def answer(
        self, request: web.BaseRequest, path: str | None, base_url: str
    ) -> web.StreamResponse:
        """The response to a request for `path`, which is relative to the vendor's documented base
        URL; None for one outside of it.
        """
        trip = Trip(request)
        try:
            answer = await self._answer(trip, path, base_url)
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = failure(error)
            trip.decided = f"failed: {error!r}"
        response, sent = self._response(trip, answer)
        settle_connection(request, response)
        if isinstance(response, Ready):
            trip.end(self.deployment, self.tell, response.status, response.head, sent)
        else:
            status = None if isinstance(response, Dropped) else response.status
            trip.end(self.deployment, self.tell, status, response.headers, sent)
        return response

    async def _answer(self, trip: Trip, path: str | None, base_url: str) -> Answer | None:
        """The answer; None where a fault drops the connection instead."""
        try:
            operation, parameters = self._route(trip.request, path, base_url)
            trip.operation = operation.id
        except Refused as refused:
            return self._finish(trip, self._refusal(trip, refused))
        try:
            answer = await self._through(trip, operation, parameters, base_url)
        except Refused as refused:
            answer = self._refusal(trip, refused)
        except Struck as struck:
            trip.decided = str(struck)
            return self._finish(trip, struck.answer) if struck.answer is not None else None
        except BadInBandFault as error:
            trip.reason, trip.decided = "BadInBandFault", f"refused: {error}"
            return problem(400, "No such fault", str(error))
        answer = self._finish(trip, answer)
        if self.strict:
            self._check(operation, answer)
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
        self, trip: Trip, operation: Operation, parameters: Mapping[str, str], base_url: str
    ) -> Answer:
        credential = self.vendor.credential(trip.request.headers)
        trip.tenant, via = self.deployment.authenticate(credential)
        workspace = trip.tenant.workspace
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        body = None
        if workspace.faults.planned:  # what a fault refuses or drops was asked all the same
            body = await read_body(trip.request, operation)
            trip.body = shown(body)
            now, seed = workspace.now, workspace.seed
            struck = workspace.faults.take("request", operation.id, now, seed)
            await self._strike(trip, struck)
        if self.vendor.admit is not None:
            self.vendor.admit(workspace, operation.id, via)
        workspace.count_request()
        if body is None:
            body = await read_body(trip.request, operation)
            trip.body = shown(body)
        call = make_call(trip.request, operation, parameters, body, workspace, base_url)
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
                answer = handle(call)
        else:
            answer = handle(call)
        trip.decided, trip.job = call.decided, call.job
        self.pacing.catch_up(workspace)
        return Answer(operation.success, answer)

    async def _strike(self, trip: Trip, faults: list[Fault]) -> None:
        assert trip.tenant is not None
        trip.faults += faults
        await strike(faults, trip.tenant.workspace, self.vendor)

    def _response(self, trip: Trip, answer: Answer | None) -> tuple[web.StreamResponse, bytes]:
        """The answer as it goes out, and what is sent of its body."""
        if answer is None:
            return Dropped(), b""
        if trip.tenant is not None and (trip.faults or trip.tenant.workspace.faults.planned):
            return self._spoilt(trip, trip.tenant.workspace, to_response(answer))
        response = quick_response(trip.request, answer)
        return response, response.body if isinstance(response, Ready) else _bytes(response)

    def _spoilt(
        self, trip: Trip, workspace: Workspace, response: web.Response
    ) -> tuple[web.StreamResponse, bytes]:
        """The same as faults leave it."""
        if drops_afterwards(trip.faults):
            return Dropped(), b""
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


def _bytes(response: web.Response) -> bytes:
    return response.body if isinstance(response.body, bytes) else b""


def base_url(request: web.BaseRequest, mount: str) -> str:
    """The vendor's base URL as this client reached it; a nonsensical `Host` is not repeated."""
    if (found := _reached(request.scheme, request.host, mount)) is not None:
        return found
    name, port = request.get_extra_info("sockname", ("127.0.0.1", 80))[:2]
    host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
    return f"{request.scheme}://{host}{mount}"


@lru_cache(maxsize=64)
def _reached(scheme: str, host: str, mount: str) -> str | None:
    return None if named(host) is None else f"{scheme}://{host}{mount}"


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
