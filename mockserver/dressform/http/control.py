"""The control API under `/_mock`: JSON in, JSON out, RFC 9457 problems for errors.

Orders come over HTTP and from Python handles alike. A page in a browser cannot drive it: a foreign
`Host` or `Origin` is refused, there is no CORS, and off loopback it asks for a token.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dressform.contract import Schema, coerce
from dressform.engine.jobs import IllegalTransition
from dressform.http.problems import ControlError

Json = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """What is asked of the control API.

    `places` are the names in its path. `query` and `body` fit the schemas of its route. `origin` is
    where whoever asks has reached the server.
    """

    origin: str
    places: Mapping[str, str] = field(default_factory=dict)
    query: Json = field(default_factory=dict)
    body: Json = field(default_factory=dict)


Action = Callable[[Order], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """One operation of the control API, named by `id`.

    `body` and `query` are the JSON Schemas of what it takes, None where it takes nothing; `answer`
    is the type of its body, None where it has none. One that `settles` answers only when every
    webhook that fell due was attempted. What it does is the docstring of `action`.
    """

    id: str
    method: str
    path: str
    action: Action
    answer: Any
    body: Json | None = None
    query: Json | None = None
    status: int = 200
    settles: bool = False


class Control:
    """Carries out orders by the id of their route."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = {route.id: route for route in routes}
        self._bodies = {route.id: _schema(route.body) for route in self.routes.values()}
        self._queries = {route.id: _schema(route.query) for route in self.routes.values()}

    async def carry_out(self, route_id: str, order: Order) -> Any:
        """What the route answers, or a `ControlError` that says why not, with nothing changed."""
        _check(self._queries[route_id], order.query, "query")
        _check(self._bodies[route_id], order.body, "body")
        try:
            return await self.routes[route_id].action(order)
        except IllegalTransition as error:
            raise ControlError(409, "Not possible now", str(error)) from None

    def read_query(self, route_id: str, texts: Mapping[str, list[str]]) -> Json:
        """The query of a URL, each text read as what the route's schema says it is."""
        members = self._queries[route_id].node.get("properties", {})
        return {name: coerce(text, members.get(name, {})) for name, text in texts.items()}


def _schema(node: Json | None) -> Schema:
    return Schema(node or {"type": "object", "properties": {}, "additionalProperties": False}, {})


def _check(schema: Schema, value: Json, what: str) -> None:
    if issues := schema.issues(value, ()):
        errors = [{"at": "/".join(map(str, i.where)), "message": i.message} for i in issues]
        known = sorted(schema.node.get("properties", {}))
        where = f"{errors[0]['at']}: " if errors[0]["at"] else ""
        detail = f"{where}{issues[0].message}; known members: {', '.join(known) or 'none'}"
        raise ControlError(422, f"Invalid {what}", detail, errors=errors)
