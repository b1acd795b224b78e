"""The control API as it is reached over HTTP."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from aiohttp import web

from dressform.engine.errors import Invalid, Refused
from dressform.http import decode, docs_page
from dressform.http.control import Control, Json, Order, Route
from dressform.http.control_document import control_document
from dressform.http.docs_http import asset_response, document_response, page_response
from dressform.http.gate import Gate
from dressform.http.pipeline import base_url, failure
from dressform.http.problems import ControlError
from dressform.http.responses import problem, to_response
from dressform.vendor import Answer

Check = Callable[[web.Request], None]
Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_control(
    router: web.UrlDispatcher, control: Control, gate: Gate, vendors: Sequence[str]
) -> None:
    """Register every route of the control API, its pages, and what answers beside them.

    `vendors` are the slugs that it knows.
    """
    allowed: dict[str, list[str]] = {}
    for route in control.routes.values():
        respond = _guarded(gate.check, _ordering(control, route))
        methods = ["GET", "HEAD"] if route.method == "GET" else [route.method]
        for method in methods:
            router.add_route(method, route.path, respond)
        allowed[route.path] = [*allowed.get(route.path, []), *methods]
    for path, show in _pages(control, vendors).items():
        router.add_get(path, _guarded(gate.check_site, show))
        allowed[path] = ["GET", "HEAD"]
    for path, known in allowed.items():
        router.add_route("*", path, _guarded(gate.check, _wrong_method(", ".join(known))))
    unknown = _guarded(gate.check, _unknown(allowed))
    for path in ("/_mock", r"/_mock/{tail:[\s\S]*}"):
        router.add_route("*", path, unknown)


def _guarded(check: Check, respond: Respond) -> Respond:
    """The aiohttp handler of one route: passes the gate, and words every error."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            check(request)
            return await respond(request)
        except ControlError as error:
            answer = problem(error.status, error.title, error.detail, **error.members)
            answer = Answer(answer.status, answer.body, {**answer.headers, **error.headers})
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            answer = failure(error)
        return to_response(answer)

    return handle


def _ordering(control: Control, route: Route) -> Respond:
    async def respond(request: web.Request) -> web.StreamResponse:
        texts = {name: request.query.getall(name) for name in request.query}
        query = control.read_query(route.id, texts)
        body = await _body(request)
        order = Order(base_url(request, ""), request.match_info, query, body)
        return to_response(Answer(route.status, await control.carry_out(route.id, order)))

    return respond


def _pages(control: Control, vendors: Sequence[str]) -> dict[str, Respond]:
    """The document of the control API, and the page that shows it."""

    async def document(request: web.Request) -> web.StreamResponse:
        routes, origin = control.routes.values(), base_url(request, "")
        return document_response(control_document(routes, origin, vendors))

    async def page(request: web.Request) -> web.StreamResponse:
        return page_response(docs_page.control_page("/_mock/openapi.json", "/_mock/docs/assets"))

    async def asset(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        found = asset_response(name)
        if found is None:
            raise ControlError(404, "No such asset", f"the page has no asset {name!r}")
        return found

    return {
        "/_mock/openapi.json": document,
        "/_mock/docs": page,
        "/_mock/docs/assets/{name}": asset,
    }


async def _body(request: web.Request) -> Json:
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


async def _bytes(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        detail = f"the body is larger than {request.client_max_size} bytes"
        raise ControlError(413, "Too large", detail) from None
    except web.RequestPayloadError as error:  # its Content-Encoding is not what it is encoded in
        detail = " ".join(str(error).split())
        raise ControlError(400, "Unreadable", detail) from None


def _wrong_method(allow: str) -> Respond:
    async def respond(request: web.Request) -> web.StreamResponse:
        detail = f"{request.path} takes {allow}, not {request.method}"
        raise ControlError(405, "Method not allowed", detail, headers={"Allow": allow})

    return respond


def _unknown(paths: Iterable[str]) -> Respond:
    known = ", ".join(paths)

    async def respond(request: web.Request) -> web.StreamResponse:
        detail = f"{request.path} is none of the routes {known}"
        raise ControlError(404, "No such control route", detail)

    return respond
