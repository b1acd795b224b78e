"""A workspace's time fires everything at its own moment, and polls need no sleep under `auto`."""

import pytest

from dressform.engine.clock import HOUR, SECOND, Mode
from dressform.engine.jobs import State
from tests.engine.worlds import HOOK, START, deliver, submit, unchanged, world


def test_advancing_tells_what_fired_in_order() -> None:
    workspace = world()
    first = submit(workspace, wait=(3, 3), run=(10, 10))
    second = submit(workspace, wait=(1, 1), run=(12, 12))

    fired = workspace.advance_to(START + HOUR)

    assert [
        (START + 1, "job.start", second.id),
        (START + 3, "job.start", first.id),
        (START + 13, "job.end", second.id),
        (START + 13, "job.end", first.id),
    ] == [(timer.when, timer.what, timer.subject) for timer in fired]
    assert START + HOUR == workspace.now


def test_advancing_in_one_leap_or_in_many_steps_leads_to_the_same_world() -> None:
    leap, steps = world(), world()
    for workspace in (leap, steps):
        for _ in range(5):
            submit(workspace, wait=(0, 3 * SECOND), run=(SECOND, 9 * SECOND))

    leap.advance_to(START + 12 * SECOND)
    for instant in range(START, START + 12 * SECOND + 1, SECOND // 2):
        steps.advance_to(instant)

    assert leap.state() == steps.state()


def test_caller_gets_a_word_in_after_every_timer_before_time_moves_on() -> None:
    """So that webhooks are attempted at their own time, whatever else falls due later."""
    workspace = world()
    submit(workspace, callback=HOOK)
    submit(workspace, wait=(40 * SECOND, 40 * SECOND))

    delivered = {}
    for timer in workspace.run_until(START + HOUR):
        assert timer.when == workspace.now
        if numbers := deliver(workspace):
            delivered[workspace.now - START] = numbers

    assert {32 * SECOND: [1]} == delivered
    assert START + HOUR == workspace.now


def test_announcement_follows_the_end_of_its_job_and_comes_before_what_is_later() -> None:
    workspace = world()
    submit(workspace, callback=HOOK)
    submit(workspace, run=(30 * SECOND + 1, 30 * SECOND + 1))

    fired = workspace.advance_to(START + HOUR)

    assert ["job.end", "delivery.attempt", "job.end"] == [timer.what for timer in fired[2:]]


def test_job_submitted_between_two_timers_takes_its_place_among_them() -> None:
    workspace = world()
    submit(workspace)

    starts = []
    for timer in workspace.run_until(START + 10 * SECOND):
        starts.append(timer.when)
        if len(starts) == 1:
            submit(workspace)

    assert [START + 2 * SECOND, START + 4 * SECOND] == starts


def test_overlapping_advances_fire_everything_once_and_time_stays_where_the_later_one_led() -> None:
    """While one caller awaits a webhook's answer, another may move time further."""
    workspace = world()
    submit(workspace)
    submit(workspace, wait=(2 * HOUR, 2 * HOUR))
    shorter = workspace.run_until(START + HOUR)

    fired = [next(shorter), *workspace.advance_to(START + 3 * HOUR), *shorter]

    assert [1, 3, 2, 4] == [timer.sequence for timer in fired]
    assert START + 3 * HOUR == workspace.now


def test_advance_that_is_given_up_stays_at_the_last_timer_that_fired() -> None:
    workspace = world()
    submit(workspace)

    next(workspace.run_until(START + HOUR))

    assert START + 2 * SECOND == workspace.now
    assert 1 == len(workspace.advance_to(START + HOUR))


def test_advancing_to_the_past_changes_nothing() -> None:
    workspace = world()
    submit(workspace)
    workspace.advance_to(START + SECOND)

    with unchanged(workspace):
        assert [] == workspace.advance_to(START)


def test_poll_of_an_unfinished_job_jumps_to_its_next_transition_under_an_auto_clock() -> None:
    workspace = world(mode="auto")
    job = submit(workspace)

    seen = [(job.state, workspace.now - START)]
    for _ in range(3):
        workspace.observe(job)
        seen.append((job.state, workspace.now - START))

    assert [
        (State.QUEUED, 0),
        (State.PROCESSING, 2 * SECOND),
        (State.COMPLETED, 32 * SECOND),
        (State.COMPLETED, 32 * SECOND),
    ] == seen


def test_poll_jumps_over_nothing_that_falls_due_earlier() -> None:
    workspace = world(mode="auto")
    slow = submit(workspace, wait=(HOUR, HOUR))
    quick = submit(workspace)

    workspace.observe(slow)

    assert (State.PROCESSING, START + HOUR) == (slow.state, slow.updated_at)
    assert (State.COMPLETED, START + 32 * SECOND) == (quick.state, quick.updated_at)


def test_poll_of_one_job_goes_no_further_than_that_job() -> None:
    workspace = world(mode="auto")
    slow = submit(workspace, wait=(HOUR, HOUR))
    quick = submit(workspace)

    workspace.observe(quick)

    assert (State.QUEUED, State.PROCESSING) == (slow.state, quick.state)
    assert START + 2 * SECOND == workspace.now


@pytest.mark.parametrize("mode", ["manual", "real"])
def test_poll_moves_no_other_clock(mode: Mode) -> None:
    workspace = world(mode=mode)
    job = submit(workspace)

    with unchanged(workspace):
        workspace.observe(job)


@pytest.mark.parametrize("end", ["finish", "fail", "forget"])
def test_poll_of_a_job_that_has_nothing_left_to_do_does_not_move_time(end: str) -> None:
    workspace = world(mode="auto")
    job = submit(workspace)
    submit(workspace)
    {
        "finish": workspace.finish,
        "fail": lambda j: workspace.fail(j, "x"),
        "forget": workspace.forget,
    }[end](job)

    with unchanged(workspace):
        workspace.observe(job)
