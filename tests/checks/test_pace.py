"""A deployment is asked no more often than its vendor's document allows."""

import time
from dataclasses import replace

import pytest

from dressform.checks.pace import Pace
from dressform.checks.target import client
from dressform.http.server import Server
from tests.checks.suites import as_real
from tests.support.serving import open_shop


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were slept; nobody sleeps, and time moves by what is slept."""
    spans: list[float] = []
    monkeypatch.setattr(time, "sleep", spans.append)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + sum(spans))
    return spans


def test_a_request_beyond_the_limit_waits_until_the_oldest_is_a_minute_old(
    slept: list[float],
) -> None:
    pace = Pace(3)
    for _ in range(3):
        pace.wait()
    assert [] == slept
    for _ in range(4):
        pace.wait()
    assert [60.5, 0, 0, 60.5] == slept


def test_without_a_limit_nobody_waits(slept: list[float]) -> None:
    pace = Pace(None)
    for _ in range(100):
        pace.wait()
    assert [] == slept


def test_only_what_counts_for_the_account_is_held_back(server: Server, slept: list[float]) -> None:
    run = as_real(open_shop(server))
    api, nobody = run.target.api, client(run.target.place, run.target.asked, None)
    api.place = nobody.place = replace(api.place, pace=Pace(1))
    nobody.call("list_cameras").must_be(401)
    api.call("list_cameras").must_be(200)
    assert [] == slept
    api.call("list_cameras").must_be(200)
    assert [60.5] == slept
    run.finish()
