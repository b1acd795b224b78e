"""A workspace is plain data: the same calls make the same world, and a saved one goes on."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.clock import DAY, HOUR, MINUTE, SECOND, Clock
from dressform.engine.limits import RollingWindow
from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Endpoint, Workspace
from tests.engine.schedules import STEPS, Step, play
from tests.engine.worlds import HOOK, RULES, START, STEADY, deliver, submit, unchanged, world


def busy(seed: int = 7) -> Workspace:
    """A world in which something of everything is going on: waiting, running, ended, retried."""
    workspace = world(seed=seed, mode="auto")
    workspace.plan = "pro"
    workspace.window = RollingWindow(limit=3, span=MINUTE)
    workspace.window.take(START)
    workspace.daily = RollingWindow(limit=9, span=DAY)
    workspace.uploads.keep(b"\x89PNG")
    spans: dict[str, Any] = {"wait": (SECOND, 9 * SECOND), "run": (SECOND, 90 * SECOND)}
    jobs = [submit(workspace, price=2, callback=HOOK, **spans) for _ in range(9)]
    workspace.plan_fault("duplicate", {}, probability=0.5)
    workspace.plan_fault("stuck", {}, times=2, skip=1)
    submit(workspace, callback=HOOK, in_band=("bad_signature", {}))
    submit(workspace, callback=HOOK)
    workspace.finish(jobs[0])
    workspace.fail(jobs[1], "provider")
    workspace.forget(jobs[2])
    workspace.advance_to(START + 20 * SECOND)
    workspace.attempted(workspace.outbox[0], Attempt(workspace.now, None), refused=True)
    deliver(workspace, 500)
    workspace.advance_to(START + 50 * SECOND)
    workspace.plan_fault("reorder", {}, times=1)
    workspace.fail(submit(workspace, callback=HOOK), "provider")
    return workspace


def test_busy_world_has_something_of_everything() -> None:
    """Else the tests below would promise less than they seem to."""
    empty = {name for name, value in busy().state().items() if not value}

    assert set() == empty
    assert {"queued", "processing"} & {str(job.state) for job in busy().jobs.values()}
    assert {"stuck", None} == {job.fate for job in busy().jobs.values()}
    assert {True, False} == {fault.fired > 0 for fault in busy().faults.planned}
    assert {None, 10} == {fault.job_id for fault in busy().faults.planned}


def test_same_seed_and_same_calls_make_the_same_world() -> None:
    assert busy(seed=7).state() == busy(seed=7).state()


def test_different_seeds_draw_different_ids_and_durations() -> None:
    """The worlds differ by more than the seed that they were given."""
    first, second = busy(seed=7), busy(seed=8)

    assert [job.run_for for job in first.jobs.values()] != [
        job.run_for for job in second.jobs.values()
    ]
    assert first.deliveries[1].id != second.deliveries[1].id
    assert set(first.assets).isdisjoint(second.assets)


def test_state_leaves_out_nothing_but_the_rules_and_is_plain_data() -> None:
    workspace = busy()

    assert set(vars(workspace)) - {"rules"} == set(workspace.state())
    assert workspace.random.getstate() == workspace.state()["random"]


def test_restored_world_is_the_saved_one() -> None:
    workspace = busy()

    restored = Workspace.load(workspace.save(), RULES)

    assert workspace.state() == restored.state()
    assert RULES is restored.rules


def test_saving_changes_nothing() -> None:
    workspace = busy()

    with unchanged(workspace):
        workspace.save()


def test_restored_world_draws_what_the_original_would_have_drawn() -> None:
    original = busy()
    restored = Workspace.load(original.save(), RULES)

    spans: dict[str, Any] = {"wait": (0, HOUR), "run": (0, HOUR)}
    assert submit(original, **spans) == submit(restored, **spans)


def test_workspace_restored_in_place_is_the_saved_one_at_the_saved_time() -> None:
    workspace = busy()
    saved = workspace.save()
    workspace.advance_to(START + 9 * HOUR)
    workspace.faults.clear()
    workspace.endpoint.url = None

    workspace.restore(saved)

    assert busy().state() == workspace.state()


def test_what_is_restored_into_another_workspace_keeps_that_ones_id_and_rules() -> None:
    other = Workspace(
        RULES, id="other", seed=3, clock=Clock(now=START), endpoint=Endpoint(None, "")
    )

    other.restore(busy().save())

    assert busy().state() | {"id": "other"} == other.state()
    assert RULES is other.rules


def test_fork_goes_on_under_its_own_id_exactly_as_the_original_and_apart_from_it() -> None:
    original = busy()
    fork = Workspace.load(original.save(), RULES, id="fork")
    assert original.state() | {"id": "fork"} == fork.state()

    for workspace in (original, fork):
        submit(workspace)
        workspace.advance_to(START + HOUR)

    assert original.state() | {"id": "fork"} == fork.state()


def test_bytes_that_cannot_be_read_restore_nothing() -> None:
    workspace = busy()

    with unchanged(workspace), pytest.raises(pickle.UnpicklingError):
        workspace.restore(b"no snapshot")


@pytest.mark.parametrize("times", [1, 2])
def test_snapshot_and_its_original_share_nothing(times: int) -> None:
    """What happens to one happens to nobody else: not to the bytes, not to a second restoration."""
    original = busy()
    saved = original.save()

    for workspace in [original] * times + [Workspace.load(saved, RULES)] * (times - 1):
        submit(workspace)
        workspace.advance_to(workspace.now + HOUR)
        workspace.endpoint.url = None

    assert busy().state() == Workspace.load(saved, RULES).state()


@STEADY
@given(st.integers(0, 3), st.lists(STEPS, min_size=15, max_size=60), st.integers(0, 60))
def test_world_cut_at_any_point_goes_on_exactly_as_it_would_have(
    seed: int, schedule: list[Step], cut: int
) -> None:
    original = world(seed=seed, mode="auto")
    original.window = RollingWindow(limit=2, span=MINUTE)
    for step in schedule[:cut]:
        play(original, step)
    saved = original.save()
    expected = [play(original, step) for step in schedule[cut:]]

    restored = Workspace.load(saved, RULES)

    assert expected == [play(restored, step) for step in schedule[cut:]]
    assert original.state() == restored.state()
    end = original.state()
    original.restore(saved)
    assert expected == [play(original, step) for step in schedule[cut:]]
    assert end == original.state()


@STEADY
@given(st.integers(0, 3), st.lists(STEPS, min_size=15, max_size=60))
def test_same_seed_and_any_same_calls_make_the_same_world(seed: int, schedule: list[Step]) -> None:
    first, second = world(seed=seed, mode="auto"), world(seed=seed, mode="auto")

    assert [play(first, step) for step in schedule] == [play(second, step) for step in schedule]
    assert first.state() == second.state()


def test_what_there_is_many_of_is_saved_without_the_names_of_its_parts() -> None:
    """They would double the time that a snapshot takes, and the server does nothing else in it."""
    saved = busy().save()
    assert not {name for name in (b"run_for", b"attempts", b"backdrop") if name in saved}
