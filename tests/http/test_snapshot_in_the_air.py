"""A snapshot while a webhook is in the air: it is neither lost nor sent twice."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.support.faults import CHEAP
from tests.support.odd_receiver import OK, OddReceiver, acting, hangs, says
from tests.support.receiver import Receiver
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.snapshots import fork, restore, take


def _poll_to_the_end(shop: Shop) -> None:
    """Two polls under an auto clock; the webhook is left in the outbox and goes out by itself."""
    for _ in range(2):
        shop.json("GET", "/generation/1")


def test_a_snapshot_waits_for_what_is_in_the_air(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear", clock={"mode": "auto"})
    with acting(hangs, says(OK)) as receiver, ThreadPoolExecutor(1) as thread:
        shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
        _poll_to_the_end(shop)
        receiver.arrived.get(timeout=10)
        taking = thread.submit(take, shop)
        assert not taking.done()
        receiver.over.set()
        kept = taking.result(20)
        (row,) = shop.control("GET", "deliveries")["items"]
        assert len(row["attempts"]) == 1
        restore(shop, kept)
        assert shop.control("GET", "deliveries")["items"] == [row]
        assert receiver.arrived.empty()


def test_what_the_snapshot_has_delivered_is_not_delivered_again(
    open_workspace: OpenWorkspace, receiver: Receiver
) -> None:
    shop = open_workspace("uwear", clock={"mode": "auto"})
    shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    _poll_to_the_end(shop)
    kept = take(shop)
    other = fork(shop, kept)
    restore(shop, kept)
    for account in (shop, other):
        account.advance(to="idle")
        (row,) = account.control("GET", "deliveries")["items"]
        assert (row["state"], len(row["attempts"])) == ("delivered", 1)
    assert len(receiver.received) == 1


def test_a_restore_breaks_off_what_is_in_the_air_and_it_is_sent_when_its_time_comes() -> None:
    gone = threading.Event()

    def waits(connection: socket.socket, receiver: OddReceiver) -> None:
        connection.settimeout(20)
        if connection.recv(1) == b"":
            gone.set()

    with serving(webhook_timeout=30) as server, acting(waits, says(OK)) as receiver:
        shop = open_shop(server, clock={"mode": "auto"})
        with shop.http:
            shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
            kept = take(shop)
            _poll_to_the_end(shop)
            receiver.arrived.get(timeout=10)
            restore(shop, kept)
            assert gone.wait(10)
            assert shop.control("GET", "deliveries")["items"] == []
            shop.advance(to="idle")
            (row,) = shop.control("GET", "deliveries")["items"]
            assert [attempt["status"] for attempt in row["attempts"]] == [200]
        assert receiver.arrived.qsize() == 1
