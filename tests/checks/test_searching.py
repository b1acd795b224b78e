"""A mismatch is made smaller for so long and no longer, and the smallest one seen is told."""

from collections.abc import Callable

import pytest

from dressform.checks import Answer, Exchange, Mismatch, NotTried
from dressform.checks.errors import OutOfBudget
from dressform.checks.searching import Search


def asking(size: int) -> Callable[[], Answer]:
    """Send a request of that size."""
    exchange = Exchange("POST", "http://x/", "op", {}, body="x" * size, status=200)
    return lambda: Answer(200, {}, b"{}", exchange)


def fail(search: Search, size: int) -> None:
    with pytest.raises(Mismatch), search.step(asking(size)):
        raise Mismatch(f"of {size}")


def test_after_a_hundred_more_requests_the_smallest_mismatch_is_told() -> None:
    search, asked = Search(), []

    def goes_on_for_ever() -> None:
        fail(search, 30)
        while True:
            fail(search, 30 if len(asked) % 2 else 20)
            asked.append(1)

    with pytest.raises(Mismatch, match="of 20") as error:
        search.run(goes_on_for_ever)
    assert 100 == len(asked)
    assert error.value.exchange is not None
    assert "x" * 20 == error.value.exchange.body


def test_without_a_mismatch_there_is_no_end() -> None:
    search = Search()
    for _ in range(300):
        with search.step(asking(1)):
            pass


def test_the_mismatch_that_the_search_ends_with_is_told() -> None:
    search = Search()

    def ends() -> None:
        fail(search, 1)
        with search.step(asking(5)):
            raise Mismatch("the last one")

    with pytest.raises(Mismatch, match="the last one"):
        search.run(ends)


@pytest.mark.parametrize("end", [OutOfBudget("over"), NotTried("no"), KeyboardInterrupt()])
def test_an_end_that_is_taken_for_something_else_is_told_as_what_it_was(end: BaseException) -> None:
    search = Search()

    def mistakes_it() -> None:
        fail(search, 1)
        with pytest.raises(type(end)), search.step(asking(1)):
            raise end
        raise ValueError("flaky")

    with pytest.raises(type(end)):
        search.run(mistakes_it)


def test_what_cannot_be_seen_again_is_told_as_it_was_seen() -> None:
    search = Search()

    def sees_it_once() -> None:
        fail(search, 1)
        raise ExceptionGroup("flaky", [ExceptionGroup("more", [ValueError("x")])])

    with pytest.raises(Mismatch, match="of 1"):
        search.run(sees_it_once)


def test_a_bug_is_a_bug() -> None:
    def breaks() -> None:
        raise ExceptionGroup("two", [ExceptionGroup("one", [KeyError("x")]), ValueError("y")])

    with pytest.raises(KeyError):
        Search().run(breaks)
