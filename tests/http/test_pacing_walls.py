"""Pacing by itself: real clocks follow the wall, and what is forgotten stays still."""

import asyncio

from dressform.engine.clock import HOUR, SECOND
from dressform.http.pacing import Pacing
from tests.engine.worlds import HOOK, START, submit, world
from tests.support.pacing import Post, let_run, record_alarms, run_with


def test_what_is_forgotten_sends_nothing_more_and_stands_still() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        submit(workspace, callback=HOOK)
        advancing = asyncio.create_task(pacing.advance(workspace, HOUR))
        await post.under_way.wait()
        pacing.forget(workspace)
        await advancing
        assert workspace.now - START == 32 * SECOND
        post.go_on.set()
        pacing.catch_up(workspace)
        await pacing.advance_to_idle(workspace)
        await let_run()
        assert post.attempts == []

    run_with(test)


def test_what_still_lies_in_the_outbox_of_what_is_forgotten_stays_there() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        for _ in range(2):
            workspace.finish(submit(workspace, callback=HOOK))
        workspace.advance_to(workspace.now)
        settling = asyncio.create_task(pacing.settle(workspace))
        await post.under_way.wait()
        pacing.forget(workspace)
        post.go_on.set()
        await settling
        assert (post.attempts, list(workspace.outbox)) == ([], [1, 2])

    run_with(test)


def test_what_is_forgotten_follows_no_wall() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = record_alarms(pacing)
        workspace = world(mode="real")
        submit(workspace)
        pacing.catch_up(workspace)
        pacing.forget(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [True]
        pacing.catch_up(workspace)
        assert len(alarms) == 1

    run_with(test)


def test_what_is_forgotten_is_kept_by_nothing() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world(mode="real")
        submit(workspace)
        await pacing.settle(workspace)
        pacing.forget(workspace)
        await pacing.settle(workspace)
        assert pacing._paces == {}

    run_with(test)


def test_the_alarm_rings_when_the_next_timer_is_due_by_the_wall() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = record_alarms(pacing)
        workspace = world(mode="real")
        workspace.clock.rate = 4.0
        submit(workspace)
        pacing.catch_up(workspace)
        assert [wait for wait, _ in alarms] == [0.5]
        pacing.catch_up(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [False]
        sooner = submit(workspace, wait=(SECOND, SECOND))
        pacing.catch_up(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [True, False]
        workspace.cancel(sooner)
        pacing.catch_up(workspace)
        assert [alarm.cancelled() for _, alarm in alarms] == [True, True, False]

    run_with(test)


def test_no_alarm_is_set_for_longer_than_an_event_loop_can_wait() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = record_alarms(pacing)
        workspace = world(mode="real")
        workspace.clock.rate = 1e-300
        submit(workspace)
        pacing.catch_up(workspace)
        assert [wait for wait, _ in alarms] == [3600]

    run_with(test)


def test_a_manual_clock_sets_no_alarm() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        alarms = record_alarms(pacing)
        workspace = world()
        submit(workspace)
        pacing.catch_up(workspace)
        assert alarms == []

    run_with(test)


def test_closing_gives_up_what_is_under_way() -> None:
    async def test(pacing: Pacing, post: Post) -> None:
        workspace = world()
        workspace.finish(submit(workspace, callback=HOOK))
        settling = asyncio.create_task(pacing.settle(workspace))
        await post.under_way.wait()
        await pacing.close()
        await settling
        assert (post.attempts, workspace.deliveries[1].state) == ([], "pending")

    run_with(test)
