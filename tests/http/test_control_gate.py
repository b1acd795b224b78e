"""Only this machine drives the control API, and no page in a browser; off loopback, the token does."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.http.server import Server
from tests.support.serving import serving
from tests.support.wire import problem_of, send_raw

Json = dict[str, Any]


@pytest.fixture(scope="module")
def open_server() -> Iterator[Server]:
    """A server bound to every address of the machine, which therefore asks for its token."""
    with serving(host="0.0.0.0") as server:
        yield server


def _health(server: Server, **headers: str) -> requests.Response:
    return requests.get(f"{server.origin}/_mock/health", headers=headers, timeout=10)


def _port(server: Server) -> str:
    return server.origin.rpartition(":")[2]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.3.2.1:80", "[::1]", "[::1]:8000"]
)
def test_any_name_of_loopback_is_let_in(server: Server, host: str) -> None:
    assert _health(server, Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "example.com",
        "localhost.example.com",
        "127.0.0.1.nip.io",
        "api.uwear.ai",
        "10.0.0.1",
        "[2001:db8::1]:80",
        "0.0.0.0",
        "2130706433",
    ],
)
def test_a_foreign_host_is_refused(server: Server, host: str) -> None:
    """A page of that host would reach us by DNS rebinding."""
    status, detail = problem_of(_health(server, Host=host))
    assert (status, host in detail) == (403, True)


MALFORMED = [
    "[::1",
    "localhost:99999",
    "localhost:x",
    "user@localhost",
    "localhost/x",
    "local host",
    "[::ffff:127.0.0.1%25x]",
    "[nonsense]",
    "\xff\xfe",
    ":",
    "",
]


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_is_refused_and_never_a_failure(server: Server, host: str) -> None:
    head = f"GET /_mock/health HTTP/1.1\nHost: {host}"
    status, headers, _ = send_raw(server.origin, head)
    assert status in {400, 403}
    if status == 403:
        assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/uwear/cameras", "/nowhere", "/uwear/openapi.json", "/uwear/docs"]
)
@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_fails_nowhere_else_either(server: Server, path: str, host: str) -> None:
    status, _, _ = send_raw(server.origin, f"GET {path} HTTP/1.1\nHost: {host}")
    assert 200 <= status < 500


def test_a_client_that_names_no_host_is_let_in_by_its_address(server: Server) -> None:
    """HTTP/1.0, as a health check may still speak it; no browser does."""
    assert send_raw(server.origin, "GET /_mock/health HTTP/1.0")[0] == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.com",
        "null",
        "http://localhost.example.com",
        "http://[::1",
        "file://",
        "",
        "http://127.0.0.1",
    ],
)
def test_a_page_of_a_foreign_origin_is_refused(server: Server, origin: str) -> None:
    status, detail = problem_of(_health(server, Origin=origin))
    assert (status, repr(origin) in detail) == (403, True)


def test_an_origin_that_is_no_text_is_refused_and_never_a_failure(server: Server) -> None:
    head = f"GET /_mock/health HTTP/1.1\nHost: 127.0.0.1:{_port(server)}\nOrigin: \xff\xfe"
    status, headers, _ = send_raw(server.origin, head)
    assert (status, headers["content-type"]) == (403, "application/problem+json")


def test_a_page_of_the_server_itself_is_let_in(server: Server) -> None:
    assert _health(server, Origin=server.origin).status_code == 200
    behind_tls = {"Host": "localhost", "Origin": "https://localhost"}
    assert _health(server, **behind_tls).status_code == 200


def test_a_refused_page_changes_nothing(server: Server) -> None:
    """What a form on a foreign page could send without asking first."""
    url = f"{server.origin}/_mock/uwear/workspaces"
    before = [row["id"] for row in requests.get(url, timeout=10).json()["items"]]
    foreign = {"Origin": "https://example.com"}
    assert problem_of(requests.post(url, headers=foreign, timeout=10))[0] == 403
    reset = requests.post(f"{server.origin}/_mock/reset", headers=foreign, timeout=10)
    assert problem_of(reset)[0] == 403
    after = [row["id"] for row in requests.get(url, timeout=10).json()["items"]]
    assert after == before


def test_no_answer_invites_a_foreign_page(server: Server) -> None:
    headers = {"Origin": server.origin, "Access-Control-Request-Method": "PUT"}
    for method in ("GET", "OPTIONS"):
        answer = requests.request(
            method, f"{server.origin}/_mock/clock", headers=headers, timeout=10
        )
        assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize("path", ["health", "nowhere"])
def test_the_gate_stands_before_every_route(server: Server, path: str) -> None:
    url = f"{server.origin}/_mock/{path}"
    for method in ("GET", "DELETE"):
        answer = requests.request(method, url, headers={"Host": "example.com"}, timeout=10)
        assert problem_of(answer)[0] == 403


def test_off_loopback_the_token_is_asked_for(open_server: Server) -> None:
    assert open_server.token is not None
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {open_server.token}"},
        {"Authorization": open_server.token},
        {"Authorization": "Bearer "},
    ):
        response = _health(open_server, **headers)
        assert response.headers["WWW-Authenticate"] == "Bearer"
        status, detail = problem_of(response)
        assert (status, open_server.token in detail) == (401, False)


def test_a_token_that_is_no_text_is_wrong_and_never_a_failure(open_server: Server) -> None:
    head = "GET /_mock/health HTTP/1.1\nHost: localhost\nAuthorization: Bearer \xff\xfe"
    assert send_raw(open_server.origin, head)[0] == 401


@pytest.mark.parametrize("host", ["localhost", "192.168.1.20:8000", "devbox.example.com"])
def test_with_the_token_any_name_of_the_machine_will_do(open_server: Server, host: str) -> None:
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {open_server.token}", "Host": host}
        assert _health(open_server, **headers).status_code == 200


def test_with_the_token_a_foreign_page_is_refused_still(open_server: Server) -> None:
    headers = {"Authorization": f"Bearer {open_server.token}", "Origin": "https://example.com"}
    assert problem_of(_health(open_server, **headers))[0] == 403


def test_the_vendors_ask_for_no_token(open_server: Server) -> None:
    headers = {"Authorization": "Bearer uwear-dressform"}
    url = f"{open_server.origin}/uwear/cameras"
    assert requests.get(url, headers=headers, timeout=10).status_code == 200


def test_on_loopback_no_token_is_asked_for(server: Server) -> None:
    assert server.token is None


def test_ipv6_loopback_is_served_without_a_token() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    with serving(host="::1") as server:
        assert server.token is None
        assert server.origin.startswith("http://[::1]:")
        assert _health(server).status_code == 200
        vendors = requests.get(f"{server.origin}/_mock/vendors", timeout=10).json()["items"]
        assert f"{server.origin}/uwear" in [vendor["base_url"] for vendor in vendors]
        assert problem_of(_health(server, Host="example.com"))[0] == 403


def test_bound_to_everything_it_says_where_it_is_reached(open_server: Server) -> None:
    assert open_server.origin.startswith("http://127.0.0.1:")


def test_a_name_of_loopback_needs_no_token() -> None:
    with serving(host="localhost") as server:
        assert server.token is None
        assert _health(server, Host="localhost").status_code == 200
