"""A late answer is as late as was planned, within ten minutes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.faults import latency_seconds, make_fault
from tests.engine.worlds import STEADY


def latencies(seconds: Any, *, seed: int = 7, count: int = 200) -> list[float]:
    """What so many strikes of one fault are late by."""
    fault = make_fault("latency", {"seconds": seconds}, id=1, now=0)
    return [latency_seconds(fault, seed) for _ in range(count) if fault.strikes(seed)]


def test_latency_is_as_long_as_was_said() -> None:
    assert [1.5, 1.5] == latencies(1.5, count=2)


def test_uniform_latency_is_drawn_from_its_whole_range_and_from_the_seed() -> None:
    uniform = {"type": "uniform", "lower": 2, "upper": 3}
    drawn = latencies(uniform)

    assert 2 <= min(drawn) < 2.1
    assert 2.9 < max(drawn) <= 3
    assert drawn == latencies(uniform) != latencies(uniform, seed=8)


def test_lognormal_latency_has_its_median_and_spreads_by_its_sigma() -> None:
    """A sixth of them are longer than e^sigma times the median, a sixth shorter than its inverse."""
    drawn = sorted(latencies({"type": "lognormal", "median": 2, "sigma": 0.5}, count=2001))

    assert pytest.approx(2, rel=0.05) == drawn[1000]
    assert pytest.approx(2 * 2.718**0.5, rel=0.1) == drawn[1683]
    assert pytest.approx(2 / 2.718**0.5, rel=0.1) == drawn[317]
    assert {2.0} == set(latencies({"type": "lognormal", "median": 2, "sigma": 0}))


@STEADY
@given(st.integers(), st.floats(0.001, 600), st.floats(0, 10))
def test_no_latency_is_longer_than_ten_minutes(seed: int, median: float, sigma: float) -> None:
    seconds = {"type": "lognormal", "median": median, "sigma": sigma}

    assert all(0 <= late <= 600 for late in latencies(seconds, seed=seed, count=5))
