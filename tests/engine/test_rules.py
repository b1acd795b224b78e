"""Spans: what is drawn from them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.rules import drawn


@given(seed=st.integers(0, 2**32), low=st.integers(0, 10**9), width=st.integers(0, 10**9))
def test_what_is_drawn_is_what_randint_draws(seed: int, low: int, width: int) -> None:
    ours, theirs = Random(seed), Random(seed)
    assert drawn(ours, (low, low + width)) == theirs.randint(low, low + width)
    assert ours.getstate() == theirs.getstate()


@pytest.mark.parametrize("ends", [(0, 0), (3, 3), (3, 4), (0, 2)])
def test_both_ends_of_a_span_can_be_drawn_and_nothing_beyond(ends: tuple[int, int]) -> None:
    random = Random(1)
    numbers = {drawn(random, ends) for _ in range(100)}
    assert numbers == set(range(ends[0], ends[1] + 1))
