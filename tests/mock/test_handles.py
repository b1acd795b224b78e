"""Handles are complete: documented, and as natural in a coroutine as elsewhere."""

import asyncio
import inspect
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, cast, get_args

import pytest

from dressform import FaultKind, MockServer, MockVendor, MockWorkspace, PlannedFault
from dressform.engine.faults import KINDS
from dressform.mock.steering import Steering
from dressform.rows import FaultRow

AT_ONCE = {
    MockServer: {"origin", "vendors"},
    MockVendor: set[str](),
    MockWorkspace: {"id", "vendor", "base_url", "api_key"},
    PlannedFault: set[str](),
}
"""What knows its answer without asking the server."""

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
ACCOUNT = {"credits": 3, "plan": "pro", "rate_limit": 2, "webhook_url": "u", "webhook_secret": "s"}
SPAN = {"seconds": 1, "minutes": 2, "hours": 3, "days": 4}

ARGUMENTS: dict[str, dict[str, Any]] = {
    "advance": SPAN,
    "change": ACCOUNT,
    "delete_snapshot": {"snapshot": "s"},
    "fail": {"job": 7, "error": "e"},
    "fault": {"kind": "status", "operation": "o", "times": 2, "probability": 0.5, "skip": 1}
    | {"after": 3, "status": 503},
    "open": {"workspace_id": "w2"},
    "remove_fault": {"fault_id": 3},
    "resend": {"delivery": "d"},
    "restore": {"snapshot": "s"},
    "set_clock": {"clock": "x60", "now": NOON},
    "sleep": {"seconds": 3},
    "workspace": ACCOUNT | {"seed": 5, "clock": "auto", "now": NOON},
} | {end: {"job": 7} for end in ("finish", "cancel", "expire", "retry")}


class Asked(Exception):
    """The server was asked for this."""


class Listening:
    """In the place of the steering: tells what the server would be asked, and asks nothing."""

    origin = "http://here"

    def order(self, route: str, places: Any = None, *, body: Any = None, query: Any = None) -> Any:
        raise Asked(route, dict(places or {}), body, query)

    async def aorder(self, *args: Any, **kwargs: Any) -> Any:
        self.order(*args, **kwargs)


def handle(kind: type) -> Any:
    """A handle of that kind that asks nobody."""
    listening = cast("Steering", Listening())
    if kind is MockServer:
        server = MockServer()
        server._thread, server._orders = cast("Any", object()), listening
        return server
    if kind is MockVendor:
        return MockVendor(listening, "uwear")
    row: Any = type("Row", (), {"id": "w1", "base_url": "u", "api_key": "k"})
    shop = MockWorkspace(listening, "uwear", row)
    fault: Any = type("Row", (FaultRow,), {"id": 1, "kind": "status", "fired": 0})
    return PlannedFault(shop, fault) if kind is PlannedFault else shop


def public(kind: type) -> dict[str, Any]:
    names = [name for name in dir(kind) if not name.startswith("_")]
    return {name: inspect.getattr_static(kind, name) for name in names}


def is_twin(kind: type, name: str) -> bool:
    return name.startswith("a") and name[1:] in public(kind)


BLOCKING = [
    (kind, name)
    for kind, at_once in AT_ONCE.items()
    for name in public(kind)
    if name not in at_once and not is_twin(kind, name)
]
ASKING = [pair for pair in BLOCKING if pair[1] not in {"start", "stop"}]


def asked_by(kind: type, name: str, arguments: dict[str, Any]) -> Any:
    """What a blocking member asks of the server first."""
    with pytest.raises(Asked) as asked:
        use(handle(kind), name, arguments)
    return asked.value.args


def use(one: Any, name: str, arguments: dict[str, Any]) -> None:
    """Read a property, call a method."""
    if not isinstance(public(type(one))[name], property):
        getattr(one, name)(**arguments)
    else:
        getattr(one, name)


@pytest.mark.parametrize(("kind", "name"), BLOCKING)
def test_a_member_that_blocks_has_a_twin_with_the_same_parameters(kind: type, name: str) -> None:
    member, twin = public(kind)[name], public(kind).get(f"a{name}")
    assert inspect.iscoroutinefunction(twin)
    own = member.fget if isinstance(member, property) else member
    assert inspect.signature(own) == inspect.signature(twin)


@pytest.mark.parametrize(("kind", "name"), ASKING)
def test_a_member_and_its_twin_ask_the_same_of_the_server(kind: type, name: str) -> None:
    arguments = ARGUMENTS.get(name, {})

    async def ask() -> None:
        twin: Coroutine[Any, Any, Any] = getattr(handle(kind), f"a{name}")(**arguments)
        await twin

    with pytest.raises(Asked) as asked:
        asyncio.run(ask())
    assert asked_by(kind, name, arguments) == asked.value.args


@pytest.mark.parametrize(("kind", "name"), ASKING)
def test_those_that_wait_for_webhooks_and_no_others_are_refused_in_a_coroutine(
    world: MockServer, kind: type, name: str
) -> None:
    arguments = ARGUMENTS.get(name, {})
    route = asked_by(kind, name, arguments)[0]

    async def ask() -> None:
        asked_by(kind, name, arguments)

    if world._server.control.routes[route].settles:
        with pytest.raises(RuntimeError, match=rf"^{name}\(\) waits .* `await` its twin a{name}\("):
            asyncio.run(ask())
    else:
        asyncio.run(ask())


@pytest.mark.parametrize("kind", AT_ONCE)
def test_everything_public_says_what_it_does(kind: type) -> None:
    assert inspect.getdoc(kind)
    assert [name for name, member in public(kind).items() if not inspect.getdoc(member)] == []


def test_the_kinds_of_fault_that_an_editor_offers_are_those_there_are() -> None:
    assert tuple(KINDS) == get_args(FaultKind)


def test_a_handle_says_what_it_is_and_hides_the_key(shop: MockWorkspace) -> None:
    assert f"<MockWorkspace {shop.id} of uwear at {shop.base_url}>" == repr(shop)
    assert repr(shop.fault("stuck")) == "<PlannedFault 1: stuck>"
