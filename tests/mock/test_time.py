"""Time moves as told, for one workspace or for all, and says what it did."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from dressform import ControlError, FiredRow, MockServer, MockWorkspace
from tests.mock.client import Client
from tests.support.receiver import Receiver, receiving

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def told(fired: list[FiredRow]) -> list[tuple[str, int | str, str | None]]:
    return [(event.what, event.subject, event.outcome) for event in fired]


def test_an_advance_tells_what_fired_in_order_with_webhooks_attempted(
    shop: MockWorkspace, client: Client, receiver: Receiver
) -> None:
    receiver.statuses = [503, 200]
    job = client.create(webhook_url=receiver.url)
    fired = shop.advance(minutes=1)
    (delivery,) = shop.deliveries
    assert [
        ("job.start", job, "processing"),
        ("job.end", job, "completed"),
        ("delivery.attempt", delivery.id, "503"),
        ("delivery.attempt", delivery.id, "200"),
    ] == told(fired)
    assert [503, 200] == [attempt.status for attempt in delivery.attempts]
    assert all(one.at <= other.at for one, other in pairwise(fired))
    assert {shop.id} == {event.workspace for event in fired}
    assert 2 == len(receiver.received)


@pytest.mark.parametrize(
    ("span", "seconds"),
    [
        ({"seconds": 1.5}, 1.5),
        ({"minutes": 2}, 120),
        ({"hours": 4}, 14400),
        ({"days": 1}, 86400),
        ({"seconds": 1, "minutes": 1, "hours": 1, "days": 1}, 90061),
        ({"hours": 1, "minutes": -60}, 0),
        ({}, 0),
    ],
)
def test_an_advance_is_as_long_as_its_parts(
    shop: MockWorkspace, span: dict[str, float], seconds: float
) -> None:
    before = shop.now
    shop.advance(**span)
    assert timedelta(seconds=seconds) == shop.now - before


def test_the_next_event_comes_alone_and_idle_is_when_nothing_is_left(
    shop: MockWorkspace, client: Client
) -> None:
    job = client.create()
    started = shop.advance(to="next")
    assert [("job.start", job, "processing")] == told(started)
    assert shop.now == started[0].at
    assert [("job.end", job, "completed")] == told(shop.advance(to="idle"))
    assert [] == shop.advance(to="next") == shop.advance(to="idle")


WRONG: list[tuple[Callable[[MockWorkspace], Any], str]] = [
    (lambda shop: shop.advance(-1), "-1 is less than the minimum of 0"),
    (lambda shop: shop.advance(hours=-2), "-7200 is less than the minimum of 0"),
    (lambda shop: shop.advance(float("nan")), "by a finite span, and not by nan"),
    (lambda shop: shop.advance(days=1e6), "86400000000.0 is greater than the maximum"),
    (lambda shop: shop.advance(5, to="next"), "by a span, or to 'next', not both"),
    (lambda shop: shop.advance(to="end"), r"'end' is not one of \['next', 'idle'\]"),  # type: ignore[arg-type]
    (lambda shop: shop.sleep(-1), "-1 is less than the minimum of 0"),
    (lambda shop: shop.set_clock("fast"), "'fast' is not real, manual, auto, or a rate"),
    (lambda shop: shop.set_clock("x0"), "'x0' is not real"),
    (lambda shop: shop.set_clock(now=NOON.replace(tzinfo=None)), "is in no time zone"),
    (lambda shop: shop.set_clock("auto", now=NOON - timedelta(days=9000)), "does not go back"),
    (lambda shop: shop.set_clock(now=NOON.replace(year=2200)), "does not match"),
]


@pytest.mark.parametrize(("use", "words"), WRONG)
def test_time_that_cannot_be_is_refused_and_nothing_changes(
    shop: MockWorkspace, client: Client, use: Callable[[MockWorkspace], Any], words: str
) -> None:
    client.create()
    before = shop.clock, shop.jobs
    with pytest.raises(ValueError, match=words):
        use(shop)
    assert before == (shop.clock, shop.jobs)


@pytest.mark.parametrize("span", ["1", timedelta(hours=1), True, None])
def test_a_span_that_is_no_number_is_said_to_be_none(shop: MockWorkspace, span: Any) -> None:
    with pytest.raises(TypeError, match="by a number of seconds, and not by"):
        shop.advance(span)
    with pytest.raises(TypeError, match="now is a datetime, and not"):
        shop.set_clock(now=span)


def test_a_real_clock_is_not_advanced(shop: MockWorkspace, client: Client) -> None:
    job = client.create()
    shop.set_clock("x0.001")
    for use in (lambda: shop.advance(1), lambda: shop.advance(to="idle"), lambda: shop.sleep(1)):
        with pytest.raises(ControlError, match="is real and follows the wall; set its mode to"):
            use()
    assert [(job, "queued")] == [(row.id, row.state) for row in shop.jobs]


def test_one_real_clock_keeps_all_from_being_advanced() -> None:
    with MockServer(clock="manual") as server:
        manual, real = server.uwear.workspace(), server.uwear.workspace(clock="real")
        before = manual.now
        with pytest.raises(ControlError, match=f"workspace {real.id} is real"):
            server.advance(hours=1)
        assert before == manual.now


def test_now_moves_on_to_an_instant_and_fires_what_falls_due(
    shop: MockWorkspace, client: Client
) -> None:
    client.create()
    clock = shop.set_clock(now=NOON)
    assert (NOON, NOON.timestamp(), "manual") == (clock.now, clock.unix, clock.mode)
    assert ["completed"] == [job.state for job in shop.jobs]
    assert NOON == shop.now


def test_a_clock_of_a_rate_follows_the_wall_at_that_rate(shop: MockWorkspace) -> None:
    before = shop.set_clock("x1000000")
    assert ("real", 1_000_000.0) == (before.mode, before.rate)
    while shop.now - before.now < timedelta(seconds=1):
        pass
    assert shop.set_clock("manual").now == shop.now


def test_all_workspaces_move_together_and_later_ones_start_as_told() -> None:
    with MockServer(clock="manual") as server:
        shops = [server.uwear.default, *(server.uwear.workspace(now=NOON) for _ in range(2))]
        jobs = [Client(shop).create() for shop in shops[1:]]
        before = [shop.now for shop in shops]
        fired = server.advance(minutes=10)
        assert [timedelta(minutes=10)] * 3 == [
            shop.now - then for shop, then in zip(shops, before, strict=True)
        ]
        assert [(shop.id, job) for shop, job in zip(shops[1:], jobs, strict=True)] == [
            (event.workspace, event.subject) for event in fired if event.what == "job.end"
        ]
        assert ("real", 60.0) == (server.set_clock("x60").mode, server.clock.rate)
        assert {("real", 60.0)} == {(shop.clock.mode, shop.clock.rate) for shop in shops}
        later = server.uwear.workspace().clock
        assert ("real", 60.0) == (later.mode, later.rate)


def test_all_clocks_go_back_for_nobody() -> None:
    with MockServer(clock="manual") as server:
        ahead = server.uwear.workspace(now=NOON)
        before = server.clock.now
        with pytest.raises(ControlError, match=f"does not go back: .* in workspace {ahead.id}"):
            server.set_clock("auto", now=NOON - timedelta(seconds=1))
        assert (before, "manual") == (server.clock.now, server.uwear.workspace().clock.mode)


@pytest.mark.parametrize("clock", ["manual", "auto"])
def test_sleep_stands_in_for_the_sleep_of_a_client_that_polls(
    world: MockServer, clock: str
) -> None:
    with world.uwear.workspace(clock=clock) as shop:
        client = Client(shop)
        seen = client.poll(client.create(), shop.sleep)
        assert "Done" == seen[-1]
        assert len(seen) > 1


def test_an_unmodified_client_needs_as_many_polls_as_its_job_has_phases(world: MockServer) -> None:
    with world.uwear.workspace(clock="auto") as shop, receiving() as receiver:
        client, slept = Client(shop), list[float]()
        job = client.create(webhook_url=receiver.url)
        seen = client.poll(job, slept.append)
        phases = {"job.start", "job.end"}
        assert (len(phases), [2.0]) == (len(seen), slept)
        assert ["completed"] == [row.state for row in shop.jobs]
        shop.advance(0)
        assert 1 == len(receiver.received)
