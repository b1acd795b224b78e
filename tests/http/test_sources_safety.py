"""Source pictures are fetched from loopback and where it was allowed; nobody else is called."""

import socket
from collections.abc import Iterator

import aiohttp.connector
import pytest

from dressform.http.sources import MAX_REDIRECTS
from dressform.vendor import Source
from tests.support.hosting import Host, answers, hosting, moved
from tests.support.pictures import SOUND
from tests.support.sources import Network, look

TRUSTED = Source()


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting({"/a.png": SOUND["png"]}) as host:
        yield host


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, host: Host) -> Network:
    """Nothing leaves this machine, whatever the code under test does."""
    network = Network(host.port)
    monkeypatch.setattr(socket, "getaddrinfo", network.getaddrinfo)
    monkeypatch.setattr(aiohttp.connector.aiohappyeyeballs, "start_connection", network.connect)
    return network


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST", "0x7f.1", "0x7f000001"]
)
def test_loopback_is_known_in_every_notation(network: Network, name: str) -> None:
    assert look(f"http://{name}/a.png").upload is not None


def test_loopback_is_known_in_version_6(network: Network) -> None:
    for name in ("[::1]", "[::ffff:127.0.0.1]"):
        assert look(f"http://{name}/a.png").upload is not None


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "name",
    [
        *("example.com", "outside.test", "mixed.test", "EXAMPLE.COM", "localhost.example.com"),
        *("93.184.216.34", "10.0.0.1", "169.254.169.254", "0.0.0.0", "0", "134744072"),
        *("[2001:db8::1]", "[::]", "[::ffff:93.184.216.34]", "8.8.526344", "xn--bcher-kva.example"),
    ],
)
def test_elsewhere_is_taken_on_trust_and_neither_called_nor_looked_up(
    network: Network, host: Host, scheme: str, name: str
) -> None:
    assert look(f"{scheme}://{name}/a.png") == TRUSTED
    assert (network.asked, network.called, host.asked) == ([], [], [])


@pytest.mark.parametrize(
    ("allowed", "name"),
    [
        ("outside.test", "outside.test"),
        ("Outside.TEST", "outside.test"),
        ("93.184.216.34", "93.184.216.34"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("*", "outside.test"),
        ("*", "93.184.216.34"),
        ("*", "mixed.test"),
    ],
)
def test_an_allowed_host_is_looked_at(network: Network, allowed: str, name: str) -> None:
    assert look(f"http://{name}/a.png", allow=(allowed,)).upload is not None
    assert "93.184.216.34" in network.called or network.called == ["2001:db8::1"]


@pytest.mark.parametrize(
    ("allowed", "name"),
    [("outside.test", "93.184.216.34"), ("example.com", "outside.test"), ("test", "outside.test")],
)
def test_what_is_allowed_allows_nothing_else(network: Network, allowed: str, name: str) -> None:
    assert look(f"http://{name}/a.png", allow=(allowed,)) == TRUSTED
    assert network.called == []


def test_a_localhost_that_leads_astray_is_not_called(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    astray = staticmethod(lambda host, *args, **kwargs: network.real_getaddrinfo("8.8.8.8", *args))
    monkeypatch.setattr(socket, "getaddrinfo", astray)
    assert look("http://localhost/a.png") == TRUSTED
    assert network.called == []


def test_an_allowed_name_that_nobody_knows_is_a_problem(network: Network) -> None:
    found = look("http://gone.test/a.png", allow=("gone.test",))
    assert found == Source(problem="it cannot be fetched: ClientConnectorDNSError")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_it_may_be(network: Network, status: int) -> None:
    pages = {
        "/first": moved("second?x=1", status),
        "/second?x=1": moved("http://127.8.8.8/a.png", status),
        "/a.png": SOUND["png"],
    }
    with hosting(pages) as host:
        network.port = host.port
        assert look("http://127.0.0.1/first").upload is not None
    assert host.paths == ["/first", "/second?x=1", "/a.png"]
    assert network.called == ["127.0.0.1", "127.0.0.1", "127.8.8.8"]


@pytest.mark.parametrize(
    "place", ["http://93.184.216.34/a.png", "//outside.test/a.png", "https://169.254.169.254/"]
)
def test_a_redirect_elsewhere_is_not_followed_but_trusted(network: Network, place: str) -> None:
    with hosting({"/first": moved(place)}) as host:
        network.port = host.port
        assert look("http://127.0.0.1/first") == TRUSTED
    assert (network.asked, network.called) == ([], ["127.0.0.1"])


def test_redirects_are_followed_so_often_and_no_more() -> None:
    pages = {f"/{n}": moved(f"/{n - 1}") for n in range(1, 10)} | {"/0": SOUND["png"]}
    with hosting(pages) as host:
        assert look(host.url(f"/{MAX_REDIRECTS}")).upload is not None
        problem = f"it redirects more than {MAX_REDIRECTS} times"
        assert look(host.url(f"/{MAX_REDIRECTS + 1}")) == Source(problem=problem)
        assert len(host.asked) == 2 * (MAX_REDIRECTS + 1)


@pytest.mark.parametrize("place", ["ftp://127.0.0.1/a.png", "http://127.0.0.1:99999/", "http://["])
def test_a_redirect_to_no_place_at_all_is_a_problem(place: str) -> None:
    with hosting({"/first": moved(place)}) as host:
        problem = look(host.url("/first")).problem
    assert problem is not None
    assert problem.startswith("it cannot be fetched: ")


def test_what_a_host_sets_is_not_sent_to_it_again() -> None:
    pages = {"/a": answers(302, Location="/b", Set_Cookie="a=b; Path=/"), "/b": SOUND["png"]}
    with hosting(pages) as host:
        assert look(host.url("/a", "localhost")).upload is not None
    agents = [headers["User-Agent"] for _, headers in host.asked]
    assert agents == ["dressform-sources"] * 2
    assert not any("Cookie" in headers for _, headers in host.asked)


def test_no_proxy_of_the_environment_is_asked(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://93.184.216.34:3128")
    assert look("http://127.0.0.1/a.png").upload is not None
    assert network.called == ["127.0.0.1"]
