"""Virtual time stands still until it is told to move, and fires what falls due in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.clock import HOUR, MINUTE, SECOND, Clock, Timer, iso8601
from tests.engine.worlds import START, STEADY


def drain(clock: Clock, until: int) -> list[int]:
    """The sequence numbers of all that falls due by `until`, each checked to be at its own time."""
    fired = []
    while (timer := clock.pop_due(until)) is not None:
        assert timer.when == clock.now
        fired.append(timer.sequence)
    return fired


def test_timer_is_plain_data_and_says_what_for_whom_and_when() -> None:
    timer = Clock(now=10).at(25, "job.end", 7)

    assert Timer(when=25, sequence=1, what="job.end", subject=7) == timer


def test_timers_of_one_instant_fire_in_the_order_in_which_they_were_set() -> None:
    clock = Clock(now=0)
    for number in range(9):
        clock.at(5, "job.end", f"job {number}")

    assert list(range(1, 10)) == drain(clock, 5)


def test_earlier_timer_fires_first_whenever_it_was_set() -> None:
    clock = Clock(now=0)
    for when in (30, 10, 20):
        clock.at(when, "job.end", when)

    assert [2, 3, 1] == drain(clock, 30)


def test_timer_fires_at_its_instant_and_not_a_microsecond_before() -> None:
    clock = Clock(now=START)
    timer = clock.at(START + MINUTE, "job.end", 1)

    assert clock.pop_due(START + MINUTE - 1) is None
    assert timer == clock.pop_due(START + MINUTE)


def test_taking_a_timer_moves_time_to_that_timer_and_no_further() -> None:
    clock = Clock(now=0)
    clock.at(10, "job.start", 1)
    clock.at(20, "job.end", 1)

    clock.pop_due(100)

    assert 10 == clock.now


def test_finding_nothing_due_does_not_move_time() -> None:
    clock = Clock(now=0)
    clock.at(10, "job.start", 1)

    clock.pop_due(9)

    assert 0 == clock.now


def test_timer_may_be_set_for_this_very_moment() -> None:
    clock = Clock(now=START)
    timer = clock.at(START, "delivery.attempt", 1)

    assert timer == clock.pop_due(START)


def test_timer_for_a_time_that_has_passed_is_a_mistake_and_changes_nothing() -> None:
    clock = Clock(now=START)

    with pytest.raises(ValueError, match="cannot set a timer"):
        clock.at(START - 1, "job.end", 1)

    assert Clock(now=START) == clock


def test_cancelled_timer_never_fires_and_the_others_still_do() -> None:
    clock = Clock(now=0)
    timers = [clock.at(when, "job.end", when) for when in (10, 20, 30)]

    clock.cancel(timers[1].sequence)

    assert [1, 3] == drain(clock, 100)


def test_next_timer_is_the_one_that_fires_next_and_stays() -> None:
    clock = Clock(now=0)
    first, second = clock.at(10, "job.end", 1), clock.at(20, "job.end", 2)

    assert [first, first] == [clock.next_timer(), clock.next_timer()]
    clock.cancel(first.sequence)
    assert second == clock.next_timer()
    clock.cancel(second.sequence)
    assert clock.next_timer() is None


def test_time_never_goes_back() -> None:
    clock = Clock(now=START)

    clock.move_to(START - HOUR)
    assert START == clock.now
    clock.move_to(START + HOUR)
    assert START + HOUR == clock.now


@STEADY
@given(
    whens=st.lists(st.integers(0, 20), max_size=30),
    cancelled=st.sets(st.integers(1, 30)),
    stops=st.lists(st.integers(0, 21), max_size=4),
)
def test_timers_fire_by_time_then_sequence_however_time_is_cut_up(
    whens: list[int], cancelled: set[int], stops: list[int]
) -> None:
    """Every timer that was not cancelled fires exactly once, and none is left behind."""
    clock = Clock(now=0)
    timers = [clock.at(when, "job.end", number) for number, when in enumerate(whens)]
    cancelled &= {timer.sequence for timer in timers}
    for sequence in cancelled:
        clock.cancel(sequence)

    fired = [sequence for stop in [*sorted(stops), 21] for sequence in drain(clock, stop)]

    expected = sorted((t.when, t.sequence) for t in timers if t.sequence not in cancelled)
    assert [sequence for _, sequence in expected] == fired
    assert ([], set()) == (clock.timers, clock.cancelled)


def test_instant_is_printed_in_utc_with_its_fraction_cut_off() -> None:
    """2026-01-19T00:00:00Z is 20,472 days after the epoch; a fraction never rounds up."""
    assert "2026-01-19T00:00:00Z" == iso8601(20_472 * 24 * HOUR)
    assert "2026-01-19T00:00:00Z" == iso8601(20_472 * 24 * HOUR + SECOND - 1)
    assert "1970-01-01T01:01:01Z" == iso8601(HOUR + MINUTE + SECOND)
