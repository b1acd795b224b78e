"""How handles reach the server: orders to its control API, carried out on its own thread."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from dressform.http.control import Json, Order
from dressform.http.problems import ControlError
from dressform.http.server import Server
from dressform.mock.loop import LoopThread, NotRunning

_P = ParamSpec("_P")
_R = TypeVar("_R")

_NOT_FOUND = 404


class Steering:
    """Gives orders to one running server. What it cannot do is a `ControlError` that says why."""

    def __init__(self, server: Server, thread: LoopThread) -> None:
        self._server = server
        self._thread = thread
        self._closed = False

    @property
    def origin(self) -> str:
        """`http://host:port`, without a slash at the end."""
        return self._server.origin

    def order(
        self,
        route: str,
        places: Mapping[str, str] | None = None,
        *,
        body: Json | None = None,
        query: Json | None = None,
    ) -> Any:
        """Carry out the route of that id; returns its row."""
        return self._thread.wait(self._carry_out(route, places, body, query))

    async def aorder(
        self,
        route: str,
        places: Mapping[str, str] | None = None,
        *,
        body: Json | None = None,
        query: Json | None = None,
    ) -> Any:
        """The same, awaited."""
        return await self._thread.outcome(self._carry_out(route, places, body, query))

    def close(self) -> None:
        """Give no further orders, and believe no answer that is still on its way."""
        self._closed = True

    async def _carry_out(
        self,
        route: str,
        places: Mapping[str, str] | None,
        body: Json | None,
        query: Json | None,
    ) -> Any:
        self._check()
        order = Order(self._server.origin, places or {}, query or {}, body or {})
        row = await self._server.control.carry_out(route, order)
        self._check()  # a stop leaves half done what was under way
        return row

    def _check(self) -> None:
        if self._closed:
            raise NotRunning("the server does not run any more")


def waits_for_webhooks(member: Callable[_P, _R]) -> Callable[_P, _R]:
    """A member that returns when webhooks have been attempted.

    Inside a coroutine it is refused: it would block the event loop that may be the very one which
    has to answer them. Its twin, whose name begins with `a`, is the way out.
    """

    @wraps(member)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if _has_loop():
            name = member.__name__
            raise RuntimeError(
                f"{name}() waits for webhooks to be answered, and blocks the event loop that may "
                f"have to answer them: inside a coroutine, `await` its twin a{name}()"
            )
        return member(*args, **kwargs)

    return checked


@contextmanager
def unless_gone() -> Iterator[None]:
    """What is not there need not be taken away, nor where the server does not run any more."""
    try:
        yield
    except NotRunning:
        pass
    except ControlError as error:
        if error.status != _NOT_FOUND:
            raise


def _has_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
