"""A workspace that is closed is gone, and closing it again is no error."""

import asyncio

import pytest

from dressform import ControlError, MockServer, MockWorkspace
from tests.mock.client import Client


def test_a_closed_workspace_is_gone_and_stays_so(world: MockServer) -> None:
    with world.uwear.workspace() as shop:
        assert shop.id in [each.id for each in world.uwear.workspaces]
    assert shop.id not in [each.id for each in world.uwear.workspaces]
    shop.close()
    assert 401 == Client(shop).call("GET", "/cameras").status_code
    for use in (
        lambda: shop.credits,
        lambda: shop.now,
        lambda: shop.advance(1),
        lambda: shop.fault("stuck"),
        lambda: shop.change(credits=1),
        lambda: world.uwear.open(shop.id),
        shop.snapshot,
    ):
        with pytest.raises(ControlError, match=f"no workspace '{shop.id}'; there are: default"):
            use()


def test_a_workspace_is_closed_twice_in_a_coroutine(world: MockServer) -> None:
    async def story() -> None:
        shop = await world.uwear.aworkspace()
        await shop.aclose()
        await shop.aclose()
        assert shop.id not in [each.id for each in await world.uwear.aworkspaces()]

    asyncio.run(story())


def test_what_a_workspace_was_still_to_do_goes_with_it() -> None:
    with MockServer(clock="manual") as server:
        shop = server.uwear.workspace()
        Client(shop).create()
        shop.close()
        assert [] == server.advance(to="idle")


def test_closing_after_a_reset_does_nothing_and_takes_no_other() -> None:
    with MockServer() as server:
        old = server.uwear.workspace()
        server.reset()
        fresh = server.uwear.workspace()
        old.close()
        assert old.id != fresh.id
        assert {"default", fresh.id} == {each.id for each in server.uwear.workspaces}


def test_the_default_workspace_always_exists(world: MockServer) -> None:
    with pytest.raises(ControlError, match="the default workspace always exists"):
        world.uwear.default.close()
    assert "default" == world.uwear.default.id == asyncio.run(_default(world)).id
    assert 200 == Client(world.uwear.default).call("GET", "/cameras").status_code


def test_ending_a_job_takes_its_id_its_text_or_its_row(shop: MockWorkspace) -> None:
    client = Client(shop)
    one, two, three, four = (client.create() for _ in range(4))
    assert "completed" == shop.finish(one).state
    failed = shop.fail(str(two), error="too dark")
    assert ("failed", "too dark") == (failed.state, failed.error)
    assert "canceled" == shop.cancel(shop.jobs[2]).state
    assert "expired" == shop.expire(four).state
    with pytest.raises(ControlError, match=f"no job '99'; the latest are: {four}, {three}"):
        shop.finish(99)
    before = shop.jobs
    with pytest.raises(ControlError, match="Not possible now"):
        shop.fail(one)
    assert before == shop.jobs


async def _default(world: MockServer) -> MockWorkspace:
    return await world.uwear.adefault()
