"""Stopping waits for nobody and leaves nothing."""

import asyncio
import http.client
import io
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from dressform import MockServer, MockWorkspace, NotRunning
from dressform.http import media_cache
from tests.mock.client import Client
from tests.mock.traces import no_traces, stops
from tests.support.odd_receiver import acting, hangs, nobody
from tests.support.studio import Studio, wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A server of the test's own, which the test has to stop, and which may leave nothing."""
    with no_traces(tmp_path, monkeypatch):
        server = MockServer(clock="manual", webhook_timeout=600).start()
        yield server
        assert "stopped" in repr(server)


def ask(shop: MockWorkspace, url: str, buffer: int = 65536) -> socket.socket:
    """A connection on which that was asked for, and nothing has been read."""
    place = urlsplit(url)
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    asking.connect((place.hostname, place.port))
    head = f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
    asking.sendall(f"{head}Authorization: Bearer {shop.api_key}\r\n\r\n".encode())
    return asking


def noise() -> bytes:
    """A picture far larger than what sockets buffer."""
    file = io.BytesIO()
    pixels = os.urandom(1600 * 1600 * 3)
    Image.frombytes("RGB", (1600, 1600), pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()


def test_it_does_not_wait_for_idle_connections(server: MockServer) -> None:
    shop = server.uwear.workspace()
    with ExitStack() as stack:
        for _ in range(20):
            idle = stack.enter_context(
                closing(http.client.HTTPConnection(urlsplit(server.origin).netloc))
            )
            idle.request(
                "GET", "/uwear/cameras", headers={"Authorization": f"Bearer {shop.api_key}"}
            )
            assert 200 == idle.getresponse().status
        assert stops(server)


def test_a_server_that_was_awaited_leaves_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with MockServer() as server:
            shop = await server.uwear.aworkspace()
            await asyncio.to_thread(Client(shop).create)

    with no_traces(tmp_path, monkeypatch):
        asyncio.run(story())


def test_it_does_not_wait_for_a_client_that_reads_slowly(server: MockServer) -> None:
    shop, picture = server.uwear.workspace(), noise()
    made = Client(shop).call(
        "POST",
        "/clothing-item",
        data={"clothing_item_name": "Hat"},
        files={"photo_file": ("hat.png", picture)},
    )
    with ask(shop, made.json()["clothing_item_url"], buffer=4096) as slow:
        received = len(slow.recv(1000))
        assert stops(server)
        try:
            while chunk := slow.recv(1 << 20):
                received += len(chunk)
        except ConnectionResetError:
            pass
    assert received < len(picture)


def test_it_does_not_wait_for_a_request_that_a_fault_holds(server: MockServer) -> None:
    shop = server.uwear.workspace()
    fault = shop.fault("latency", seconds=60)
    with ask(shop, f"{shop.base_url}/cameras") as held:
        wait_until(lambda: fault.fired == 1)
        assert stops(server)
        assert b"" == held.recv(1000)


def test_it_does_not_wait_for_a_receiver_that_hangs_and_who_waits_for_it_is_told(
    server: MockServer,
) -> None:
    shop, told = server.uwear.workspace(), list[BaseException]()

    def advance() -> None:
        try:
            shop.advance(to="idle")
        except NotRunning as error:
            told.append(error)

    with acting(hangs) as receiver:
        Client(shop).create(webhook_url=receiver.url)
        advancing = threading.Thread(target=advance)
        advancing.start()
        receiver.arrived.get(timeout=10)
        assert stops(server)
        assert not receiver.over.is_set()
        advancing.join(10)
    assert ["the server does not run any more"] == [str(error) for error in told]


def test_it_does_not_wait_for_retries_or_for_clocks_that_follow_the_wall(
    server: MockServer,
) -> None:
    shop = server.uwear.workspace()
    with nobody() as url:
        shop.finish(Client(shop).create(webhook_url=url))
        assert ["pending"] == [delivery.state for delivery in shop.deliveries]
        shop.set_clock("real")
        fast = server.uwear.workspace(clock="x60")
        Client(fast).create(webhook_url=url)
        assert stops(server)


def test_it_does_not_wait_for_pictures_that_are_being_drawn(
    server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio()
    monkeypatch.setattr(media_cache, "render", studio.render)
    studio.open.clear()
    shop = server.uwear.workspace()
    client = Client(shop)
    shop.finish(client.create())
    (row,) = client.call("GET", "/generation-results").json()["data"]
    with ask(shop, row["url"]) as waiting:
        assert studio.busy.wait(10)
        assert stops(server)
        assert b"" == waiting.recv(1000)
    studio.open.set()


def test_connections_of_the_last_moment_are_closed_with_the_rest(server: MockServer) -> None:
    place, crowd = urlsplit(server.origin), list[socket.socket]()

    async def stop_as_they_come() -> None:
        crowd.extend(socket.create_connection((place.hostname, place.port)) for _ in range(20))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # by now they have been accepted, and are no connections yet
        await server._server.stop()

    assert server._thread is not None
    server._thread.wait(stop_as_they_come())
    assert stops(server)
    for late in crowd:
        late.settimeout(10)
        with late:
            assert b"" == late.recv(1)


def test_orders_that_meet_the_stop_are_told_so_and_none_is_left_hanging(
    server: MockServer,
) -> None:
    shop, asked = server.uwear.workspace(), threading.Event()
    told: list[str] = []

    def keep_asking() -> None:
        try:
            while True:
                assert shop.credits == 1000
                asked.set()
        except NotRunning as error:
            told.append(str(error))

    asking = [threading.Thread(target=keep_asking, daemon=True) for _ in range(4)]
    for thread in asking:
        thread.start()
    assert asked.wait(10)
    assert stops(server)
    for thread in asking:
        thread.join(10)
    assert ["the server does not run any more"] * 4 == told
