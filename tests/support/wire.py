"""HTTP byte by byte, for what a stock client would not send; and how a problem looks."""

import socket
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.support.control_contract import judge

Json = dict[str, Any]


def send_raw(origin: str, head: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """Send the lines of `head` as they stand; status, headers in lower case, and body."""
    place = urlsplit(origin)
    message = "\r\n".join([*head.splitlines(), "Connection: close", "", ""])
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(message.encode("latin-1") + body)
        with connection.makefile("rb") as answer:
            status = int(answer.readline().split()[1])
            headers = {}
            while (line := answer.readline().strip()) != b"":
                name, _, value = line.decode("latin-1").partition(": ")
                headers[name.lower()] = value
            return status, headers, answer.read()


def problem_of(response: requests.Response) -> tuple[int, str]:
    """Status and detail of an answer that has to be an RFC 9457 problem."""
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    judge(response)
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"] == "about:blank"
    assert problem["title"]
    return response.status_code, problem["detail"]
