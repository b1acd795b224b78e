"""Answers that were begun outside of any task, and what becomes of them when they have to wait."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import Context, copy_context
from functools import partial
from typing import Any, NamedTuple

from aiohttp import web

Answering = Coroutine[Any, Any, web.StreamResponse]
Answer = Callable[[web.BaseRequest], Answering]


class Begun(NamedTuple):
    """A request that could not be answered at once, and what is left to be awaited in a task."""

    request: web.BaseRequest
    rest: Callable[[], Awaitable[web.StreamResponse]]


def begin(answer: Answer, request: web.BaseRequest) -> web.StreamResponse | Begun:
    """Answer as far as nothing has to be waited for, in a context of its own as a task has one."""
    context = copy_context()
    try:
        answering = context.run(answer, request)
        waited = context.run(answering.send, None)
        return Begun(request, partial(_Rest, context, answering, waited))
    except StopIteration as stop:
        response: web.StreamResponse = stop.value
        return response
    except Exception as error:  # noqa: BLE001 - raised again where aiohttp answers it
        return Begun(request, partial(_raised, error))


async def given(response: web.StreamResponse) -> web.StreamResponse:
    """An answer that is there already."""
    return response


async def in_a_task() -> None:
    """Go on in a task, as whatever uses timeouts must."""
    if asyncio.current_task() is None:
        await asyncio.sleep(0)


async def _raised(error: Exception) -> web.StreamResponse:
    raise error


class _Rest:
    """What is left of a coroutine that waits for `waited`, which it has asked of nobody so far."""

    def __init__(self, context: Context, coroutine: Answering, waited: Any) -> None:
        self._context = context
        self._coroutine = coroutine
        self._waited = waited

    def __await__(self) -> Generator[Any, Any, web.StreamResponse]:
        """As if it were awaited from its beginning (PEP 380 has the rules)."""
        waited, run = self._waited, self._context.run
        while True:
            try:
                try:
                    came = yield waited
                except BaseException as error:  # noqa: BLE001 - a cancellation is its business, too
                    waited = run(self._coroutine.throw, error)
                else:
                    waited = run(self._coroutine.send, came)
            except StopIteration as stop:
                response: web.StreamResponse = stop.value
                return response
