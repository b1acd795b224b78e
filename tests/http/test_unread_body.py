"""A body that nobody reads does not end in a surprise for the next request."""

import socket
from urllib.parse import urlsplit

from tests.support.serving import Shop


def test_an_answer_before_the_end_of_the_body_says_that_the_connection_closes(uwear: Shop) -> None:
    place = urlsplit(uwear.base_url)
    assert place.port is not None
    head = f"GET /uwear/avatars HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 100000\r\n"
    head += f"Authorization: {uwear.http.headers['Authorization']!s}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", place.port), timeout=10) as connection:
        connection.sendall(head.encode() + b"x" * 10)
        answer = connection.recv(65536)
        connection.sendall(b"x" * (100_000 - 10))
        assert connection.recv(1) == b""
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nconnection: close\r\n" in answer.lower()
