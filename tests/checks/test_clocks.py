"""A simulator's time is moved; that of a real deployment is waited for, and for no longer than allowed."""

import time

import pytest

from dressform.checks import NotTried
from dressform.checks.clocks import WallClock
from dressform.http.server import Server
from tests.checks.suites import generate, reached


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For how long somebody slept, each time; nobody really does."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_a_simulators_time_moves_when_it_is_waited_for(server: Server, slept: list[float]) -> None:
    api = reached(server).target.api
    begin = api.now()
    api.wait(3600)
    assert 3600 == pytest.approx(api.now() - begin)
    api.wait(0)
    api.wait(-5)
    assert 3600 == pytest.approx(api.now() - begin)
    assert [] == slept


def test_a_job_on_a_simulator_is_followed_from_event_to_event_to_its_end(
    server: Server, slept: list[float]
) -> None:
    api = reached(server).target.api
    path = {"generation_id": generate(api).at("/generation_id")}
    seen = api.follow("get_generation", path, done=lambda answer: answer.at("/status") == "Done")
    states = [answer.at("/status") for answer in seen]
    assert ["Created", "Done"] == [states[0], states[-1]]
    assert len(states) < 10
    assert [] == slept


def test_what_never_happens_on_a_simulator_is_not_waited_for_for_ever(server: Server) -> None:
    api = reached(server).target.api
    path = {"generation_id": generate(api).at("/generation_id")}
    seen = api.follow("get_generation", path, done=lambda answer: False)
    assert "Done" == seen[-1].at("/status")
    assert 1 == len(api.follow("list_cameras", done=lambda answer: False))


def test_what_is_done_at_once_is_asked_for_once(server: Server) -> None:
    assert 1 == len(reached(server).target.api.follow("list_cameras", done=lambda answer: True))


def test_a_real_deployment_is_waited_for(slept: list[float]) -> None:
    clock = WallClock(10)
    clock.wait(10)
    clock.wait(2.5)
    clock.wait(-1)
    assert [10, 2.5] == slept
    assert time.time() == pytest.approx(clock.now(), abs=5)


def test_nobody_waits_for_longer_than_is_allowed(slept: list[float]) -> None:
    with pytest.raises(NotTried, match="would wait for 11 s; --max-wait is 10"):
        WallClock(10).wait(11)
    assert [] == slept


@pytest.mark.parametrize(("longest", "times"), [(10, 3), (9, 3), (2, 0), (0, 0)])
def test_a_job_elsewhere_is_polled_at_intervals_for_as_long_as_is_allowed(
    slept: list[float], longest: float, times: int
) -> None:
    assert times == len(list(WallClock(longest).steps(3)))
    assert [3] * times == slept
