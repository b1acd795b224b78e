"""In a coroutine nothing is stuck: a receiver on the same event loop answers while a twin waits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from dressform import MockServer, MockWorkspace
from tests.mock.client import Client, receiving_here


async def end_by_advance(shop: MockWorkspace, job: int) -> None:
    await shop.aadvance(hours=1)


async def end_by_sleep(shop: MockWorkspace, job: int) -> None:
    await shop.asleep(3600)


async def end_by_idle(shop: MockWorkspace, job: int) -> None:
    await shop.aadvance(to="idle")


async def end_by_clock(shop: MockWorkspace, job: int) -> None:
    await shop.aset_clock(now=await shop.anow() + timedelta(hours=1))


async def end_by_finish(shop: MockWorkspace, job: int) -> None:
    await shop.afinish(job)


async def end_by_fail(shop: MockWorkspace, job: int) -> None:
    await shop.afail(job, error="too dark")


async def end_by_cancel(shop: MockWorkspace, job: int) -> None:
    await shop.acancel(job)


async def end_by_expire(shop: MockWorkspace, job: int) -> None:
    await shop.aexpire(job)


WAYS = [
    end_by_advance,
    end_by_sleep,
    end_by_idle,
    end_by_clock,
    end_by_finish,
    end_by_fail,
    end_by_cancel,
    end_by_expire,
]


@pytest.mark.parametrize("end", WAYS)
def test_a_receiver_on_the_tests_own_loop_has_answered_when_the_twin_returns(
    shop: MockWorkspace, end: Callable[[MockWorkspace, int], Awaitable[None]]
) -> None:
    async def story() -> None:
        async with asyncio.timeout(20), receiving_here() as hook:
            job = await asyncio.to_thread(Client(shop).create, webhook_url=hook.url)
            await end(shop, job)
            (delivery,) = await shop.adeliveries()
            assert (1, [200]) == (len(hook.bodies), [a.status for a in delivery.attempts])

    asyncio.run(story())


def test_a_webhook_is_sent_again_to_a_receiver_on_the_tests_own_loop(shop: MockWorkspace) -> None:
    async def story() -> None:
        async with asyncio.timeout(20), receiving_here() as hook:
            job = await asyncio.to_thread(Client(shop).create, webhook_url=hook.url)
            await shop.afinish(job)
            (delivery,) = await shop.adeliveries()
            again = await shop.aresend(delivery)
            assert (2, 2) == (len(hook.bodies), len(again.attempts))

    asyncio.run(story())


def test_a_snapshot_waits_for_a_webhook_in_the_air(shop: MockWorkspace) -> None:
    async def story() -> None:
        async with asyncio.timeout(20), receiving_here() as hook:
            job = await asyncio.to_thread(Client(shop).create, webhook_url=hook.url)
            hook.open.clear()
            ending = asyncio.create_task(shop.afinish(job))
            await hook.rang.wait()
            keeping = asyncio.create_task(shop.asnapshot())
            await shop.anow()  # an order that came later is done, and the snapshot is not
            assert not keeping.done()
            hook.open.set()
            await ending
            fork = await shop.afork(await keeping)
            (delivery,) = await fork.adeliveries()
            assert ("delivered", 1) == (delivery.state, len(hook.bodies))

    asyncio.run(story())


def test_every_workspace_advances_with_receivers_on_the_tests_own_loop() -> None:
    async def story() -> None:
        async with (
            asyncio.timeout(20),
            MockServer(clock="manual") as server,
            receiving_here() as hook,
        ):
            for _ in range(3):
                shop = await server.uwear.aworkspace(webhook_url=hook.url)
                await asyncio.to_thread(Client(shop).create, webhook_url=hook.url)
            await server.aadvance(minutes=10)
            assert len(hook.bodies) == 3

    asyncio.run(story())


def test_looking_needs_no_twin_in_a_coroutine(shop: MockWorkspace) -> None:
    async def story() -> None:
        job = await asyncio.to_thread(Client(shop).create)
        assert [job] == [row.id for row in shop.jobs]
        assert 999 == shop.credits == shop.ledger[-1].balance == await shop.acredits()
        assert len(shop.requests) == len(await shop.arequests()) == 1
        assert shop.now == await shop.anow()
        assert [] == shop.deliveries == shop.lint() == shop.snapshots == shop.faults

    asyncio.run(story())


def test_what_is_refused_in_a_coroutine_has_changed_nothing(shop: MockWorkspace) -> None:
    async def story() -> None:
        job = await asyncio.to_thread(Client(shop).create)
        before = shop.now, shop.jobs
        for refused in (shop.advance, shop.snapshot, lambda: shop.finish(job), shop.fork):
            with pytest.raises(RuntimeError, match="inside a coroutine, `await` its twin a"):
                refused()
        assert before == (shop.now, shop.jobs)

    asyncio.run(story())


def test_a_twin_that_is_cancelled_lets_go_and_the_workspace_goes_on(shop: MockWorkspace) -> None:
    async def story() -> None:
        async with asyncio.timeout(20), receiving_here() as hook:
            job = await asyncio.to_thread(Client(shop).create, webhook_url=hook.url)
            hook.open.clear()
            ending = asyncio.create_task(shop.afinish(job))
            await hook.rang.wait()
            ending.cancel()
            hook.open.set()
            with pytest.raises(asyncio.CancelledError):
                await ending
            await shop.aadvance(to="idle")
            assert [row.state for row in await shop.adeliveries()] == ["delivered"]

    asyncio.run(story())


def test_a_workspace_a_fault_and_a_server_are_left_by_async_with() -> None:
    async def story() -> None:
        async with MockServer() as server:
            async with await server.uwear.aworkspace() as shop:
                async with await shop.afault("stuck") as fault:
                    assert [fault.id] == [row.id for row in await shop.afaults()]
                assert [] == await shop.afaults()
            assert ["default"] == [each.id for each in await server.uwear.aworkspaces()]
        with pytest.raises(RuntimeError, match="the server does not run"):
            await server.aclock()

    asyncio.run(story())
