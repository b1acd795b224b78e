"""What cannot be checked is said in one clear line, with the exit status 2, and leaves nothing behind."""

import threading

import pytest

from dressform.http.server import Server
from tests.checks.command_line import checking
from tests.checks.odd_targets import Act, answer, drips, hangs, odd, says
from tests.support.odd_receiver import nobody
from tests.support.process import one_line, run_dressform
from tests.support.serving import Shop

Capsys = pytest.CaptureFixture[str]
KEY = "s3cret-key-0123456789"


LOGIN = answer("302 Found", "Location: https://login.test/?next=%2F")
HTML = answer("200 OK", "Content-Type: text/html; charset=utf-8", body="<html>Hello</html>")
HTML_404 = answer("404 Not Found", "Content-Type: text/html", body="<html>nginx</html>")
EMPTY = answer("200 OK")
NESTED = answer("200 OK", "Content-Type: application/json", body="[" * 100_000)
JSON_404 = answer("404 Not Found", "Content-Type: application/json", body='{"detail":"Not Found"}')
NO_HTTP = b"SSH-2.0-OpenSSH_9.6\r\n"


DRIPS = {
    "headers": b"HTTP/1.1 200 OK\r\nX-Endless: ",
    "body": b"HTTP/1.1 200 OK\r\n\r\n",
    "a body of known length": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
}


@pytest.mark.parametrize("key", [(), ("--api-key", KEY)], ids=["no key", "a key"])
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (LOGIN, "answered 302 and sends us to https://login.test/"),
        (HTML, "answered 200 with text/html; charset=utf-8 and no JSON: is "),
        (HTML_404, "answered 404 with text/html and no JSON: is "),
        (EMPTY, "answered 200 with no Content-Type and no JSON: is "),
        (NESTED, "and no JSON: is "),
        (JSON_404, "answered 404: there is no uwear at "),
        (NO_HTTP, "cannot be reached: "),
        (b"", "cannot be reached: "),
    ],
)
def test_what_is_no_api_is_said_to_be_none(
    capsys: Capsys, sent: bytes, said: str, key: tuple[str, ...]
) -> None:
    with odd(says(sent)) as url:
        assert said in checking(capsys, "uwear", "--url", url, *key).line


@pytest.mark.parametrize("key", [(), ("--api-key", KEY)], ids=["no key", "a key"])
@pytest.mark.parametrize("act", [hangs, *map(drips, DRIPS.values())], ids=["hangs", *DRIPS])
def test_an_answer_that_never_ends_is_not_waited_for(
    capsys: Capsys, act: Act, key: tuple[str, ...]
) -> None:
    with odd(act) as url:
        line = checking(capsys, "uwear", "--url", url, "--timeout", "0.3", *key).line
    _, told, why = line.partition("cannot be reached: GET /uwear/cameras got no answer: ")
    assert told
    assert why in {"still not complete after 0.3 s", "silence until the time was up"}


def test_a_port_where_nobody_listens_is_told(capsys: Capsys) -> None:
    with nobody() as url:
        assert "Connection refused" in checking(capsys, "uwear", "--url", url).line


def test_a_host_that_nobody_knows_is_told(capsys: Capsys) -> None:
    line = checking(capsys, "uwear", "--url", "https://no-such-host.invalid/").line
    assert "https://no-such-host.invalid cannot be reached: " in line


def test_a_port_that_does_not_speak_tls_is_told(capsys: Capsys, server: Server) -> None:
    url = f"{server.origin}/uwear".replace("http:", "https:")
    line = checking(capsys, "uwear", "--url", url, "--api-key", KEY).line
    assert "cannot be reached: GET /uwear/cameras got no answer: TLS: " in line


def test_a_wrong_key_is_told_and_leaves_nothing_on_a_simulator(
    capsys: Capsys, server: Server
) -> None:
    before = set(server.fronts["uwear"].deployment.tenants)
    url = f"{server.origin}/uwear"
    line = checking(capsys, "uwear", "--url", url, "--api-key", KEY).line
    assert line.endswith("answered 401: the API key is not accepted there")
    assert before == set(server.fronts["uwear"].deployment.tenants)


