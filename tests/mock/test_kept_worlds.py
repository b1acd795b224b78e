"""A snapshot in hand: gone back to, gone on from, and forgotten."""

import asyncio
from typing import Any

import pytest

from dressform import ControlError, MockServer, MockWorkspace
from tests.mock.client import Client
from tests.support.receiver import Receiver


def world_of(shop: MockWorkspace) -> dict[str, Any]:
    """What a snapshot holds, as far as it can be seen."""
    return {
        "now": shop.now,
        "ledger": shop.ledger,
        "jobs": shop.jobs,
        "deliveries": shop.deliveries,
        "faults": shop.faults,
        "plan": (shop.facts.plan, shop.facts.rate_limit, shop.webhook_secret),
    }


def test_a_snapshot_says_what_it_holds_and_is_listed(shop: MockWorkspace, client: Client) -> None:
    client.create()
    one, other = shop.snapshot(), shop.snapshot()
    assert ("uwear", shop.id, shop.now, 1, 999) == (
        one.vendor,
        one.workspace,
        one.at,
        one.jobs,
        one.credits,
    )
    assert [one, other] == shop.snapshots
    shop.delete_snapshot(one)
    assert [other] == shop.snapshots
    with pytest.raises(ControlError, match=f"no snapshot '{one.id}'"):
        shop.delete_snapshot(one.id)
    with pytest.raises(ControlError, match=f"no snapshot '{one.id}'"):
        shop.restore(one)


def test_a_workspace_goes_back_as_often_as_it_is_told_to(
    shop: MockWorkspace, client: Client, receiver: Receiver
) -> None:
    receiver.statuses = [503]
    shop.finish(client.create(webhook_url=receiver.url))
    client.create(webhook_url=receiver.url)
    shop.advance(to="next")
    shop.fault("status", status=503, after=3600)
    snapshot, before = shop.snapshot(), world_of(shop)
    ends = []
    for _ in range(2):
        client.create()
        ends.append(shop.advance(to="idle"))
        shop.change(credits=1, plan="pro", rate_limit=9, webhook_secret="whsec_eA==")
        shop.clear_faults()
        assert before != world_of(shop)
        shop.restore(snapshot)
        assert before == world_of(shop)
    assert ends[0] == ends[1]
    assert {"job.start", "job.end", "delivery.attempt"} == {event.what for event in ends[0]}


def test_id_key_and_journal_stay_when_a_workspace_goes_back(
    shop: MockWorkspace, client: Client
) -> None:
    snapshot = shop.snapshot()
    client.create()
    shop.restore(snapshot.id)
    assert ([], 1) == (shop.jobs, len(shop.requests))
    assert 200 == client.call("GET", "/cameras").status_code


def test_a_fork_goes_on_by_itself(
    world: MockServer, shop: MockWorkspace, client: Client, receiver: Receiver
) -> None:
    client.create(webhook_url=receiver.url)
    with shop.fork(shop.snapshot()) as fork:
        assert world_of(shop) == world_of(fork)
        assert (shop.id, shop.api_key) != (fork.id, fork.api_key)
        assert shop.base_url == fork.base_url
        before = world_of(shop)
        theirs = Client(fork).create()
        fork.advance(to="idle")
        assert (before, 1) == (world_of(shop), len(receiver.received))
        assert theirs == client.create()
        assert (2, []) == (len(fork.jobs), fork.snapshots)
        shop.advance(to="idle")
        assert 2 == len(receiver.received)
        assert fork.id in [each.id for each in world.uwear.workspaces]


def test_a_fork_of_now_needs_no_snapshot_and_leaves_none(
    shop: MockWorkspace, client: Client
) -> None:
    client.create()
    with shop.fork() as fork, fork.fork() as child:
        assert world_of(shop) == world_of(fork) == world_of(child)
        assert 3 == len({shop.api_key, fork.api_key, child.api_key})
        child.advance(to="idle")
        assert world_of(shop) == world_of(fork) != world_of(child)
        assert [] == shop.snapshots == fork.snapshots == child.snapshots


def test_a_fork_of_now_that_is_awaited_leaves_no_snapshot_either(shop: MockWorkspace) -> None:
    async def story() -> None:
        async with await shop.afork() as fork:
            assert [] == await shop.asnapshots() == await fork.asnapshots()

    asyncio.run(story())


def test_a_snapshot_may_be_restored_into_another_workspace_of_the_vendor(
    world: MockServer, shop: MockWorkspace, client: Client
) -> None:
    client.create()
    snapshot = shop.snapshot()
    with world.uwear.workspace(credits=1, clock="auto") as other:
        key = other.api_key
        other.restore(snapshot)
        assert (world_of(shop), key) == (world_of(other), other.api_key)
        assert 200 == Client(other).call("GET", "/cameras").status_code
    assert [snapshot] == shop.snapshots


def test_a_snapshot_is_forgotten_with_its_workspace(world: MockServer, shop: MockWorkspace) -> None:
    with world.uwear.workspace() as other:
        snapshot = other.snapshot()
    with pytest.raises(ControlError, match=f"no snapshot '{snapshot.id}'"):
        shop.restore(snapshot)


@pytest.mark.parametrize("clock", ["real", "x60"])
def test_a_clock_that_follows_the_wall_goes_back_too(
    world: MockServer, shop: MockWorkspace, client: Client, clock: str
) -> None:
    job = client.create()
    snapshot = shop.snapshot()
    shop.advance(days=1)
    shop.set_clock(clock)
    shop.restore(snapshot)
    assert (snapshot.at, "manual") == (shop.now, shop.clock.mode)
    shop.set_clock("x1000000")
    real = shop.snapshot()
    shop.set_clock("manual")
    shop.restore(real)
    assert "real" == shop.clock.mode
    while [(job, "completed")] != [(row.id, row.state) for row in shop.jobs]:
        pass
