"""The control API as it is reached over HTTP."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from aiohttp import web

from dressform.contract.paths import PathTable
from dressform.engine.errors import Invalid, Refused
from dressform.http import decode, docs_page
from dressform.http.begun import in_a_task
from dressform.http.control import Control, Json, Order, Route
from dressform.http.control_document import control_document
from dressform.http.docs_http import asset_response, document_response, page_response
from dressform.http.gate import Gate
from dressform.http.pipeline import base_url, failure
from dressform.http.problems import ControlError
from dressform.http.responses import problem, to_response
from dressform.vendor import Answer

Check = Callable[[web.BaseRequest], None]
Respond = Callable[[web.BaseRequest, Mapping[str, str]], Awaitable[web.StreamResponse]]


class ControlDoor:
    """Answers every request below `/_mock`: the routes, their pages, and what is none of them.

    `vendors` are the slugs that it knows, `methods` those of each path.
    """

    def __init__(self, control: Control, gate: Gate, vendors: Sequence[str]) -> None:
        self._gate = gate
        self._paths: PathTable[tuple[Check, Respond]] = PathTable()
        self.methods: dict[str, list[str]] = {}
        for route in control.routes.values():
            self._add(route.method, route.path, gate.check, _ordering(control, route))
        for path, show in _pages(control, vendors).items():
            self._add("GET", path, gate.check_site, show)

    def _add(self, method: str, path: str, check: Check, respond: Respond) -> None:
        for each in ("GET", "HEAD") if method == "GET" else (method,):
            self._paths.add(each, path, (check, respond))
            self.methods.setdefault(path, []).append(each)

    async def handle(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Pass the gate and answer, with a problem if something is wrong."""
        await in_a_task()  # an order may wait for webhooks, each with its timeout
        try:
            check, respond, places = self._find(request, path)
            check(request)
            return await respond(request, places)
        except ControlError as error:
            answer = problem(error.status, error.title, error.detail, **error.members)
            answer = Answer(answer.status, answer.body, {**answer.headers, **error.headers})
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = failure(error)
        return to_response(answer)

    def _find(
        self, request: web.BaseRequest, path: str
    ) -> tuple[Check, Respond, Mapping[str, str]]:
        found = self._paths.match(path)
        if found is None:
            return self._gate.check, _unknown(self.methods), {}
        by_method, places = found
        if request.method not in by_method:
            return self._gate.check, _wrong_method(", ".join(by_method)), places
        return *by_method[request.method], places


def _ordering(control: Control, route: Route) -> Respond:
    async def respond(request: web.BaseRequest, places: Mapping[str, str]) -> web.StreamResponse:
        texts = {name: request.query.getall(name) for name in request.query}
        query = control.read_query(route.id, texts)
        body = await _body(request)
        order = Order(base_url(request, ""), places, query, body)
        return to_response(Answer(route.status, await control.carry_out(route.id, order)))

    return respond


def _pages(control: Control, vendors: Sequence[str]) -> dict[str, Respond]:
    """The document of the control API, and the page that shows it."""

    async def document(request: web.BaseRequest, _: Mapping[str, str]) -> web.StreamResponse:
        routes, origin = control.routes.values(), base_url(request, "")
        return document_response(control_document(routes, origin, vendors))

    async def page(request: web.BaseRequest, _: Mapping[str, str]) -> web.StreamResponse:
        return page_response(docs_page.control_page("/_mock/openapi.json", "/_mock/docs/assets"))

    async def asset(request: web.BaseRequest, places: Mapping[str, str]) -> web.StreamResponse:
        name = places["name"]
        found = asset_response(name)
        if found is None:
            raise ControlError(404, "No such asset", f"the page has no asset {name!r}")
        return found

    return {
        "/_mock/openapi.json": document,
        "/_mock/docs": page,
        "/_mock/docs/assets/{name}": asset,
    }


async def _body(request: web.BaseRequest) -> Json:
    """The body; none is an empty object."""
    raw = await _bytes(request)
    if raw and request.content_type != "application/json":
        detail = f"send application/json, not {request.content_type}"
        raise ControlError(415, "Unsupported media type", detail)
    try:
        body: Json = decode.strict_json(raw) if raw else {}
    except Invalid as refused:
        raise ControlError(400, "Not JSON", refused.issues[0].message) from None
    except Refused as refused:
        raise ControlError(400, "Not JSON", str(refused)) from None
    return body


async def _bytes(request: web.BaseRequest) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        detail = f"the body is larger than {request.client_max_size} bytes"
        raise ControlError(413, "Too large", detail) from None
    except web.RequestPayloadError as error:  # its Content-Encoding is not what it is encoded in
        detail = " ".join(str(error).split())
        raise ControlError(400, "Unreadable", detail) from None


def _wrong_method(allow: str) -> Respond:
    async def respond(request: web.BaseRequest, _: Mapping[str, str]) -> web.StreamResponse:
        detail = f"{request.path} takes {allow}, not {request.method}"
        raise ControlError(405, "Method not allowed", detail, headers={"Allow": allow})

    return respond


def _unknown(paths: Iterable[str]) -> Respond:
    known = ", ".join(paths)

    async def respond(request: web.BaseRequest, _: Mapping[str, str]) -> web.StreamResponse:
        detail = f"{request.path} is none of the routes {known}"
        raise ControlError(404, "No such control route", detail)

    return respond
