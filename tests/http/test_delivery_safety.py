"""Webhooks go to loopback, and elsewhere only where they were allowed to: nobody else is called."""

import asyncio
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohappyeyeballs
import aiohttp.connector
import pytest

from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from dressform.http.allowed import Allowed
from dressform.http.console import attempt_line
from tests.support.odd_receiver import OK, OddReceiver, acting, says
from tests.support.serving import Shop, open_shop, serving
from tests.support.webhooks import deliver

Json = dict[str, Any]

NAMES = {
    "inside.test": ["127.0.0.1"],
    "outside.test": ["93.184.216.34"],
    "mixed.test": ["127.0.0.1", "93.184.216.34"],
    "mapped.test": ["::ffff:93.184.216.34"],
}


class Network:
    """All that lies beyond loopback, as far as a test is concerned. `called` are the addresses."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.receiver = OddReceiver()

    def getaddrinfo(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Our names as we like, everything else as the system does."""
        addresses = NAMES.get(host, [host])
        return [i for a in addresses for i in self.real_getaddrinfo(a, port, *args, **kwargs)]

    async def connect(self, addr_infos: Any, **kwargs: Any) -> socket.socket:
        """Whatever is called, the receiver on loopback picks up."""
        self.called += [info[4][0] for info in addr_infos]
        port = urlsplit(self.receiver.url).port
        here = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]
        return await self.real_connect(here, **kwargs)

    real_getaddrinfo = staticmethod(socket.getaddrinfo)
    real_connect = staticmethod(aiohappyeyeballs.start_connection)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """Nothing leaves this machine, whatever the code under test does."""
    network = Network()
    monkeypatch.setattr(socket, "getaddrinfo", network.getaddrinfo)
    monkeypatch.setattr(aiohttp.connector.aiohappyeyeballs, "start_connection", network.connect)
    with acting(says(OK)) as network.receiver:
        yield network


@pytest.mark.parametrize(
    "host",
    [
        "93.184.216.34",
        "10.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "255.255.255.255",
        "[2001:db8::1]",
        "[::]",
        "[::ffff:93.184.216.34]",
        "[::ffff:5db8:d822]",
        "[64:ff9b::808:808]",
        "134744072",
        "0x8.0x8.0x8.0x8",
        "8.526344",
        "010.010.010.010",
        "outside.test",
        "OUTSIDE.test",
        "mixed.test",
        "mapped.test",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_webhook_to_elsewhere_is_refused_and_nobody_is_called(
    uwear: Shop, network: Network, host: str, scheme: str
) -> None:
    delivery = deliver(uwear, f"{scheme}://{host}:8080/hook")
    (attempt,) = delivery["attempts"]
    assert (delivery["state"], delivery["due_at"]) == ("refused", None)
    assert attempt["status"] is None
    assert attempt["error"].endswith("is not loopback, and was not allowed by --webhook-allow")
    assert network.called == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.8.8.8", "127.8.8.8"),
        ("localhost", None),
        ("inside.test", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:7f00:1"),
    ],
)
def test_a_webhook_to_loopback_arrives_in_any_notation(
    uwear: Shop, network: Network, host: str, address: str | None
) -> None:
    delivery = deliver(uwear, f"http://{host}:8080/hook")
    assert delivery["attempts"] == [delivery["attempts"][0] | {"status": 200, "error": None}]
    assert delivery["state"] == "delivered"
    assert address is None or network.called == [address]


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("outside.test", "outside.test"),
        ("Outside.TEST", "outside.test"),
        ("93.184.216.34", "93.184.216.34"),
        ("93.184.216.34", "outside.test"),
        ("2001:db8::1", "[2001:db8::1]"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("*", "outside.test"),
        ("*", "93.184.216.34"),
        ("*", "[2001:db8::1]"),
    ],
)
def test_a_webhook_to_an_allowed_host_is_sent(network: Network, allowed: str, host: str) -> None:
    with serving(webhook_allow=frozenset({allowed})) as server:
        shop = open_shop(server)
        with shop.http:
            assert deliver(shop, f"http://{host}:8080/hook")["state"] == "delivered"
    assert network.called in (["93.184.216.34"], ["2001:db8::1"])


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("outside.test", "93.184.216.34"),
        ("outside.test", "mapped.test"),
        ("example.com", "outside.test"),
        ("test", "outside.test"),
    ],
)
def test_what_is_allowed_allows_nothing_else(network: Network, allowed: str, host: str) -> None:
    with serving(webhook_allow=frozenset({allowed})) as server:
        shop = open_shop(server)
        with shop.http:
            assert deliver(shop, f"http://{host}:8080/hook")["state"] == "refused"
    assert network.called == []


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "127.1", "0x7f000001"])
def test_an_odd_notation_is_judged_by_the_address_that_it_means(host: str) -> None:
    Allowed([]).check(host)


def test_every_address_of_a_name_has_to_be_allowed(network: Network) -> None:
    found = asyncio.run(Allowed(["93.184.216.34"]).resolve("mixed.test", 80))
    assert [result["host"] for result in found] == ["127.0.0.1", "93.184.216.34"]


def test_a_refused_webhook_is_told_and_never_tried_again_and_changes_nothing_else(
    network: Network,
) -> None:
    lines: list[str] = []

    def told(workspace: Workspace, delivery: Delivery, attempt: Attempt) -> None:
        lines.append(attempt_line(workspace, delivery, attempt))

    with serving(on_attempt=told) as server:
        shop = open_shop(server)
        with shop.http:
            delivery = deliver(shop, "http://outside.test/hook")
            before = shop.state(), shop.json("GET", "/generation/1")
            assert shop.advance(to="idle") == []
            shop.advance(seconds=24 * 3600)
            assert (shop.state(), before[1]["status"]) == (before[0], "Done")
    assert len(delivery["attempts"]) == 1
    (line,) = lines
    assert "generation.completed -> http://outside.test/hook" in line
    assert "93.184.216.34 is not loopback, and was not allowed by --webhook-allow" in line
    assert "refused" in line


def test_a_redirect_is_not_followed(uwear: Shop, network: Network) -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: http://%s/\r\nContent-Length: 0\r\n\r\n"
    with acting(says(OK)) as other:
        for place in (b"93.184.216.34", urlsplit(other.url).netloc.encode()):
            with acting(says(moved % place)) as network.receiver:
                delivery = deliver(uwear, "http://127.0.0.1:8080/hook")
            assert (delivery["state"], delivery["attempts"][0]["status"]) == ("pending", 307)
        assert other.arrived.empty()
    assert network.called == ["127.0.0.1"] * 2


def test_what_one_receiver_sets_is_not_sent_to_the_next(uwear: Shop, network: Network) -> None:
    cookie = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"
    with acting(says(cookie)) as network.receiver:
        deliver(uwear, "http://localhost:8080/hook")
        deliver(uwear, "http://localhost:8080/hook")
        first, second = (network.receiver.arrived.get(timeout=10).lower() for _ in range(2))
    assert (b"user-agent: dressform-webhooks" in first, b"cookie" in second) == (True, False)


def test_no_proxy_of_the_environment_is_asked(
    uwear: Shop, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the tests' own client is told to leave us alone by it."""
    for name, value in (("http_proxy", "http://93.184.216.34:3128"), ("no_proxy", "127.0.0.1")):
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.upper(), value)
    assert deliver(uwear, "http://inside.test:8080/hook")["state"] == "delivered"
    assert network.called == ["127.0.0.1"]
