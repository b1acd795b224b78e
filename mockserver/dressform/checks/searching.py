"""Hypothesis looks for a request that shows a mismatch, and for the smallest one: but not for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dressform.checks.answer import Answer
from dressform.checks.errors import Mismatch, NotTried, Undecided

_MORE = 100
"""Requests after the first mismatch: each is a call that somebody pays for or waits for."""


class _Enough(BaseException):
    """The smallest so far is small enough."""


class Search:
    """What was found. Each request is a `step`."""

    def __init__(self) -> None:
        self._smallest: Mismatch | None = None
        self._end: BaseException | None = None
        self._more = 0

    @contextmanager
    def step(self, send: Callable[[], Answer]) -> Iterator[Answer]:
        """The answer. A `Mismatch` in there is one that it shows."""
        if self._smallest is not None:
            self._more += 1
        if self._more > _MORE:
            raise _Enough
        try:
            answer = send()
            yield answer
        except Mismatch as mismatch:
            mismatch.exchange = mismatch.exchange or answer.exchange
            if self._smallest is None or _size(mismatch) <= _size(self._smallest):
                self._smallest = mismatch
            raise
        except (Undecided, NotTried, KeyboardInterrupt) as end:
            self._end = end
            raise

    def run(self, test: Callable[[], None]) -> None:
        """Let Hypothesis run a test of its own making; raises the smallest `Mismatch`, if any."""
        from hypothesis.errors import Unsatisfiable

        try:
            with _no_words_of_ours():
                test()
        except Mismatch:
            raise
        except Unsatisfiable:
            raise NotTried("no such request can be thought of") from None
        except (Exception, _Enough) as error:  # noqa: BLE001 - it is raised again
            # Hypothesis calls it flaky if it is interrupted while it goes over something again, and
            # if it cannot see again what it saw once.
            raise self._end or self._smallest or _first(error) from None


def _size(mismatch: Mismatch) -> int:
    assert mismatch.exchange is not None
    return len(mismatch.exchange.curl)


def _first(error: BaseException) -> BaseException:
    """What is first in a group, and no group itself."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


@contextmanager
def _no_words_of_ours() -> Iterator[None]:
    """Hypothesis takes to texts and numbers from whatever modules are loaded, where these are no
    installed ones: the requests would depend on them, and some would ask for a fault.
    """
    from hypothesis.internal.conjecture import providers

    known, name = vars(providers), "_get_local_constants"
    usual = known.get(name)
    if usual is not None:
        known[name] = known["Constants"]  # none
    try:
        yield
    finally:
        if usual is not None:
            known[name] = usual
