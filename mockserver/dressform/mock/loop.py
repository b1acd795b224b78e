"""An event loop on a thread of its own, reached from other threads and from other loops."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")

_PATIENCE = 0.05
"""Seconds that helpers have left when the loop ends: one may be asking a name server that is silent."""


class NotRunning(RuntimeError):
    """The server was not started, or has been stopped."""


class LoopThread:
    """Runs coroutines for whoever is elsewhere. The thread keeps no process from ending."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._helpers: list[threading.Thread] = []
        self._loop.set_default_executor(
            ThreadPoolExecutor(
                thread_name_prefix=f"{name}-helper",
                initializer=lambda: self._helpers.append(threading.current_thread()),
            )
        )
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def runs(self) -> bool:
        """Whether there is anybody to run a coroutine; after a fork the child has no such thread."""
        return self._thread.is_alive() and not self._closed

    def wait(self, work: Coroutine[Any, Any, _T]) -> _T:
        """The outcome of a coroutine. Blocks the calling thread, and whatever event loop it runs."""
        future = self._submit(work)
        try:
            return future.result()
        except CancelledError:
            raise _stopped() from None
        finally:
            future.cancel()  # whoever waited may have been interrupted

    async def outcome(self, work: Coroutine[Any, Any, _T]) -> _T:
        """The outcome of a coroutine, awaited on the caller's own event loop."""
        future = self._submit(work)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if self._closed and not (caller and caller.cancelling()):
                raise _stopped() from None
            raise

    def stop(self) -> None:
        """End the thread and close the loop; what still runs there is cancelled."""
        with self._door:
            self._closed = True
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        enough = time.monotonic() + _PATIENCE
        for helper in self._helpers:
            helper.join(max(0.0, enough - time.monotonic()))

    def _submit(self, work: Coroutine[Any, Any, _T]) -> Future[_T]:
        with self._door:  # what comes after the stop would be waited for in vain
            if self.runs:
                return asyncio.run_coroutine_threadsafe(work, self._loop)
        work.close()
        raise _stopped()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_break_off())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()


async def _break_off() -> None:
    """Cancel what is left, and what began meanwhile: a connection accepted at the last moment."""
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.sleep(0)  # connections are let go of in a turn of their own


def _stopped() -> NotRunning:
    return NotRunning("the server does not run any more")
