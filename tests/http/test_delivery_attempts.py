"""A webhook is tried again exactly when the backoff says so, and nobody else has to wait for it."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.support.odd_receiver import OK, acting, hangs, says
from tests.support.receiver import receiving
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.webhooks import CHEAP, deliver, latest_delivery, seconds_after

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
BACKOFF = (5, 300, 1800, 7200)


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


@pytest.mark.parametrize("move", [{"seconds": 3 * 3600}, {"to": "idle"}])
def test_three_failures_and_a_success_are_backed_off_to_the_microsecond_in_one_move(
    shop: Shop, move: Json
) -> None:
    with receiving(500, 500, 500, 200) as receiver:
        shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
        fired = shop.advance(**move)
    delivery = latest_delivery(shop)
    assert (delivery["state"], delivery["due_at"]) == ("delivered", None)
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 500, 500, 200]
    assert seconds_after(delivery) == [0, 5, 305, 2105]
    assert [row["at"] for row in fired if row["what"] == "delivery.attempt"] == [
        attempt["at"] for attempt in delivery["attempts"]
    ]
    sent = [int(row.headers["webhook-timestamp"]) for row in receiver.received]
    assert [stamp - sent[0] for stamp in sent] == [0, 5, 305, 2105]
    assert len({row.body for row in receiver.received}) == 1


@pytest.mark.parametrize("status", [500, 404, 301, 410, 199])
def test_a_receiver_that_never_says_2xx_is_given_up_after_five_attempts(
    shop: Shop, status: int
) -> None:
    answer = b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % status
    with acting(says(answer)) as receiver:
        delivery = deliver(shop, receiver.url)
        assert (delivery["state"], delivery["due_at"]) == ("pending", "2026-03-01T12:00:05Z")
        shop.advance(to="idle")
        delivery = latest_delivery(shop)
        assert (delivery["state"], delivery["due_at"]) == ("failed", None)
        assert seconds_after(delivery) == [sum(BACKOFF[:n]) for n in range(5)]
        shop.advance(seconds=7 * 24 * 3600)
    assert latest_delivery(shop) == delivery
    assert receiver.arrived.qsize() == 5


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_a_delivery(shop: Shop, status: int) -> None:
    with acting(says(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n" % status)) as receiver:
        assert deliver(shop, receiver.url)["state"] == "delivered"


def test_a_webhook_is_json_with_the_event(shop: Shop) -> None:
    with acting(says(OK)) as receiver:
        deliver(shop, receiver.url)
        head, _, body = receiver.arrived.get(timeout=10).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert json.loads(body)["type"] == "generation.completed"


def test_a_hanging_receiver_holds_up_nobody_else(shop: Shop, open_workspace: OpenWorkspace) -> None:
    other = open_workspace("uwear", clock={"mode": "manual"})
    with acting(hangs) as slow, acting(says(OK)) as quick, ThreadPoolExecutor(1) as thread:
        finishing = thread.submit(deliver, shop, slow.url)
        slow.arrived.get(timeout=10)
        assert deliver(other, quick.url)["state"] == "delivered"
        assert requests.get(f"{shop.server.origin}/_mock/health", timeout=10).ok
        assert not finishing.done()
        slow.over.set()
        assert finishing.result(20)["state"] == "pending"


@pytest.mark.parametrize("how", ["delete", "reset"])
def test_a_webhook_of_a_workspace_that_is_gone_is_not_tried_again(how: str) -> None:
    with serving(webhook_timeout=30) as server, acting(hangs) as receiver:
        shop = open_shop(server)
        with shop.http, ThreadPoolExecutor(1) as thread:
            shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
            finish = f"{shop.control_url}/jobs/1/finish"
            finishing = thread.submit(requests.post, finish, timeout=30)
            receiver.arrived.get(timeout=10)
            if how == "delete":
                assert requests.delete(shop.control_url, timeout=10).status_code == 204
            else:
                assert requests.post(f"{server.origin}/_mock/reset", timeout=10).ok
            assert finishing.result(10).json()["state"] == "completed"
            url = f"{server.origin}/_mock/clock/advance"
            assert requests.post(url, json={"seconds": 24 * 3600}, timeout=10).json()["fired"] == []
        assert receiver.arrived.empty()


def test_nobody_waits_for_a_hanging_receiver_when_the_server_stops() -> None:
    with acting(hangs) as receiver:
        with serving(webhook_timeout=60) as server:
            shop = open_shop(server, clock={"mode": "auto"})
            with shop.http:
                shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
                for _ in range(2):
                    shop.json("GET", "/generation/1")
            receiver.arrived.get(timeout=10)
            stopping = time.monotonic()
        assert time.monotonic() - stopping < 5
