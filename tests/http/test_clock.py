"""Time: what a clock shows, who moves it, and that it never goes back."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from dressform.http import pacing
from dressform.http.server import Server
from tests.support.odd_receiver import OK, acting, says
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
START_UNIX = 1772366400
MODES = ("real", "manual", "auto")
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


class Wall:
    """The clock on the wall, in the hands of a test. Seconds."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic_ns(self) -> int:
        return round(self.seconds * 1_000_000_000)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The wall's time stands still until a test moves it."""
    wall = Wall()
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic_ns=wall.monotonic_ns))
    return wall


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


def test_a_manual_clock_moves_to_the_microsecond(shop: Shop) -> None:
    shop.advance(seconds=0.000001)
    shop.advance(seconds=14400)
    assert _seconds(shop) == 14400.000001
    assert shop.advance(seconds=0) == []


def test_what_fired_is_told_in_order_and_each_at_its_own_time(shop: Shop) -> None:
    for _ in range(3):
        shop.json("POST", "/generation", json=CHEAP)
    fired = shop.advance(seconds=60)
    assert [row["at"] for row in fired] == sorted(row["at"] for row in fired)
    ended = {row["subject"]: row["at"] for row in fired if row["what"] == "job.end"}
    jobs = shop.control("GET", "jobs")["items"]
    assert ended == {job["id"]: job["updated_at"] for job in jobs}
    assert len(fired) == 6
    assert {row["workspace"] for row in fired} == {shop.facts["id"]}
    assert {name for row in fired for name in row} == {"at", "what", "subject", "workspace"}


def test_next_is_the_next_instant_at_which_something_happens(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    (job,) = shop.control("GET", "jobs")["items"]
    (start,) = shop.advance(to="next")
    assert (start["what"], start["at"]) == ("job.start", job["due_at"])
    assert shop.control("GET", "clock")["now"] == job["due_at"]
    (end,) = shop.advance(to="next")
    assert end["what"] == "job.end"
    assert (shop.advance(to="next"), shop.advance(to="idle")) == ([], [])
    assert shop.control("GET", "clock")["now"] == end["at"]


def test_a_real_clock_cannot_be_advanced(open_workspace: OpenWorkspace, wall: Wall) -> None:
    shop = open_workspace("uwear", clock=_settings("real"))
    for body in ({"seconds": 1}, {"to": "next"}, {"to": "idle"}):
        response = requests.post(f"{shop.control_url}/clock/advance", json=body, timeout=10)
        status, detail = problem_of(response)
        assert (status, "mode to manual or auto first" in detail) == (409, True)
    assert _seconds(shop) == 0


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


def test_all_clocks_move_at_once(alone: Server) -> None:
    shops = [open_shop(alone, clock={"now": START}) for _ in range(2)]
    for shop in shops:
        shop.json("POST", "/generation", json=CHEAP)
    url = f"{alone.origin}/_mock/clock"
    before = requests.get(url, timeout=10).json()

    answer = requests.post(f"{url}/advance", json={"seconds": 60}, timeout=10).json()

    fired = answer.pop("fired")
    assert answer["unix"] == pytest.approx(before["unix"] + 60, abs=1e-6)
    assert [_seconds(shop) for shop in shops] == [60, 60]
    ids = [shop.facts["id"] for shop in shops]
    assert [row["workspace"] for row in fired] == [ids[0], ids[0], ids[1], ids[1]]

    requests.put(url, json={"mode": "auto", "now": "2030-01-01T00:00:00Z"}, timeout=10)
    for shop in shops:
        clock = shop.control("GET", "clock")
        assert (clock["mode"], clock["now"]) == ("auto", "2030-01-01T00:00:00Z")
        shop.http.close()


def test_one_real_clock_keeps_all_from_being_advanced(alone: Server) -> None:
    shops = [open_shop(alone, clock=_settings(mode)) for mode in ("manual", "real")]
    url = f"{alone.origin}/_mock/clock/advance"
    assert problem_of(requests.post(url, json={"seconds": 60}, timeout=10))[0] == 409
    assert _seconds(shops[0]) == 0
    for shop in shops:
        shop.http.close()


def test_a_new_workspace_keeps_the_time_and_the_mode_of_the_server(alone: Server) -> None:
    """Not those that other workspaces were put to."""
    requests.put(f"{alone.origin}/_mock/clock", json={"mode": "auto"}, timeout=10)
    shop = open_shop(alone)
    shop.http.close()
    assert shop.facts["clock"]["mode"] == "manual"


def test_every_clock_ends_at_the_same_far_day(open_workspace: OpenWorkspace, wall: Wall) -> None:
    """And nothing breaks there: jobs are taken, and what would come later never does."""
    shop = open_workspace("uwear", clock={"mode": "manual", "now": "2199-12-31T23:59:59Z"})
    shop.json("POST", "/generation", json=CHEAP)
    response = requests.post(f"{shop.control_url}/clock/advance", json={"seconds": 2}, timeout=10)
    assert problem_of(response) == (422, "clocks end at 2200-01-01T00:00:00Z")
    shop.advance(seconds=1)
    shop.advance(to="idle")
    assert shop.control("GET", "clock")["now"] == "2200-01-01T00:00:00Z"
    shop.control("PUT", "clock", json={"mode": "real", "rate": 1_000_000})
    wall.seconds += 1e9
    assert shop.control("GET", "clock")["now"] == "2200-01-01T00:00:00Z"
    assert shop.call("POST", "/generation", json=CHEAP).status_code == 200


@pytest.fixture
def alone() -> Iterator[Server]:
    """A server of one's own, for what moves every clock there is."""
    with serving() as server:
        yield server
