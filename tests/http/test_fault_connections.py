"""A connection that is dropped, and an answer that comes late."""

import asyncio
import socket
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import requests

from dressform.http import misbehaviour
from tests.support.faults import CHEAP, CREATE, fired, job_states, latest_request, movements, plan
from tests.support.serving import OpenWorkspace, Shop
from tests.support.studio import wait_until

Json = dict[str, Any]


class Waits:
    """What latencies ask of the wall: written down instead of waited for, unless `held`."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.held: asyncio.Event | None = None

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if self.held is not None:
            self.loop = asyncio.get_running_loop()
            await self.held.wait()

    def release(self) -> None:
        """Let the one that is held go on."""
        assert self.held is not None
        self.loop.call_soon_threadsafe(self.held.set)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    waits = Waits()
    monkeypatch.setattr(misbehaviour, "sleep", waits.sleep)
    return waits


def test_a_reset_before_leaves_nothing_done(uwear: Shop) -> None:
    plan(uwear, "reset")

    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        uwear.call("POST", "/generation", json=CHEAP)

    assert (movements(uwear), job_states(uwear), fired(uwear)) == ([], [], [1])
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["operation"]) == (None, ["reset"], CREATE)
    assert (entry["decided"], entry["request"]) == ("dropped by a fault", CHEAP)


def test_a_reset_after_leaves_everything_done_and_charged(uwear: Shop) -> None:
    plan(uwear, "reset", when="after")

    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        uwear.call("POST", "/generation", json=CHEAP)

    assert (movements(uwear), job_states(uwear)) == ([("charge", -1)], ["queued"])
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["job_id"]) == (None, ["reset"], 1)
    assert (entry["credits_before"], entry["credits_after"]) == (1000, 999)
    assert entry["decided"].startswith("generation 1: ")
    assert entry["response"] is None


def test_a_reset_after_a_refusal_is_a_reset_still(uwear: Shop) -> None:
    plan(uwear, "reset", when="after")
    with pytest.raises(requests.ConnectionError):
        uwear.call("POST", "/generation", json={})
    assert (latest_request(uwear)["status"], latest_request(uwear)["reason"]) == (None, "Invalid")


def test_aiohttp_sees_a_reset_too(uwear: Shop) -> None:
    plan(uwear, "reset")

    async def ask() -> None:
        headers = {"Authorization": str(uwear.http.headers["Authorization"])}
        async with aiohttp.ClientSession(headers=headers) as session:
            with pytest.raises(aiohttp.ClientOSError):
                await session.post(f"{uwear.base_url}/generation", json=CHEAP)
            async with session.post(f"{uwear.base_url}/generation", json=CHEAP) as answer:
                assert answer.status == 200

    asyncio.run(ask())
    assert movements(uwear) == [("charge", -1)]


def test_not_a_byte_is_sent_before_a_reset(uwear: Shop) -> None:
    plan(uwear, "reset")
    with _asking(uwear, "/cameras") as connection, pytest.raises(ConnectionResetError):
        assert connection.recv(65536) == b"never sent"


def test_a_latency_waits_for_as_long_as_planned_and_then_all_is_as_usual(
    uwear: Shop, waits: Waits
) -> None:
    plan(uwear, "latency", seconds=2.5)

    answer = uwear.call("POST", "/generation", json=CHEAP)

    assert (answer.status_code, waits.seconds) == (200, [2.5])
    assert movements(uwear) == [("charge", -1)]
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"]) == (200, ["latency"])


def test_a_latency_needs_nobody_to_end_it(uwear: Shop) -> None:
    plan(uwear, "latency", seconds=0.002)
    assert uwear.call("GET", "/cameras").status_code == 200
    assert latest_request(uwear)["faults"] == ["latency"]


@pytest.mark.parametrize(
    "seconds",
    [
        {"type": "uniform", "lower": 1, "upper": 2},
        {"type": "lognormal", "median": 0.5, "sigma": 0.4},
    ],
)
def test_a_latency_drawn_from_a_distribution_is_the_same_for_the_same_seed(
    open_workspace: OpenWorkspace, waits: Waits, seconds: Json
) -> None:
    drawn = []
    for seed in (1, 1, 2):
        shop = open_workspace("uwear", seed=seed)
        plan(shop, "latency", seconds=seconds, times=5)
        for _ in range(5):
            assert shop.call("GET", "/cameras").status_code == 200
        drawn.append(tuple(waits.seconds))
        waits.seconds.clear()
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert len(set(drawn[0])) == 5


def test_latencies_add_up_before_a_planned_refusal(uwear: Shop, waits: Waits) -> None:
    plan(uwear, "latency", seconds=1)
    plan(uwear, "status", status=503)
    plan(uwear, "latency", seconds=2)
    assert uwear.call("GET", "/cameras").status_code == 503
    assert waits.seconds == [1, 2]
    assert latest_request(uwear)["faults"] == ["latency", "status", "latency"]


def test_while_one_waits_nobody_else_does(uwear: Shop, waits: Waits) -> None:
    waits.held = asyncio.Event()
    plan(uwear, "latency", seconds=600)
    with _asking(uwear, "/cameras") as connection:
        wait_until(lambda: waits.seconds == [600])
        assert uwear.call("GET", "/cameras").status_code == 200
        waits.release()
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_hangs_up_while_it_waits_has_asked_all_the_same(
    uwear: Shop, waits: Waits
) -> None:
    waits.held = asyncio.Event()
    plan(uwear, "latency", seconds=600)
    with pytest.raises(requests.ReadTimeout):
        uwear.http.post(f"{uwear.base_url}/generation", json=CHEAP, timeout=0.05)
    assert movements(uwear) == []
    waits.release()
    wait_until(lambda: movements(uwear) == [("charge", -1)])
    wait_until(lambda: latest_request(uwear)["operation"] == CREATE)
    assert uwear.call("GET", "/generation/1").status_code == 200


def _asking(shop: Shop, path: str) -> socket.socket:
    """A connection on which a request has been sent."""
    place = urlsplit(shop.base_url)
    head = f"GET /uwear{path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
    head += f"Authorization: {shop.http.headers['Authorization']!s}\r\n\r\n"
    connection = socket.create_connection((place.hostname or "", place.port or 0), timeout=10)
    connection.sendall(head.encode())
    return connection
