"""Numbers in order, held to a sorted list: added, taken out, counted and paged through."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine import order as module
from dressform.engine.order import Order, page
from tests.engine.worlds import STEADY

NUMBERS = st.lists(st.integers(0, 2**62), unique=True, max_size=60)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So that a few numbers make many chunks."""
    monkeypatch.setattr(module, "_CHUNK", 3)
    return None


def filled(numbers: list[int]) -> Order:
    order = Order()
    for number in numbers:
        order.add(number)
    return order


@STEADY
@given(NUMBERS, st.data())
def test_it_is_a_sorted_list_whatever_is_added_and_taken_out(
    numbers: list[int], data: st.DataObject
) -> None:
    order = filled(numbers)
    gone = data.draw(st.lists(st.sampled_from(numbers), unique=True)) if numbers else []
    for number in gone:
        order.remove(number)
        with pytest.raises(KeyError):
            order.remove(number)
    left = sorted(set(numbers) - set(gone))
    assert (left, len(left)) == (list(order), len(order))
    assert all(0 < len(chunk) <= 6 for chunk in order.chunks)
    for place in range(len(left) + 1):
        for size in (1, 4, 60):
            assert left[place:][:size] == order.upwards(place, size)
            assert left[:place][::-1][:size] == order.downwards(place, size)
    for probe in (*left, 0, 2**62):
        assert sum(number < probe for number in left) == order.rank(probe)


@STEADY
@given(NUMBERS, st.integers(1, 5), st.integers(1, 70), st.booleans())
def test_pages_of_several_orders_are_those_of_one_sorted_list(
    numbers: list[int], orders: int, size: int, descending: bool
) -> None:
    several = [filled(numbers[start::orders]) for start in range(orders)]
    expected = sorted(numbers, reverse=descending)
    for first in (*range(0, len(numbers) + 1, size), 10**30):
        found = page(several, first, size, descending=descending)
        assert expected[first : first + size] == found


def test_no_orders_have_no_page() -> None:
    assert [] == page([], 0, 20)
