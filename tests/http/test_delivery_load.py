"""Many webhooks: one connection for a receiver that stands them, and nobody waits for another."""

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dressform.http import delivery as module
from dressform.http import line
from tests.support.odd_receiver import OK, acting, hangs, says
from tests.support.scripted_receiver import Said, scripted
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.studio import wait_until
from tests.support.webhooks import CHEAP

Json = dict[str, Any]

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
def shop(open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(module, "_KEPT_AFTER", 3)
    return open_workspace("uwear", clock={"mode": "manual"})


def deliver_many(shop: Shop, url: str, count: int) -> list[Json]:
    """So many jobs that are announced there; their deliveries."""
    for _ in range(count):
        shop.json("POST", "/generation", json=CHEAP | {"webhook_url": url})
    shop.advance(to="idle")
    rows: list[Json] = shop.control("GET", "deliveries")["items"]
    return rows[-count:]


def errors(row: Json) -> list[str | None]:
    return [attempt["error"] for attempt in row["attempts"]]


def lines(shop: Shop) -> dict[str, line.Line]:
    kept: dict[str, line.Line] = shop.server.pacing._deliver.__self__._lines  # type: ignore[attr-defined]
    return kept


def first_time(rows: list[Json]) -> bool:
    return all([attempt["status"] for attempt in row["attempts"]] == [200] for row in rows)


def test_a_receiver_that_stands_a_load_is_sent_it_over_one_connection(shop: Shop) -> None:
    with scripted([OK]) as receiver:
        rows = deliver_many(shop, receiver.url, 10)
    assert first_time(rows)
    assert receiver.connections == [1, 1, 1, 7]


def test_so_is_one_that_has_a_name(shop: Shop) -> None:
    with scripted([OK]) as receiver:
        assert first_time(deliver_many(shop, receiver.url.replace("127.0.0.1", "localhost"), 6))
    assert receiver.connections == [1, 1, 1, 3]


@pytest.mark.skipif(not socket.has_ipv6, reason="this Python knows no IPv6")
def test_so_is_one_whose_address_is_of_version_6(shop: Shop) -> None:
    with scripted([OK], host="::1") as receiver:
        assert first_time(deliver_many(shop, receiver.url, 6))
    assert receiver.connections == [1, 1, 1, 3]


def test_one_that_hangs_up_in_between_gets_each_webhook_once_and_a_connection_for_each(
    shop: Shop,
) -> None:
    with scripted([OK, "hang up"]) as receiver:
        rows = deliver_many(shop, receiver.url, 10)
    assert first_time(rows)
    assert [count for count in receiver.connections if count] == [1] * 10


ANSWERS: dict[str, tuple[list[Said], int, list[int]]] = {
    "no content": ([b"HTTP/1.1 204 No Content\r\n\r\n"], 204, [3]),
    "created": ([b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nmade"], 201, [3]),
    "in pieces": (
        [b"HTTP/1.1 200", 0.01, b" OK\r\nContent-Length: 4\r\n\r\nma", 0.01, b"de"],
        200,
        [3],
    ),
    "chunked": ([CHUNKED, b"2\r\nok\r\n", 0.01, b"0\r\n\r\n"], 200, [3]),
    "early hints": ([b"HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n", 0.01, OK], 200, [3]),
    "continue": ([b"HTTP/1.1 100 Continue\r\n\r\n" + OK], 200, [3]),
    "until it hangs up": ([b"HTTP/1.1 200 OK\r\n\r\nas long as it takes", "hang up"], 200, [1] * 3),
    "old": ([b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "hang up"], 200, [1] * 3),
    "closing": (
        [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"],
        200,
        [1] * 3,
    ),
    "long": ([b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70_000], 200, [1] * 3),
    "endless": ([CHUNKED, *[b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"] * 99], 200, [1] * 3),
    "slow to end": ([CHUNKED, b"2\r\nok\r\n", 0.3], 200, [1] * 3),
    "never ending": ([b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "hang up"], 200, [1] * 3),
    "more than one": ([OK + OK], 200, [1] * 3),
}
"""What is said, the status that it amounts to, and how many webhooks each connection then brings."""


@pytest.mark.parametrize("name", ANSWERS)
def test_whatever_answer_acknowledges_does_so_under_a_load(shop: Shop, name: str) -> None:
    said, status, connections = ANSWERS[name]
    with scripted(said) as receiver:
        rows = deliver_many(shop, receiver.url, 6)
    assert [[attempt["status"] for attempt in row["attempts"]] for row in rows] == [[status]] * 6
    assert len(set(receiver.requests)) == len(receiver.requests) == 6
    assert receiver.connections == [1, 1, 1, *connections]


def test_one_that_hangs_up_without_a_word_is_sent_it_once_more_and_never_kept_again(
    shop: Shop,
) -> None:
    """It may have read it: nobody can tell, but that does not happen to it twice."""
    with scripted(*[[OK]] * 5, ["hang up"], [OK]) as receiver:
        rows = deliver_many(shop, receiver.url, 8)
    assert first_time(rows)
    assert receiver.connections == [1, 1, 1, 3, 1, 1, 1]


def test_one_that_hangs_up_on_a_new_connection_has_failed_the_attempt(shop: Shop) -> None:
    with scripted(*[[OK]] * 3, ["hang up"], [OK]) as receiver:
        rows = deliver_many(shop, receiver.url, 4)
    failed = ["ServerDisconnectedError: Server disconnected", None]
    assert [errors(row) for row in rows].count(failed) == 1


@pytest.mark.parametrize("said", [b"HTTP/1.1 2", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_one_that_hangs_up_in_the_midst_of_its_answer_has_failed_the_attempt(
    shop: Shop, said: bytes
) -> None:
    """It has read it, and is not sent it again before its backoff."""
    with scripted(*[[OK]] * 5, [said, "hang up"], [OK]) as receiver:
        rows = deliver_many(shop, receiver.url, 7)
    assert sorted(len(row["attempts"]) for row in rows) == [1] * 6 + [2]


def test_an_answer_that_is_no_http_is_told_in_the_same_words_under_a_load(shop: Shop) -> None:
    told = []
    for before in (0, 4):
        with scripted(*[[OK]] * before, [b"what?\r\n\r\n"], [OK]) as receiver:
            (failed,) = {
                str(errors(row)[0]) for row in deliver_many(shop, receiver.url, before + 1)
            } - {"None"}
            told.append(failed.replace(receiver.url, "URL"))
    assert told[0].startswith("ClientResponseError: 400")
    assert told[0] == told[1]


def test_lines_that_are_not_being_used_make_room(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_LINES", 2)
    with scripted([OK]) as one, scripted([OK]) as two, scripted([OK]) as three:
        for receiver in (one, two, three):
            deliver_many(shop, receiver.url, 5)
            assert receiver.connections == [1, 1, 1, 2]
    assert list(lines(shop)) == [three.url]


def test_what_is_signed_and_sent_is_the_same_under_a_load(shop: Shop) -> None:
    with acting(says(OK)) as receiver:
        deliver_many(shop, f"{receiver.url}/a%20b?key=x%26y", 5)
        heads = []
        while not receiver.arrived.empty():
            head, _, body = receiver.arrived.get().partition(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")
            names = {line.partition(b":")[0].title() for line in lines}
            heads.append((first, names - {b"Connection", b"Accept", b"Accept-Encoding"}))
            assert b"Content-Length: %d" % len(body) in lines
    assert [heads[0]] * 5 == heads


def test_a_receiver_that_falls_silent_under_a_load_is_not_waited_for_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_KEPT_AFTER", 3)
    with serving(webhook_timeout=0.3) as server, acting(*[says(OK)] * 3, hangs, says(OK)) as odd:
        shop = open_shop(server)
        with shop.http:
            rows = deliver_many(shop, odd.url, 5)
    words = [[attempt["error"] for attempt in row["attempts"]] for row in rows]
    silent = [errors for errors in words if errors != [None]]
    assert [len(errors) for errors in silent] == [2]
    assert silent[0][0].startswith("TimeoutError")


def test_a_line_that_nobody_uses_is_hung_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "IDLE", 0.05)
    with scripted([OK]) as receiver:
        deliver_many(shop, receiver.url, 5)
        wait_until(lambda: lines(shop)[receiver.url]._wire is None)
        deliver_many(shop, receiver.url, 1)
    assert receiver.connections == [1, 1, 1, 2, 1]


def test_an_attempt_that_fails_ends_the_streak(shop: Shop) -> None:
    failing = says(b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")
    with acting(says(OK), says(OK), failing, says(OK)) as receiver:
        rows = deliver_many(shop, receiver.url, 5)
        assert receiver.arrived.qsize() == 6
    assert [row["state"] for row in rows] == ["delivered"] * 5


def test_under_a_real_clock_a_hanging_receiver_holds_up_only_itself() -> None:
    with (
        serving(mode="real") as server,
        acting(hangs) as slow,
        acting(says(OK)) as quick,
        ThreadPoolExecutor(8) as thread,
    ):
        shop, finishing = open_shop(server), []
        for number, url in enumerate([slow.url, slow.url, quick.url, quick.url], 1):
            shop.json("POST", "/generation", json=CHEAP | {"webhook_url": url})
            finishing.append(thread.submit(shop.order, "POST", f"jobs/{number}/finish"))
        for _ in range(2):
            quick.arrived.get(timeout=5)
        wait_until(lambda: states(shop) == ["delivered", "delivered", "pending", "pending"])
        assert slow.arrived.qsize() == 1
        slow.over.set()
        for each in finishing:
            assert each.result(30).ok
        shop.http.close()


def states(shop: Shop) -> list[str]:
    return sorted(row["state"] for row in shop.control("GET", "deliveries")["items"])
