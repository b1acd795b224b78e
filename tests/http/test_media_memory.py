"""A small file that is asked for again is answered from memory, and nobody can tell."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from dressform.http.media_cache import SMALL
from dressform.http.server import Server
from tests.support.faults import plan
from tests.support.serving import Shop, open_shop, serving
from tests.support.studio import Studio, fetch, result_urls


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with a cache of its own."""
    with serving() as server:
        yield server


@pytest.fixture
def shop(server: Server) -> Iterator[Shop]:
    shop = open_shop(server, clock={"mode": "manual", "now": "2026-03-01T12:00:00Z"})
    with shop.http:
        yield shop


@pytest.fixture
def url(shop: Shop, studio: Studio) -> str:
    """The URL of a file in memory."""
    (url,) = result_urls(shop, 1)
    fetch(url)
    fetch(url)
    assert shop.server.media.in_memory == studio.size
    return url


def _lines(response: requests.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "Date"}


def test_what_is_in_memory_needs_its_file_no_more(shop: Shop, studio: Studio) -> None:
    (url,) = result_urls(shop, 1)
    first, second = fetch(url), fetch(url)
    (file,) = shop.server.media._files.values()
    file.path.write_bytes(b"")
    third = fetch(url)
    assert first.content == second.content == third.content
    assert _lines(first) == _lines(second) == _lines(third)


def test_memory_keeps_to_its_bound_and_lets_the_least_used_go_first(
    shop: Shop, studio: Studio
) -> None:
    media = shop.server.media
    media.memory_limit = 2500
    first, second, third = result_urls(shop, 3)
    for url in (first, first, second, second, first, third, third):
        fetch(url)
        assert media.in_memory == sum(len(near.data) for near in media._near.values())
        assert media.in_memory <= media.memory_limit
    kept = [list(media._files.values()).index(file) for file in media._near]
    assert kept == [1, 2], "the first and the third: the second was used last before them"
    assert fetch(second).content == bytes([1]) * studio.size


def test_a_large_file_is_never_in_memory(shop: Shop, studio: Studio) -> None:
    studio.size = SMALL + 1
    (url,) = result_urls(shop, 1)
    for _ in range(3):
        assert len(fetch(url).content) == SMALL + 1
    assert shop.server.media.in_memory == 0


def test_a_file_that_is_thrown_away_leaves_memory_too(shop: Shop, url: str) -> None:
    media = shop.server.media
    media.limit = 0
    fetch(url)
    assert (media.size, media.in_memory, len(media._files)) == (0, 0, 0)


def test_what_is_in_memory_expires_all_the_same(shop: Shop, url: str) -> None:
    shop.advance(seconds=5 * 3600)
    assert requests.get(url, timeout=10).status_code == 403


def test_faults_strike_what_is_in_memory(shop: Shop, url: str) -> None:
    plan(shop, "status", operation="media", status=503)
    assert requests.get(url, timeout=10).status_code == 503
    plan(shop, "malformed", operation="media")
    assert fetch(url).content[:16] == bytes(16)
    plan(shop, "reset", operation="media")
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)
    assert fetch(url).status_code == 200


@pytest.mark.parametrize(
    ("version", "more", "closes"),
    [
        ("1.1", "", False),
        ("1.1", "Connection: close\r\n", True),
        ("1.0", "", True),
        ("1.0", "Connection: keep-alive\r\n", False),
    ],
)
def test_the_connection_is_treated_as_its_client_wants(
    url: str, version: str, more: str, closes: bool
) -> None:
    place = urlsplit(url)
    wire = f"GET {place.path} HTTP/{version}\r\nHost: localhost\r\n{more}\r\n".encode()
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        stream = client.makefile("rb")
        for _ in range(1 if closes else 2):
            client.sendall(wire)
            assert stream.readline() == f"HTTP/{version} 200 OK\r\n".encode()
            lines = b"".join(iter(stream.readline, b"\r\n")).lower()
            assert (b"connection: close" in lines) == (closes and version == "1.1")
            assert len(stream.read(1000)) == 1000
        if closes:
            assert stream.read() == b""


def test_no_bytes_follow_the_head_that_was_asked_for(url: str) -> None:
    place = urlsplit(url)
    wire = f"HEAD {place.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        client.sendall(wire)
        assert client.makefile("rb").read().endswith(b"\r\n\r\n")


def test_a_body_that_nobody_wants_does_not_come_between_two_downloads(url: str) -> None:
    place = urlsplit(url)
    head = f"GET {place.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n".encode()
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        stream = client.makefile("rb")
        for pieces in ((head, b"body"), (head + b"body",)):
            for piece in pieces:
                client.sendall(piece)
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
            lines = b"".join(iter(stream.readline, b"\r\n"))
            assert b"close" not in lines
            assert len(stream.read(1000)) == 1000