def test_a_deployment_that_is_no_simulator_wants_a_key(
    capsys: Capsys, uwear: Shop, no_steering: None
) -> None:
    line = checking(capsys, "uwear", "--url", uwear.base_url).line
    assert line == f"{uwear.base_url} wants an API key: --api-key, or in the environment"


def test_another_vendor_than_the_one_that_is_named_is_told(capsys: Capsys, server: Server) -> None:
    line = checking(capsys, "cutx", "--url", f"{server.origin}/uwear").line
    assert line.endswith(f"there is no cutx at {server.origin}/uwear")


@pytest.mark.parametrize("key", ["schlüssel-0123", "line\nbreak", " blank"])
def test_a_key_that_no_header_can_have_is_told_without_it(
    capsys: Capsys, server: Server, key: str
) -> None:
    line = checking(capsys, "uwear", "--url", f"{server.origin}/uwear", "--api-key", key).line
    assert key not in line
    assert line.startswith("the API key has ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "no vendor 'nosuch'; there are: cutx, "),
        (["uwear", "cutx", "--url", "http://x"], "--url is the deployment of one vendor"),
        (["--url", "http://x"], "--url is the deployment of one vendor"),
        (["uwear", "--check", "uwear.nosuch"], "no check 'uwear.nosuch'; "),
        (["uwear", "--check", "cutx.*"], "no check 'cutx.*'; "),
        (["--list", "--check", "nosuch.*"], "no check 'nosuch.*'; "),
        (["uwear", "--budget", "-1"], "Invalid value for '--budget'"),
        (["uwear", "--budget", "some"], "Invalid value for '--budget'"),
        (["uwear", "--timeout", "0"], "Invalid value for '--timeout'"),
        (["uwear", "--report", "pdf=x"], "'pdf' is no kind of report"),
        (["uwear", "--accept", "/no/such.toml"], "cannot read '/no/such.toml'"),
        (["uwear", "--url", ""], "'' is no URL of a deployment: "),
        (["uwear", "--url", "api.test/uwear"], "'api.test/uwear' is no URL of a deployment: "),
        (["uwear", "--url", "ftp://api.test"], "'ftp://api.test' is no URL of a deployment: "),
        (["uwear", "--url", "http://[::1"], "'http://[::1' is no URL: "),
        (["uwear", "--url", "http://x:port"], "'http://x:port' is no URL: "),
    ],
)
def test_what_was_typed_wrongly_is_told(capsys: Capsys, arguments: list[str], said: str) -> None:
    assert checking(capsys, *arguments).line.startswith(said)


def test_a_budget_of_nothing_leaves_what_costs_something_inconclusive(
    capsys: Capsys, server: Server
) -> None:
    before = set(server.fronts["uwear"].deployment.tenants)
    ended = checking(
        capsys,
        *("uwear", "--url", f"{server.origin}/uwear", "--budget", "0"),
        *("--check", "*.a_generation_is_made", "--check", "*.a_garment_is_stored"),
    )
    assert (3, "") == (ended.status, ended.err)
    assert "may cost 1, and 0 of 0 are left" in ended.out
    assert "1 pass, 1 inconclusive" in ended.out
    assert before == set(server.fronts["uwear"].deployment.tenants)


def test_in_a_process_of_its_own_it_is_the_same_line_and_no_warning() -> None:
    with odd(says(HTML)) as url:
        assert "no JSON: is " in one_line(run_dressform("check", "uwear", "--url", url))
    assert "no vendor 'nosuch'" in one_line(run_dressform("check", "nosuch"))


def test_nothing_goes_on_after_an_unusable_target(capsys: Capsys) -> None:
    before = threading.active_count()
    with odd(hangs) as url:
        assert checking(capsys, "uwear", "--url", url, "--timeout", "0.2").line
    assert before == threading.active_count()
