"""Bytes that are hardly HTTP get a clean answer or none, and the server goes on."""

import re
import socket
import struct
import time
from urllib.parse import urlsplit

import pytest

from tests.support.serving import Shop
from tests.support.wire import send_raw

CLEAN = {"application/json", "application/problem+json", "text/plain"}
BODY = b'{"prompt": "p", "num_images": 1}'


def ask(shop: Shop, line: str, *headers: str, body: bytes = b"") -> tuple[int, bytes]:
    """Status and body of the answer to exactly this, with a sound `Host` and the key."""
    key = f"Authorization: Bearer {shop.facts['api_key']}"
    host = [] if any(h.startswith("Host:") for h in headers) else ["Host: localhost"]
    status, found, answer = send_raw(
        shop.server.origin, "\n".join([line, *host, key, *headers]), body
    )
    assert not answer or found["content-type"].split(";")[0] in CLEAN
    return status, answer


@pytest.mark.parametrize(
    "host",
    [
        "][",
        "[::::]",
        "::::",
        "a:99999",
        "a:b:c",
        "a b",
        "a/b",
        "a@b",
        "<script>",
        "\xff\xfe",
        "",
        "é",
    ],
)
def test_a_nonsensical_host_is_not_repeated(shop: Shop, host: str) -> None:
    status, answer = ask(shop, "GET /uwear/avatars HTTP/1.1", f"Host: {host}")
    assert status == 200
    assert shop.server.origin.encode() in answer
    for path in ("/uwear/avatars/", "/avatars", "/", "/uwear/nothing", "/uwear/openapi.json"):
        status, answer = ask(shop, f"GET {path} HTTP/1.1", f"Host: {host}")
        assert status in {200, 307, 404}, answer


@pytest.mark.parametrize(
    "host", ["shop.local", "my_service:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST", "a.b.c-d"]
)
def test_a_host_by_which_a_client_came_is_in_the_urls_it_gets(shop: Shop, host: str) -> None:
    _, answer = ask(shop, "GET /uwear/avatars HTTP/1.1", f"Host: {host}")
    assert f'"avatar_url":"http://{host}/uwear/avatars/'.encode() in answer


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Content-Length: -2"], b"{}"),
        (["Content-Length: x"], b"{}"),
        (["Content-Length: 2", "Content-Length: 3"], b"{}"),
        (["Content-Length: 2", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding: nonsense"], b"0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"zz\r\n{}\r\n0\r\n\r\n"),
        ([f"X-Long: {'a' * 100_000}"], b""),
        ([f"X-{i}: a" for i in range(2_000)], b""),
        (["No colon"], b""),
        (["X-Nul: a\0b"], b""),
        ([" X-Folded: a"], b""),
        (["Expect: nonsense", "Content-Length: 2"], b"{}"),
    ],
)
def test_headers_that_make_no_sense_are_refused(
    shop: Shop, headers: list[str], body: bytes
) -> None:
    status, _ = ask(
        shop,
        "POST /uwear/generation HTTP/1.1",
        "Content-Type: application/json",
        *headers,
        body=body,
    )
    assert status in {400, 417}


@pytest.mark.parametrize(
    "line",
    [
        "FOO /uwear/avatars HTTP/1.1",
        "get /uwear/avatars HTTP/1.1",
        "GET /uwear/avatars HTTP/9.9",
        "GET /uwear/avatar/\xff HTTP/1.1",
        "GET /uwear/avatars?page=\xff HTTP/1.1",
        "GET http://[/uwear/avatars HTTP/1.1",
        f"GET /uwear/{'a' * 100_000} HTTP/1.1",
        "GET  HTTP/1.1",
        "\0\1\2",
        "\x16\x03\x01\x02\x00",
    ],
)
def test_a_request_line_that_makes_no_sense_is_refused(shop: Shop, line: str) -> None:
    assert ask(shop, line)[0] == 400


@pytest.mark.parametrize(
    "line",
    ["OPTIONS * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", "CONNECT /uwear/avatars HTTP/1.1"],
)
def test_a_request_that_is_for_a_proxy_finds_nothing(shop: Shop, line: str) -> None:
    assert ask(shop, line)[0] in {400, 404, 405}


def test_headers_in_any_bytes_are_taken_and_can_be_read_in_the_journal(shop: Shop) -> None:
    assert ask(shop, "GET /uwear/avatars HTTP/1.1", "X-Odd: \xff\xfe", "User-Agent: ü")[0] == 200
    assert shop.control("GET", "requests")["items"][-1]["status"] == 200


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", BODY),
        (
            "multipart/form-data; boundary=B",
            b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
        ),
    ],
    ids=["json", "form"],
)
@pytest.mark.parametrize("way", ["stops sending", "leaves", "is cut off"])
def test_a_client_that_hangs_up_within_its_body_is_told_as_a_refusal(
    uwear: Shop, capfd: pytest.CaptureFixture[str], content_type: str, body: bytes, way: str
) -> None:
    place = urlsplit(uwear.server.origin)
    head = (
        f"POST /uwear/clothing-item HTTP/1.1\r\nHost: a\r\nContent-Type: {content_type}\r\n"
        f"Authorization: Bearer {uwear.facts['api_key']}\r\nContent-Length: 1000\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        uwear.json("GET", "/cameras")  # by now the server reads the body
        if way == "stops sending":
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100) == b""
        elif way == "is cut off":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for _ in range(50):
        told = uwear.control("GET", "requests")["items"]
        if len(told) == 2:
            break
        time.sleep(0.02)
    assert [entry["status"] for entry in told] == [200, 400]
    assert told[1]["decided"].startswith("refused: Unreadable")
    assert (uwear.state()["jobs"], uwear.credits) == ([], 1000)
    assert capfd.readouterr().err == ""


def test_what_follows_a_body_longer_than_it_says_is_no_part_of_it(uwear: Shop) -> None:
    status, _ = ask(
        uwear,
        "POST /uwear/generation HTTP/1.1",
        "Content-Type: application/json",
        f"Content-Length: {len(BODY)}",
        body=BODY + b'{"prompt": "another"}',
    )
    assert status in {200, 400}
    assert len(uwear.state()["jobs"]) == (status == 200)


def test_a_connection_is_good_for_another_request_after_a_refusal(shop: Shop) -> None:
    place = urlsplit(shop.server.origin)
    key = f"Host: a\r\nAuthorization: Bearer {shop.facts['api_key']}\r\n"
    bad = f"POST /uwear/generation HTTP/1.1\r\n{key}Content-Length: 1\r\n\r\n{{"
    good = f"GET /uwear/cameras HTTP/1.1\r\n{key}Connection: close\r\n\r\n"
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall((bad * 5 + good).encode())
        with connection.makefile("rb") as answers:
            statuses = re.findall(rb"HTTP/1.1 (\d+)", answers.read())
    assert statuses == [b"422"] * 5 + [b"200"]
