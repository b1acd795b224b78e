"""Pacing by itself: time waits for webhooks, and moves add up."""

import asyncio

import pytest

from dressform.engine import outbox
from dressform.engine.clock import HOUR, SECOND
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.http.pacing import Pacing
from tests.engine.worlds import HOOK, START, submit, world
from tests.support.pacing import Post, let_run, run_with


def test_time_does_not_go_on_while_a_webhook_is_attempted() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        submit(workspace, callback=HOOK)
        advancing = asyncio.create_task(pacing.advance(workspace, HOUR))
        await post.under_way.wait()
        await let_run()
        assert (workspace.now - START, advancing.done()) == (32 * SECOND, False)
        post.go_on.set()
        fired = [event.timer.what for event in await advancing]
        assert fired == ["job.start", "job.end", "delivery.attempt"]
        assert workspace.now - START == HOUR

    run_with(test)


def test_retries_have_their_virtual_times_in_one_move() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        post.statuses = [500]
        workspace = world()
        submit(workspace, callback=HOOK)
        await pacing.advance_to_idle(workspace)
        waits = [0, 5, 300, 1800, 7200]
        end = 32
        assert [at // SECOND - end for at in post.attempts] == [
            sum(waits[: i + 1]) for i in range(5)
        ]

    run_with(test, open=True)


def test_moves_that_overlap_add_up() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        first = asyncio.create_task(pacing.advance(workspace, 10 * SECOND))
        await post.under_way.wait()
        second = asyncio.create_task(pacing.advance(workspace, 10 * SECOND))
        await let_run()
        post.go_on.set()
        await asyncio.gather(first, second)
        assert workspace.now - START == 20 * SECOND

    run_with(test)


def test_a_webhook_under_way_is_waited_for_before_time_moves() -> None:
    """Also one that a poll set off, which nobody waits for: its retry is not forgotten."""

    async def test(pacing: Pacing, post: Post) -> None:
        post.statuses = [500, 200]
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        workspace.advance_to(workspace.now)
        pacing.catch_up(workspace)
        await post.under_way.wait()
        advancing = asyncio.create_task(pacing.advance_to_next(workspace))
        await let_run()
        assert not advancing.done()
        post.go_on.set()
        assert [event.timer.when - START for event in await advancing] == [5 * SECOND]
        assert post.attempts == [0, 5 * SECOND]

    run_with(test)


def test_no_two_couriers_serve_one_outbox() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        for _ in range(2):
            workspace.finish(submit(workspace, callback=HOOK))
        workspace.advance_to(workspace.now)
        pacing.catch_up(workspace)
        await post.under_way.wait()
        advancing = asyncio.create_task(pacing.advance(workspace, 0))
        pacing.catch_up(workspace)
        await let_run()
        post.go_on.set()
        await advancing
        assert post.attempts == [0, 0]
        assert [delivery.state for delivery in workspace.deliveries.values()] == ["delivered"] * 2

    run_with(test)


def test_who_ceases_to_wait_lets_arrive_what_is_in_the_air_and_stops_time() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        for _ in range(2):
            submit(workspace, callback=HOOK)
        waiting = asyncio.create_task(pacing.advance_to_idle(workspace))
        await post.under_way.wait()
        waiting.cancel()
        await let_run()
        assert waiting.cancelled()
        post.go_on.set()
        await let_run()
        assert [len(each.attempts) for each in workspace.deliveries.values()] == [1, 0]
        assert workspace.now - START == 32 * SECOND
        await pacing.advance_to_idle(workspace)
        assert [each.state for each in workspace.deliveries.values()] == ["delivered"] * 2

    run_with(test)


def test_what_goes_wrong_in_the_engine_is_told_to_who_moves_time() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        def settled(workspace: Workspace, job: Job) -> None:
            raise LookupError(job.id)

        workspace = world(settled=settled)
        submit(workspace)
        with pytest.raises(LookupError):
            await pacing.advance_to_idle(workspace)

    run_with(test)


def test_what_fired_for_a_webhook_that_is_no_longer_kept_is_told_by_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "MAX_SETTLED", 0)

    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        submit(workspace, callback=HOOK)
        *_, last = await pacing.advance_to_idle(workspace)
        assert (last.timer.what, last.subject, last.outcome) == ("delivery.attempt", 1, None)

    run_with(test, open=True)
