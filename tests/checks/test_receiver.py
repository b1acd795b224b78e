"""Webhooks are taken down as they came, and answered what a check wants them to be."""

import time
from collections.abc import Iterator

import pytest
import requests

from dressform.checks import Inbox, Mismatch, check, equal
from dressform.checks.receiver import Received, Receiver
from dressform.http.server import Server
from tests.checks.suites import as_real, judged, verdicts
from tests.support.serving import Shop


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


def post(url: str, body: bytes = b"{}", **headers: str) -> int:
    return requests.post(url, data=body, headers=headers, timeout=10).status_code


def test_what_arrives_is_kept_in_order_with_its_headers_and_body(receiver: Receiver) -> None:
    inbox = receiver.inbox()
    for body in (b'{"a": 1}', b"no json"):
        assert 200 == post(inbox.url, body, **{"X-Signature": "abc"})
    first, second = inbox.arrived(2)
    assert ("POST", "abc", {"a": 1}) == (first.method, first.headers["x-signature"], first.json)
    with pytest.raises(Mismatch, match="a body that is no JSON: b'no json'"):
        _ = second.json


def test_each_inbox_has_a_place_of_its_own(receiver: Receiver) -> None:
    mine, yours = receiver.inbox(), receiver.inbox()
    post(mine.url)
    assert (1, 0) == (len(mine.received), len(yours.received))
    assert 404 == post(f"{mine.url}-of-nobody")


def test_statuses_are_answered_first_to_last_and_the_last_one_for_good(receiver: Receiver) -> None:
    inbox = receiver.inbox()
    inbox.answers(500, 503, 204)
    assert [500, 503, 204, 204] == [post(inbox.url) for _ in range(4)]


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_a_webhook_by_another_method_arrives_as_well(receiver: Receiver, method: str) -> None:
    inbox = receiver.inbox()
    requests.request(method, inbox.url, timeout=10)
    assert [method] == [received.method for received in inbox.arrived(1)]


def test_on_a_simulator_what_has_not_arrived_will_not(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    assert [] == Inbox("http://x").arrived(1, within=60)
    assert [] == slept


def test_elsewhere_webhooks_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = Inbox("http://x", real_time=True)
    late = Received("POST", {}, b"{}")
    monkeypatch.setattr(time, "sleep", lambda seconds: inbox.received.append(late))
    assert [late, late] == inbox.arrived(2, within=60)
    inbox.received.clear()
    assert [] == inbox.arrived(1, within=0)


def test_a_check_gets_an_inbox_that_the_simulator_reaches(server: Server) -> None:
    @check("s")
    def asks(inbox: Inbox) -> None:
        """It asks for one."""
        equal("the status", 200, post(inbox.url))
        equal("what arrived", 1, len(inbox.arrived(1)))

    assert {"asks": "pass"} == verdicts(judged(server, asks))


def test_behind_a_tunnel_an_inbox_has_the_public_url(uwear: Shop) -> None:
    urls: list[str] = []

    @check("s")
    def asks(inbox: Inbox) -> None:
        """It asks for one."""
        urls.append(inbox.url)
        equal("whether time is real", expected=True, found=inbox.real_time)

    run = as_real(uwear, asks, webhook_url="https://tunnel.test/in/")
    assert {"asks": "pass"} == verdicts(run.all(run.suite.checks.values()))
    assert ["https://tunnel.test/in/hook-1"] == urls


def test_after_a_run_nobody_listens_any_more(server: Server) -> None:
    urls: list[str] = []

    @check("s")
    def asks(inbox: Inbox) -> None:
        """It asks for one."""
        urls.append(inbox.url)

    judged(server, asks)
    with pytest.raises(requests.ConnectionError):
        post(urls[0])
