"""A fault strikes where, when and as often as it was planned, and shifts nothing else."""

from contextlib import suppress
from typing import Any

import pytest

from dressform.engine.clock import SECOND
from dressform.engine.errors import OutOfCredits
from dressform.engine.faults import Fault, Faults, make_fault
from tests.engine.worlds import START, submit, unchanged, world


def planned(*kinds: str, **matching: Any) -> Faults:
    """Faults of these kinds, numbered from 1, all of them for the same moments."""
    faults = Faults()
    for number, kind in enumerate(kinds, start=1):
        faults.plan(make_fault(kind, {}, id=number, now=START, **matching))
    return faults


def strikes(faults: Faults, times: int, *, seed: int = 7) -> list[bool]:
    """Whether anything strikes at each of so many matches of a `stuck`."""
    return [bool(faults.take("job", "create", START, seed)) for _ in range(times)]


def ids(taken: list[Fault]) -> list[int]:
    return [fault.id for fault in taken]


def test_fault_strikes_for_good_unless_told_otherwise() -> None:
    assert [True] * 5 == strikes(planned("stuck"), 5)


def test_fault_strikes_as_often_as_it_may_and_then_sees_nothing_more() -> None:
    faults = planned("stuck", times=2)

    assert [True, True, False, False] == strikes(faults, 4)
    assert (2, 2, True) == (
        faults.planned[0].seen,
        faults.planned[0].fired,
        faults.planned[0].spent,
    )


def test_fault_lets_matches_pass_first() -> None:
    faults = planned("stuck", skip=2, times=1)

    assert [False, False, True, False] == strikes(faults, 4)
    assert (3, 1) == (faults.planned[0].seen, faults.planned[0].fired)


def test_fault_strikes_at_its_own_stage_only() -> None:
    faults = planned("stuck", "drop", "malformed")

    assert [[1], [2], [3], []] == [
        ids(faults.take(stage, "create", START, 7))
        for stage in ("job", "announce", "answer", "request")
    ]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (None, {"create", "list"}),
        ("create", {"create"}),
        ("media", {"media"}),
        ("other", set()),
    ],
)
def test_fault_strikes_its_operation_or_any_documented_one(
    operation: str | None, expected: set[str]
) -> None:
    faults = planned("malformed", operation=operation)
    asked: list[str | None] = ["create", "list", "media", None]

    assert expected == {one for one in asked if faults.take("answer", one, START, 7)}
    assert len(expected) == faults.planned[0].seen


def test_fault_is_active_from_its_instant_on_and_not_a_microsecond_before() -> None:
    faults = planned("stuck", after=5 * SECOND)
    instants = [START, START + 5 * SECOND - 1, START + 5 * SECOND, START + 6 * SECOND]

    assert [[], [], [1], [1]] == [ids(faults.take("job", "a", now, 7)) for now in instants]
    assert 2 == faults.planned[0].seen


def test_fault_of_one_job_strikes_no_other_and_is_forgotten_once_spent() -> None:
    faults = planned("drop", job_id=3, times=1)
    faults.plan(make_fault("drop", {}, id=2, now=START, times=1))

    assert [[2], [], [1], []] == [
        ids(faults.take("announce", "a", START, 7, job)) for job in (None, 4, 3, 3)
    ]
    assert [2] == ids(faults.planned)


def test_faults_strike_together_the_calls_own_first_then_in_the_order_of_planning() -> None:
    faults = planned("stuck", "provider_error", "stuck")
    own = make_fault("stuck", {}, id=0, now=START)

    with faults.during([own]):
        assert [0, 1, 2, 3] == ids(faults.take("job", "create", START, 7))


def test_faults_of_one_call_are_gone_afterwards_whatever_happened() -> None:
    faults = Faults()

    with suppress(ZeroDivisionError), faults.during([make_fault("stuck", {}, id=0, now=0)]):
        assert [0] == ids([*faults.in_band])
        raise ZeroDivisionError

    assert Faults() == faults


def test_webhook_faults_of_a_call_do_not_strike_before_they_belong_to_a_job() -> None:
    faults = Faults()
    own = [make_fault(kind, {}, id=0, now=0) for kind in ("drop", "bad_signature")]

    with faults.during(own):
        assert [] == [*faults.take("announce", "a", 0, 7), *faults.take("attempt", "a", 0, 7)]


