"""The thread behind the handles leaves nobody waiting for what will never come."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress

import pytest

from dressform.mock.loop import LoopThread, NotRunning


class Work:
    """A coroutine without an end, and what becomes of it."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.broken_off = threading.Event()

    async def __call__(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.broken_off.set()
            raise


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    loop = LoopThread("test")
    yield loop
    if loop.runs:
        loop.stop()


@pytest.fixture
def work() -> Work:
    return Work()


def test_who_waits_when_the_loop_is_stopped_is_told(loop: LoopThread, work: Work) -> None:
    told: list[str] = []

    def wait() -> None:
        try:
            loop.wait(work())
        except NotRunning as error:
            told.append(str(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert work.begun.wait(10)
    loop.stop()
    waiting.join(10)
    assert ["the server does not run any more"] == told
    assert work.broken_off.is_set()


def test_who_awaits_when_the_loop_is_stopped_is_told(loop: LoopThread, work: Work) -> None:
    async def story() -> None:
        awaiting = asyncio.create_task(loop.outcome(work()))
        await asyncio.to_thread(work.begun.wait, 10)
        loop.stop()
        with pytest.raises(NotRunning, match="does not run any more"):
            await awaiting

    asyncio.run(story())


def test_who_is_cancelled_breaks_off_what_was_awaited(loop: LoopThread, work: Work) -> None:
    async def story() -> None:
        awaiting = asyncio.create_task(loop.outcome(work()))
        await asyncio.to_thread(work.begun.wait, 10)
        awaiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await awaiting
        assert await asyncio.to_thread(work.broken_off.wait, 10)

    asyncio.run(story())


def test_who_is_interrupted_breaks_off_what_was_waited_for(
    loop: LoopThread, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(future: Future[None]) -> None:
        assert work.begun.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(Future, "result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        loop.wait(work())
    assert work.broken_off.wait(10)


def test_after_the_stop_nothing_is_begun(loop: LoopThread, work: Work) -> None:
    loop.stop()
    with pytest.raises(NotRunning):
        loop.wait(work())
    with pytest.raises(NotRunning):
        asyncio.run(loop.outcome(work()))
    assert not work.begun.is_set()


def test_while_it_stops_nothing_is_begun(loop: LoopThread, work: Work) -> None:
    stopping, over = threading.Event(), threading.Event()

    async def end_slowly() -> None:
        try:
            await work()
        finally:
            stopping.set()
            over.wait(10)

    def wait() -> None:
        with suppress(NotRunning):
            loop.wait(end_slowly())

    late = Work()
    waiting = threading.Thread(target=wait)
    end = threading.Thread(target=loop.stop)
    waiting.start()
    assert work.begun.wait(10)
    end.start()
    assert stopping.wait(10)
    with pytest.raises(NotRunning):
        loop.wait(late())
    over.set()
    for thread in (waiting, end):
        thread.join(10)
    assert not late.begun.is_set()


def test_helpers_of_the_loop_end_with_it(loop: LoopThread) -> None:
    helpers: list[threading.Thread] = []

    async def ask_a_helper() -> None:
        await asyncio.to_thread(lambda: helpers.append(threading.current_thread()))

    loop.wait(ask_a_helper())
    loop.stop()
    assert [False] == [helper.is_alive() for helper in helpers]


def test_a_helper_that_is_stuck_is_not_waited_for(loop: LoopThread) -> None:
    begun, over, helpers = threading.Event(), threading.Event(), list[threading.Thread]()

    def be_stuck() -> None:
        helpers.append(threading.current_thread())
        begun.set()
        over.wait(30)

    async def ask_a_helper() -> None:
        asyncio.get_running_loop().run_in_executor(None, be_stuck)

    loop.wait(ask_a_helper())
    assert begun.wait(10)
    loop.stop()
    assert [True] == [helper.is_alive() for helper in helpers]
    over.set()
    helpers[0].join(10)
