"""Time: what a clock shows, who moves it, and that it never goes back."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from dressform.http.server import Server
from tests.support.odd_receiver import OK, acting, says
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.wall import Wall, holding_the_wall

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
START_UNIX = 1772366400
MODES = ("real", "manual", "auto")
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


@pytest.fixture
def wall() -> Iterator[Wall]:
    """The wall's time stands still until a test moves it."""
    with holding_the_wall() as wall:
        yield wall


@pytest.fixture
def fast() -> Iterator[Server]:
    """A server whose clocks run a thousand times as fast as the wall's."""
    with serving(mode="real", rate=1000) as server:
        yield server


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


def _seconds(shop: Shop) -> float:
    """What the clock shows, in seconds since `START`."""
    return round(shop.control("GET", "clock")["unix"] - START_UNIX, 6)


def _settings(mode: str, rate: float = 1.0) -> Json:
    return {"mode": mode, "rate": rate, "now": START}


@pytest.mark.parametrize("rate", [1, 60, 0.5])
def test_a_real_clock_follows_the_wall_at_its_rate(
    open_workspace: OpenWorkspace, wall: Wall, rate: float
) -> None:
    shop = open_workspace("uwear", clock=_settings("real", rate))
    assert _seconds(shop) == 0
    wall.seconds += 10
    assert _seconds(shop) == 10 * rate
    wall.seconds += 0.25
    assert _seconds(shop) == 10.25 * rate


def test_a_new_rate_holds_from_now_on(open_workspace: OpenWorkspace, wall: Wall) -> None:
    shop = open_workspace("uwear", clock=_settings("real"))
    wall.seconds += 10
    clock = shop.control("PUT", "clock", json={"rate": 60})
    assert (clock["mode"], clock["rate"], clock["unix"] - START_UNIX) == ("real", 60, 10)
    wall.seconds += 10
    assert _seconds(shop) == 610


@pytest.mark.parametrize("mode", ["manual", "auto"])
def test_a_clock_that_is_not_real_stands_still(
    open_workspace: OpenWorkspace, wall: Wall, mode: str
) -> None:
    shop = open_workspace("uwear", clock=_settings(mode))
    wall.seconds += 10
    assert _seconds(shop) == 0


@pytest.mark.parametrize("before", MODES)
@pytest.mark.parametrize("after", MODES)
def test_time_goes_on_from_where_it_is_when_the_mode_changes(
    open_workspace: OpenWorkspace, wall: Wall, before: str, after: str
) -> None:
    shop = open_workspace("uwear", clock=_settings(before))
    wall.seconds += 10
    there = 10 if before == "real" else 0
    shop.control("PUT", "clock", json={"mode": after})
    assert _seconds(shop) == there
    wall.seconds += 5
    assert _seconds(shop) == there + (5 if after == "real" else 0)
    shop.control("PUT", "clock", json={"mode": before})
    assert _seconds(shop) == there + (5 if after == "real" else 0)


@pytest.mark.parametrize("mode", MODES)
def test_a_clock_can_be_put_forward(open_workspace: OpenWorkspace, wall: Wall, mode: str) -> None:
    """All that falls due on the way happens, at its own time; a real clock goes on from there."""
    shop = open_workspace("uwear", clock=_settings(mode))
    shop.json("POST", "/generation", json=CHEAP)
    clock = shop.control("PUT", "clock", json={"now": "2026-03-01T14:00:00.000001+01:00"})
    assert clock == {
        "now": "2026-03-01T13:00:00.000001Z",
        "unix": START_UNIX + 3600.000001,
        "mode": mode,
        "rate": 1.0,
    }
    (job,) = shop.control("GET", "jobs")["items"]
    assert (job["state"], START < job["updated_at"] < "2026-03-01T12:00:30Z") == ("completed", True)
    wall.seconds += 7
    assert _seconds(shop) == 3600.000001 + (7 if mode == "real" else 0)


def test_what_a_clock_shows_can_be_put_back(open_workspace: OpenWorkspace, wall: Wall) -> None:
    """To the microsecond: also a time between two seconds is no step back."""
    shop = open_workspace("uwear", clock=_settings("real"))
    wall.seconds += 1.234567
    clock = shop.control("GET", "clock")
    assert clock["now"] == "2026-03-01T12:00:01.234567Z"
    assert shop.control("PUT", "clock", json={"now": clock["now"]}) == clock


def test_under_an_auto_clock_two_polls_finish_a_job(open_workspace: OpenWorkspace) -> None:
    """And its webhook is on its way when the second one has been answered."""
    shop = open_workspace("uwear", clock={"mode": "auto"})
    with acting(says(OK)) as receiver:
        body = CHEAP | {"webhook_url": receiver.url}
        assert shop.json("POST", "/generation", json=body)["status"] == "Created"
        polls = [shop.json("GET", "/generation/1")["status"] for _ in range(3)]
        assert polls == ["Ongoing", "Done", "Done"]
        assert b'"generation.completed"' in receiver.arrived.get(timeout=10)


def test_under_a_manual_clock_polls_change_nothing(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    assert {shop.json("GET", "/generation/1")["status"] for _ in range(3)} == {"Created"}
    assert _seconds(shop) == 0


def test_a_fast_real_clock_finishes_a_job_for_a_client_that_only_polls(fast: Server) -> None:
    shop = open_shop(fast)
    with shop.http:
        shop.json("POST", "/generation", json=CHEAP)
        seen = []
        deadline = time.monotonic() + 10
        while seen[-1:] != ["Done"] and time.monotonic() < deadline:
            seen.append(shop.json("GET", "/generation/1")["status"])
    assert list(dict.fromkeys(seen)) in (
        ["Created", "Ongoing", "Done"],
        ["Ongoing", "Done"],
        ["Done"],
    )


def test_a_real_clock_fires_without_any_request(fast: Server) -> None:
    """The webhook arrives by itself, and so does its retry five (quick) seconds later."""
    shop = open_shop(fast)
    error = b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"
    with shop.http, acting(says(error), says(OK)) as receiver:
        shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
        first, second = (receiver.arrived.get(timeout=10) for _ in range(2))
        assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]


def test_a_real_clock_never_seems_to_go_back(fast: Server) -> None:
    shop = open_shop(fast)
    seen = [shop.control("GET", "clock")["unix"]]
    for mode in ("manual", "real", "auto", "real", "real", "manual"):
        seen.append(shop.control("PUT", "clock", json={"mode": mode})["unix"])
        seen.append(shop.control("GET", "clock")["unix"])
    shop.http.close()
    assert seen == sorted(seen)