def test_fault_that_is_not_able_does_not_see_the_match() -> None:
    faults = planned("stuck", "provider_error")

    taken = faults.take("job", "create", START, 7, able=lambda fault: fault.kind != "stuck")

    assert [2] == ids(taken)
    assert [0, 1] == [fault.seen for fault in faults.planned]


def test_fault_that_was_removed_strikes_no_more_and_the_others_still_do() -> None:
    faults = planned("stuck", "stuck", "stuck")
    faults.remove(2)

    assert [1, 3] == ids(faults.take("job", "create", START, 7))
    faults.clear()
    assert [] == faults.take("job", "create", START, 7)


def test_removing_a_fault_that_there_is_not_is_a_mistake_and_changes_nothing() -> None:
    faults = planned("stuck")

    with pytest.raises(KeyError):
        faults.remove(2)
    assert [1] == ids(faults.planned)


def test_probability_is_that_of_every_match_and_drawn_from_the_seed() -> None:
    """Of 2,000 matches at 0.3, 600 are expected with a deviation of 20."""
    struck = strikes(planned("stuck", probability=0.3), 2000)

    assert 500 < sum(struck) < 700
    assert struck == strikes(planned("stuck", probability=0.3), 2000)
    assert struck != strikes(planned("stuck", probability=0.3), 2000, seed=8)
    assert [False] * 50 == strikes(planned("stuck", probability=0), 50)


def test_two_faults_of_one_probability_do_not_strike_in_step() -> None:
    faults = planned("stuck", "stuck", probability=0.5)
    struck = [ids(faults.take("job", "create", START, 7)) for _ in range(50)]

    assert {(), (1,), (2,), (1, 2)} == {tuple(taken) for taken in struck}


def test_chance_that_misses_does_not_use_a_fault_up() -> None:
    forever = strikes(planned("stuck", probability=0.3), 200)
    twice = strikes(planned("stuck", probability=0.3, times=2), 200)

    second = [n for n, struck in enumerate(forever) if struck][1]
    assert second > 1
    assert forever[: second + 1] + [False] * (199 - second) == twice


@pytest.mark.parametrize(
    "matching",
    [
        {"times": 0},
        {"times": -1},
        {"probability": 1.01},
        {"probability": -0.01},
        {"probability": float("nan")},
        {"skip": -1},
        {"after": -1},
    ],
    ids=str,
)
def test_fault_that_makes_no_sense_is_a_mistake_and_changes_nothing(
    matching: dict[str, Any],
) -> None:
    workspace = world()

    with unchanged(workspace), pytest.raises(ValueError, match=r"a fault|a probability"):
        workspace.plan_fault("stuck", {}, **matching)


def test_planned_faults_are_numbered_from_one_and_a_refused_one_takes_no_number() -> None:
    workspace = world()
    first = workspace.plan_fault("stuck", {}, operation="create", times=1, after=SECOND)
    with unchanged(workspace), pytest.raises(ValueError, match="no fault"):
        workspace.plan_fault("nonsense", {})
    second = workspace.plan_fault("drop", {})

    assert [first, second] == workspace.faults.planned
    assert (1, 2) == (first.id, second.id)
    assert (START, START + SECOND) == (first.created_at, first.active_from)


def test_planning_a_fault_shifts_no_randomness_of_the_workspace() -> None:
    bent, straight = world(), world()
    bent.plan_fault("stuck", {}, probability=0.5)
    spans: dict[str, Any] = {"wait": (0, 10**9), "run": (0, 10**9)}

    for _ in range(9):
        expected, job = submit(straight, **spans), submit(bent, **spans)
        assert (expected.due, expected.run_for) == (job.due, job.run_for)


def test_charge_fault_refuses_what_costs_something_and_changes_no_credits() -> None:
    workspace = world(credits=10)
    fault = workspace.plan_fault("insufficient_credits", {}, operation="create", times=1)

    workspace.require("other", 4)
    workspace.require("create", 0)
    assert 0 == fault.seen
    with pytest.raises(OutOfCredits) as refused:
        workspace.require("create", 4)
    workspace.require("create", 4)

    assert OutOfCredits(4, 0, "insufficient_credits") == refused.value
    assert (10, 1) == (workspace.ledger.balance, fault.fired)


def test_what_the_balance_does_not_cover_is_refused_without_a_fault() -> None:
    with pytest.raises(OutOfCredits) as refused:
        world(credits=3).require("create", 4)

    assert OutOfCredits(required=4, available=3) == refused.value
