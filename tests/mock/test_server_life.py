"""A server starts or says why not, and can be stopped, forgotten and started again."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from dressform import MockServer, MockWorkspace, NotRunning
from dressform.mock.steering import Steering
from dressform.vendors import SLUGS
from tests.mock.client import Client
from tests.mock.traces import no_traces

ALL = ", ".join(SLUGS)

FORGETFUL = """
import os, sys
from dressform import MockServer
server = MockServer(clock="real").start()
shop = server.uwear.workspace(clock="x60")
"""


def run(code: str, folder: Path) -> str:
    """What a process prints that ends well, has nothing to complain of, and leaves no file."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORGETFUL + code],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert [] == list(folder.iterdir())
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"vendors": ["uwaer"]}, ValueError, f"no vendor 'uwaer'; there are: {ALL}"),
        ({"vendors": "uwear"}, TypeError, r"vendors is a list of texts: \['uwear'\]"),
        ({"vendors": []}, ValueError, f"no vendors at all; there are: {ALL}"),
        ({"webhook_allow": "a.example"}, TypeError, "webhook_allow is a list of texts"),
        ({"clock": "fast"}, ValueError, "'fast' is not real, manual, auto, or a rate such as x60"),
        ({"clock": 60}, ValueError, "60 is not real, manual, auto, or a rate such as x60"),
        ({"clock": "x0"}, ValueError, "'x0' is not real, manual, auto"),
    ],
)
def test_what_cannot_be_served_is_said_before_anything_starts(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        MockServer(**arguments)


@pytest.mark.parametrize("host", ["127.0.0.1", "no.such.host.invalid"])
def test_a_start_that_fails_leaves_nothing_and_may_be_tried_again(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_traces(tmp_path, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            server = MockServer(host=host, port=taken.getsockname()[1])
            for _ in range(2):
                with pytest.raises(OSError, match=r"address already in use|not known|resolution"):
                    server.start()
        if host == "127.0.0.1":
            with server:
                assert server.origin.endswith(str(server._options.port))


def test_a_server_that_runs_is_not_started_twice() -> None:
    with MockServer() as server:
        with pytest.raises(RuntimeError, match=f"runs already, at {server.origin}"):
            server.start()
        assert 1000 == server.uwear.default.credits


def test_stopping_twice_does_nothing_and_a_stopped_server_may_start_again() -> None:
    server = MockServer()
    server.stop()
    with server:
        old = server.uwear.workspace()
    assert {} == server.vendors
    server.stop()
    with server:
        assert ["default"] == [each.id for each in server.uwear.workspaces]
        with pytest.raises(NotRunning):
            _ = old.credits
        with pytest.raises(NotRunning):
            old.advance(1)
        with pytest.raises(requests.ConnectionError):
            Client(old).call("GET", "/cameras")


def test_a_server_that_does_not_run_says_how_to_start_it() -> None:
    server = MockServer()
    for use in (lambda: server.origin, lambda: server.clock, server.reset, server.advance):
        with pytest.raises(NotRunning, match="start\\(\\) it, or use `with`"):
            use()
    with pytest.raises(AttributeError, match="no 'uwear' here: the server does not run"):
        _ = server.uwear
    assert {} == server.vendors
    assert f"<MockServer of {ALL}, stopped>" == repr(server)


def test_a_vendor_that_is_not_served_is_an_attribute_error_that_names_those_that_are() -> None:
    with MockServer(["uwear"]) as server:
        with pytest.raises(AttributeError, match="no vendor 'nextry' here; served are: uwear"):
            _ = server.nextry
        assert "uwear" in dir(server)
        assert {"uwear": server.uwear} == server.vendors


def test_handles_of_a_stopped_server_say_so_and_may_be_closed() -> None:
    with MockServer() as server:
        vendor, shop = server.uwear, server.uwear.workspace()
        fault = shop.fault("stuck")
    for use in (
        lambda: shop.credits,
        lambda: shop.advance(1),
        lambda: vendor.workspace(),
        lambda: vendor.default,
        shop.snapshot,
    ):
        with pytest.raises(NotRunning, match="the server does not run any more"):
            use()
    shop.close()
    fault.remove()
    assert 0 == fault.fired


def test_a_process_that_forgets_to_stop_ends_cleanly(tmp_path: Path) -> None:
    assert "served" == run("print('served')", tmp_path)


def test_a_process_that_fails_while_a_server_runs_ends_too(tmp_path: Path) -> None:
    assert "" == run("sys.exit()", tmp_path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_is_told_that_nothing_runs_there(tmp_path: Path) -> None:
    child = """
import warnings; warnings.simplefilter("ignore")
if os.fork() == 0:
    try: shop.credits
    except RuntimeError as error: print(error, flush=True)
    server.stop()
    os._exit(0)
os.wait()
print(shop.credits)
"""
    assert ["the server does not run any more", "1000"] == run(child, tmp_path).splitlines()


def test_everything_asked_for_at_the_start_is_so() -> None:
    asked: dict[str, Any] = {"strict": True, "host": "localhost", "webhook_timeout": 0.05}
    with MockServer(seed=11, clock="x60", webhook_allow=["a.example"], **asked) as server:
        options = server._server.options
        assert asked == {name: getattr(options, name) for name in asked}
        assert {"a.example"} == options.webhook_allow
        facts = server.uwear.workspace().facts
        assert (11, "real", 60.0) == (facts.seed, facts.clock.mode, facts.clock.rate)


def test_same_seed_and_same_calls_are_the_same_anywhere() -> None:
    def story(shop: MockWorkspace) -> list[Any]:
        client = Client(shop)
        jobs = [client.create() for _ in range(3)]
        fired = shop.advance(to="idle")
        return [jobs, [(event.what, event.subject, event.outcome) for event in fired]]

    with MockServer(seed=3, clock="manual") as one, MockServer(seed=3, clock="manual") as other:
        assert story(one.uwear.workspace()) == story(other.uwear.workspace())


def test_an_order_that_comes_during_the_stop_is_not_begun(world: MockServer) -> None:
    assert world._thread is not None
    steering, before = Steering(world._server, world._thread), len(world.uwear.workspaces)
    steering.close()
    with pytest.raises(NotRunning, match="the server does not run any more"):
        steering.order("open_workspace", {"vendor": "uwear"})
    assert before == len(world.uwear.workspaces)
