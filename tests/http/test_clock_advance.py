"""Clocks that are moved: by a span, to the next event, all at once, and as far as they go."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.http.server import Server
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.wall import Wall, holding_the_wall
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
START_UNIX = 1772366400
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


def _seconds(shop: Shop) -> float:
    """What the clock shows, in seconds since `START`."""
    return round(shop.control("GET", "clock")["unix"] - START_UNIX, 6)


def _settings(mode: str, rate: float = 1.0) -> Json:
    return {"mode": mode, "rate": rate, "now": START}


@pytest.fixture
def wall() -> Iterator[Wall]:
    """The wall's time stands still until a test moves it."""
    with holding_the_wall() as wall:
        yield wall


@pytest.fixture
def alone() -> Iterator[Server]:
    """A server of one's own, for what moves every clock there is."""
    with serving() as server:
        yield server


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
    assert {(row["vendor"], row["workspace"]) for row in fired} == {("uwear", shop.facts["id"])}
    outcomes = {row["what"]: row["outcome"] for row in fired}
    assert outcomes == {"job.start": "processing", "job.end": "completed"}
    assert {name for row in fired for name in row} == {
        "at",
        "what",
        "subject",
        "outcome",
        "vendor",
        "workspace",
    }


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


def test_a_mode_for_all_is_that_of_later_workspaces_too_until_the_server_is_reset(
    alone: Server,
) -> None:
    """Their time is not: it begins with the wall's."""
    body = {"mode": "real", "rate": 60, "now": "2100-01-01T00:00:00Z"}
    requests.put(f"{alone.origin}/_mock/clock", json=body, timeout=10)
    shops = [open_shop(alone)]
    requests.post(f"{alone.origin}/_mock/reset", timeout=10)
    shops.append(open_shop(alone))
    clocks = [shop.facts["clock"] for shop in shops]
    for shop in shops:
        shop.http.close()
    assert [(clock["mode"], clock["rate"]) for clock in clocks] == [("real", 60), ("manual", 1)]
    assert all(clock["now"] < "2100" for clock in clocks)


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
