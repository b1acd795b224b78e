"""A rolling window accepts exactly what it promises, to the microsecond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.clock import MINUTE, SECOND
from dressform.engine.errors import RateLimited
from dressform.engine.limits import RollingWindow
from tests.engine.worlds import START, STEADY


def accepted(window: RollingWindow, now: int) -> bool:
    """Whether one more request is accepted now."""
    try:
        window.take(now)
    except RateLimited:
        return False
    return True


def test_window_is_a_minute_unless_told_otherwise() -> None:
    window = RollingWindow(limit=1)
    window.take(START)

    assert not accepted(window, START + MINUTE - 1)
    assert accepted(window, START + MINUTE)


def test_as_many_as_the_limit_are_accepted_at_once_and_not_one_more() -> None:
    window = RollingWindow(limit=15)

    assert [True] * 15 + [False] == [accepted(window, START) for _ in range(16)]


def test_request_is_accepted_the_moment_the_oldest_leaves_and_not_a_microsecond_before() -> None:
    window = RollingWindow(limit=2)
    window.take(START)
    window.take(START + 10 * SECOND)

    assert not accepted(window, START + MINUTE - 1)
    assert accepted(window, START + MINUTE)
    assert not accepted(window, START + MINUTE)
    assert not accepted(window, START + MINUTE + 10 * SECOND - 1)
    assert accepted(window, START + MINUTE + 10 * SECOND)


def test_refused_request_does_not_count() -> None:
    """A client that hammers is let in as soon as one that waits."""
    window = RollingWindow(limit=1)
    window.take(START)

    assert not any(accepted(window, START + second * SECOND) for second in range(60))
    assert accepted(window, START + MINUTE)


def test_window_rolls_and_has_no_edges_of_its_own() -> None:
    """Two bursts around a full minute of the clock are one window's worth."""
    minute = START // MINUTE * MINUTE
    window = RollingWindow(limit=2)

    assert accepted(window, minute - 1)
    assert accepted(window, minute - 1)
    assert not accepted(window, minute)


def test_refusal_says_the_limit_and_how_long_to_wait() -> None:
    window = RollingWindow(limit=2)
    window.take(START)
    window.take(START + 1)

    with pytest.raises(RateLimited) as refused:
        window.take(START + 20 * SECOND)

    assert RateLimited(limit=2, retry_after=40 * SECOND) == refused.value


def test_remaining_is_what_is_still_accepted_right_now_and_takes_none() -> None:
    window = RollingWindow(limit=3)
    window.take(START)
    window.take(START + 1)

    assert [1, 1] == [window.remaining(START + 2), window.remaining(START + 2)]
    assert [1, 2, 3] == [window.remaining(START + MINUTE + extra) for extra in (-1, 0, 1)]


def test_limit_of_nothing_accepts_nothing_and_says_so_with_a_whole_span() -> None:
    with pytest.raises(RateLimited) as refused:
        RollingWindow(limit=0, span=SECOND).take(START)

    assert RateLimited(limit=0, retry_after=SECOND) == refused.value


def test_lowered_limit_lets_nobody_in_before_the_window_has_emptied_to_it() -> None:
    """The refusal says when: not when the oldest leaves, but when enough have left."""
    window = RollingWindow(limit=3)
    for second in range(3):
        window.take(START + second * SECOND)
    window.limit = 1

    assert 0 == window.remaining(START + 3 * SECOND)
    with pytest.raises(RateLimited) as refused:
        window.take(START + 3 * SECOND)
    assert RateLimited(limit=1, retry_after=59 * SECOND) == refused.value
    assert accepted(window, START + 3 * SECOND + 59 * SECOND)


@STEADY
@given(
    limit=st.integers(1, 4),
    span=st.integers(1, 12),
    steps=st.lists(st.integers(0, 6), max_size=40),
)
def test_window_agrees_with_counting_by_hand(limit: int, span: int, steps: list[int]) -> None:
    """A request is accepted if fewer than `limit` of the last `span` microseconds' were."""
    window = RollingWindow(limit=limit, span=span)
    taken: list[int] = []
    now = START
    for step in steps:
        now += step
        recent = [at for at in taken if now - span < at]
        assert max(0, limit - len(recent)) == window.remaining(now)
        if len(recent) < limit:
            window.take(now)
            taken.append(now)
        else:
            with pytest.raises(RateLimited) as refused:
                window.take(now)
            assert recent[0] + span == now + refused.value.retry_after
