"""A webhook that finds nobody, or somebody strange, is a failed attempt that says why."""

import socket
from typing import Any

import pytest

from tests.support.odd_receiver import OK, acting, hangs, nobody, says
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.webhooks import CHEAP, deliver, latest_delivery, seconds_after

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


def test_a_refused_connection_is_tried_again(shop: Shop) -> None:
    with nobody() as url:
        delivery = deliver(shop, url)
        shop.advance(seconds=5)
    (attempt,) = delivery["attempts"]
    assert (delivery["state"], attempt["status"]) == ("pending", None)
    assert attempt["error"].startswith("ClientConnectorError: Cannot connect to host 127.0.0.1")
    assert seconds_after(latest_delivery(shop)) == [0, 5]


ODD = {
    "hangs up at once": (says(b""), "ServerDisconnectedError"),
    "hangs up in the first line": (says(b"HTTP/1.1 20"), "ServerDisconnectedError"),
    "hangs up among the headers": (
        says(b"HTTP/1.1 200 OK\r\nContent-Le"),
        "ServerDisconnectedError",
    ),
    "speaks no HTTP": (says(b"220 mail.example.com ESMTP\r\n\r\n"), "ClientResponseError"),
}


@pytest.mark.parametrize("name", ODD)
def test_a_receiver_without_an_answer_is_a_failed_attempt_that_says_why(
    shop: Shop, name: str
) -> None:
    act, words = ODD[name]
    with acting(act, says(OK)) as receiver:
        delivery = deliver(shop, receiver.url)
        (attempt,) = delivery["attempts"]
        assert (delivery["state"], attempt["status"]) == ("pending", None)
        assert words in attempt["error"]
        shop.advance(to="next")
    assert (latest_delivery(shop)["state"], seconds_after(latest_delivery(shop))) == (
        "delivered",
        [0, 5],
    )


def test_a_receiver_that_never_answers_is_not_waited_for_for_long() -> None:
    with serving(webhook_timeout=0.2) as server, acting(hangs) as receiver:
        shop = open_shop(server)
        with shop.http:
            delivery = deliver(shop, receiver.url)
    assert (delivery["state"], delivery["attempts"][0]["status"]) == ("pending", None)
    assert delivery["attempts"][0]["error"].startswith("TimeoutError")


def test_a_receiver_that_hangs_up_in_its_body_has_answered(shop: Shop) -> None:
    with acting(says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) as receiver:
        assert deliver(shop, receiver.url)["state"] == "delivered"


def test_https_to_a_plain_port_is_a_failed_attempt_that_says_why(shop: Shop) -> None:
    with acting(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as receiver:
        delivery = deliver(shop, receiver.url.replace("http:", "https:"))
    (attempt,) = delivery["attempts"]
    assert (delivery["state"], attempt["status"]) == ("pending", None)
    assert "SSL" in attempt["error"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:99999/", "http://nosuch.invalid/", "http://:80/"]
)
def test_a_url_that_leads_nowhere_is_a_failed_attempt_that_says_why(
    shop: Shop, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(host: str, *args: Any, **kwargs: Any) -> Any:
        if host == "nosuch.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *args, **kwargs)

    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    shop.control("PATCH", json={"webhook_url": url})
    shop.json("POST", "/generation", json=CHEAP)
    shop.control("POST", "jobs/1/finish")
    delivery = latest_delivery(shop)
    assert (delivery["state"], delivery["attempts"][0]["status"]) == ("pending", None)
    assert delivery["attempts"][0]["error"]


def test_a_webhook_leaves_the_job_as_it_is(shop: Shop) -> None:
    with nobody() as url:
        deliver(shop, url)
        shop.advance(to="idle")
    (job,) = shop.control("GET", "jobs")["items"]
    assert (job["state"], job["refunded"], job["updated_at"]) == ("completed", False, START)
