"""Answers byte by byte: in one piece, and as HTTP wants them whoever asks."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.serving import OpenWorkspace, Shop
from tests.support.wire import send_raw

BODY = json.dumps({"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}).encode()


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    return open_workspace("uwear")


@pytest.fixture
def connection(shop: Shop) -> Iterator[socket.socket]:
    place = urlsplit(shop.server.origin)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        yield connection


def _head(shop: Shop, line: str, *headers: str) -> str:
    key = f"Authorization: Bearer {shop.facts['api_key']}"
    return "\r\n".join([line, "Host: dressform.test", key, *headers])


def _ask(shop: Shop, connection: socket.socket, *headers: str) -> tuple[str, Any]:
    """Send a request and leave the connection open; head and body of the answer."""
    head = _head(shop, "GET /uwear/cameras HTTP/1.1", *headers)
    connection.sendall(f"{head}\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.decode().partition("\r\n\r\n")
    return head, json.loads(body)


def test_an_answer_has_the_headers_that_every_answer_has(
    shop: Shop, connection: socket.socket
) -> None:
    head, cameras = _ask(shop, connection)
    status, *lines = head.split("\r\n")
    assert status == "HTTP/1.1 200 OK"
    names = [line.partition(": ")[0] for line in lines]
    assert names == ["Content-Type", "Content-Length", "Date", "Server"]
    assert f"Content-Length: {len(json.dumps(cameras, separators=(',', ':')))}" in lines
    assert _ask(shop, connection)[1] == cameras, "the connection stays open"


def test_who_wants_the_connection_closed_is_told_so_and_finds_it_closed(
    shop: Shop, connection: socket.socket
) -> None:
    head, _ = _ask(shop, connection, "Connection: close")
    assert head.endswith("\r\nConnection: close")
    assert connection.recv(1) == b""


def test_the_journal_keeps_the_headers_as_they_were_sent(
    shop: Shop, connection: socket.socket
) -> None:
    head, _ = _ask(shop, connection, "Connection: close")
    kept = shop.control("GET", "requests")["items"][-1]["response_headers"]
    assert [f"{name}: {value}" for name, value in kept.items()] == head.split("\r\n")[1:]


def test_a_client_of_http_1_0_is_answered_as_such(shop: Shop) -> None:
    status, headers, body = send_raw(shop.server.origin, _head(shop, "GET /uwear/cameras HTTP/1.0"))
    assert (status, headers["content-length"]) == (200, str(len(body)))
    assert "photo" in json.loads(body)


def test_a_head_of_what_takes_none_has_no_body(shop: Shop) -> None:
    status, headers, body = send_raw(
        shop.server.origin, _head(shop, "HEAD /uwear/cameras HTTP/1.1")
    )
    assert (status, headers["allow"], body) == (405, "GET", b"")


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it(
    shop: Shop, connection: socket.socket
) -> None:
    length = f"Content-Length: {len(BODY)}"
    head = _head(shop, "POST /uwear/generation HTTP/1.1", "Expect: 100-continue", length)
    connection.sendall(f"{head}\r\n\r\n".encode())
    assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(BODY)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_of_http_1_0_that_expects_anything_just_sends_it(shop: Shop) -> None:
    length = f"Content-Length: {len(BODY)}"
    head = _head(shop, "POST /uwear/generation HTTP/1.0", "Expect: 100-continue", length)
    assert send_raw(shop.server.origin, head, BODY)[0] == 200


def test_a_body_that_is_not_wanted_whole_ends_its_connection(
    shop: Shop, connection: socket.socket
) -> None:
    head = _head(shop, "POST /uwear/generation HTTP/1.1", "Content-Length: 1000")
    connection.sendall(head.replace("Bearer ", "Bearer no-").encode() + b"\r\n\r\n{")
    answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 401 Unauthorized\r\n")
    assert b"\r\nConnection: close\r\n\r\n" in answer
    connection.sendall(bytes(999))
    assert connection.recv(1) == b""
