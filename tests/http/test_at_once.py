"""Requests answered in the turn in which they arrive, and those for which that is too early."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

import pytest
from aiohttp import web

from dressform.http import at_once
from dressform.http.begun import Answering, in_a_task
from dressform.http.listening import Runner
from dressform.http.responses import Ready

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Handler = Callable[[web.BaseRequest], Answering]

GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"


async def _nothing() -> None:
    """To let go of."""


def _ready(text: str) -> Ready:
    return Ready(200, {"Content-Type": "text/plain"}, text.encode())


@asynccontextmanager
async def _serving(answer: Handler) -> AsyncIterator[tuple[Runner, Streams]]:
    """A server that answers so, and a connection to it."""
    runner = Runner(answer, 1_000_000, 1.0, _nothing)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    try:
        yield runner, (reader, writer)
    finally:
        writer.close()
        await runner.cleanup()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """The status and the text of the next answer."""
    async with asyncio.timeout(10):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return int(head[9:12]), (await reader.readexactly(length)).decode()


def _where() -> str:
    return "in a task" if asyncio.current_task() else "at once"


async def _tell_where(request: web.BaseRequest) -> web.StreamResponse:
    if request.path == "/waiting":
        await in_a_task()
    return _ready(_where())


async def _until(reached: Callable[[], bool]) -> None:
    """Let the event loop go on until it has."""
    while not reached():  # noqa: ASYNC110 - what is watched sets no event
        await asyncio.sleep(0)


def _run(case: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(20):
            await case()

    asyncio.run(limited())


def test_what_needs_no_waiting_is_answered_without_a_task_and_all_else_in_one() -> None:
    async def case() -> None:
        async with _serving(_tell_where) as (_, (reader, writer)):
            for path, where in ((b"", "at once"), (b"waiting", "in a task"), (b"", "at once")):
                writer.write(GET % path)
                assert await _answer(reader) == (200, where)

    _run(case)


def test_an_answer_that_has_to_wait_for_the_body_is_begun_once() -> None:
    begun = []

    async def echo(request: web.BaseRequest) -> web.StreamResponse:
        begun.append(_where())
        return _ready(await request.text() + " " + _where())

    async def case() -> None:
        async with _serving(echo) as (_, (reader, writer)):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
            await writer.drain()
            await _until(lambda: bool(begun))
            writer.write(b"cd")
            assert await _answer(reader) == (200, "abcd in a task")
            assert begun == ["at once"]

    _run(case)


def test_what_is_raised_at_once_is_answered_as_if_it_were_raised_in_a_task() -> None:
    def refusing(request: web.BaseRequest) -> Answering:
        if request.path == "/early":
            raise web.HTTPNotFound(text="early")
        return raising(request)

    async def raising(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/waiting":
            await in_a_task()
        raise web.HTTPConflict(text="no")

    async def case() -> None:
        async with _serving(refusing) as (_, (reader, writer)):
            for path, answer in ((b"early", (404, "early")), (b"", (409, "no"))):
                writer.write(GET % path)
                assert await _answer(reader) == answer
            writer.write(GET % b"waiting")
            assert await _answer(reader) == (409, "no")

    _run(case)


@pytest.mark.parametrize(
    "turns",
    [
        [["/slow", "/2"]],
        [["/1", "/2", "/slow", "/4"]],
        [["/slow"], ["/2", "/3"], ["/slow", "/5"]],
    ],
)
def test_answers_come_in_the_order_of_the_requests(turns: list[list[str]]) -> None:
    async def named(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/slow":
            for _ in range(5):
                await asyncio.sleep(0)
        return _ready(request.path)

    async def case(together: bool) -> None:
        async with _serving(named) as (runner, (reader, _)):
            server = runner.server
            assert server is not None
            await _until(lambda: bool(server.connections))
            await asyncio.sleep(0)
            for turn in turns:
                wires = [GET % path[1:].encode() for path in turn]
                for packet in [b"".join(wires)] if together else wires:
                    server.connections[0].data_received(packet)
                await asyncio.sleep(0)
            for turn in turns:
                for path in turn:
                    assert await _answer(reader) == (200, path)

    _run(lambda: case(together=True))
    _run(lambda: case(together=False))


def test_what_a_request_sets_in_its_context_outlasts_a_wait_and_not_the_request() -> None:
    name = ContextVar("name", default="none")

    async def named(request: web.BaseRequest) -> web.StreamResponse:
        before = name.get()
        token = name.set(request.path)
        if request.path == "/waiting":
            await in_a_task()
        after = name.get()
        if request.path != "/1":
            name.reset(token)
        return _ready(f"{before} {after}")

    async def case() -> None:
        async with _serving(named) as (_, (reader, writer)):
            for path in ("/1", "/waiting", "/1", "/2"):
                writer.write(GET % path[1:].encode())
                assert await _answer(reader) == (200, f"none {path}")

    _run(case)


def test_the_answers_of_one_turn_go_out_together_once_all_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    async def named(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(f"asked {request.path}")
        return _ready(request.path)

    async def case() -> None:
        async with _serving(named) as (runner, (reader, _)):
            other, writer = await asyncio.open_connection(*runner.addresses[0][:2])
            server = runner.server
            assert server is not None
            await _until(lambda: len(server.connections) == 2)
            await asyncio.sleep(0)
            for number, connection in enumerate(server.connections):
                transport = connection.transport
                assert transport is not None
                send = transport.write
                monkeypatch.setattr(
                    transport, "write", lambda data, send=send: (seen.append("sent"), send(data))
                )
                connection.data_received(GET % str(number).encode())
            assert (await _answer(reader), await _answer(other)) == ((200, "/0"), (200, "/1"))
            writer.close()
        assert seen == ["asked /0", "asked /1", "sent", "sent"]

    _run(case)


def test_what_was_answered_last_is_sent_before_the_server_stops() -> None:
    async def named(request: web.BaseRequest) -> web.StreamResponse:
        return _ready(request.path)

    async def case() -> None:
        async with _serving(named) as (runner, (reader, writer)):
            writer.write(GET % b"first")
            assert await _answer(reader) == (200, "/first")
            server = runner.server
            assert server is not None
            server.connections[0].data_received(GET % b"last")
            await runner.cleanup()
            assert await _answer(reader) == (200, "/last")

    _run(case)


def test_who_does_not_read_is_not_answered_on_and_on() -> None:
    answered = 0

    async def large(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal answered
        answered += 1
        return _ready("x" * 1_000_000)

    async def case() -> None:
        async with _serving(large) as (_, (reader, writer)):
            for _ in range(500):
                writer.write(GET % b"")
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            assert 0 < answered < 50
            for _ in range(500):
                status, text = await _answer(reader)
                assert (status, len(text)) == (200, 1_000_000)

    _run(case)


def test_what_waits_is_called_off_when_the_server_stops() -> None:
    seen = []

    async def waiting(request: web.BaseRequest) -> web.StreamResponse:
        try:
            seen.append("begun")
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("called off")
            raise
        return _ready("never")

    async def case() -> None:
        async with _serving(waiting) as (runner, (_, writer)):
            writer.write(GET % b"")
            await _until(lambda: bool(seen))
            await runner.cleanup()
        assert seen == ["begun", "called off"]

    _run(case)


def test_a_client_that_hangs_up_before_its_turn_leaves_nothing_behind() -> None:
    async def case() -> None:
        async with _serving(_tell_where) as (runner, (_, writer)):
            writer.write(GET % b"waiting")
            await writer.drain()
            writer.transport.abort()
            server = runner.server
            assert server is not None
            await _until(lambda: not server.connections)

    _run(case)


def test_without_the_insides_that_it_knows_aiohttp_serves_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(at_once, "_INSIDES", ("_not_there",))

    async def case() -> None:
        async with _serving(_tell_where) as (_, (reader, writer)):
            writer.write(GET % b"")
            assert await _answer(reader) == (200, "in a task")

    _run(case)
