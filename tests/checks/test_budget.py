"""Nothing is spent that was not set aside before, from however many threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dressform.checks.budget import Budget
from dressform.checks.errors import OutOfBudget


def test_what_is_reserved_cannot_be_reserved_again() -> None:
    budget = Budget(5)
    budget.reserve(3)
    with pytest.raises(OutOfBudget, match="may cost 3, and 2 of 5 are left"):
        budget.reserve(3)
    assert 2 == budget.left


def test_what_a_call_did_not_cost_is_given_back() -> None:
    budget = Budget(5)
    budget.settle(budget.reserve(5), 2)
    assert (2, 3, 3) == (budget.spent, budget.left, budget.unspent)


def test_the_last_credit_can_be_spent() -> None:
    budget = Budget(1)
    budget.settle(budget.reserve(1), 1)
    assert (1, 0, "") == (budget.spent, budget.left, budget.stopped)


def test_with_a_budget_of_nothing_what_is_free_can_be_had() -> None:
    budget = Budget(0)
    budget.settle(budget.reserve(0), 0)
    with pytest.raises(OutOfBudget):
        budget.reserve(1)


def test_without_a_limit_everything_can_be_had() -> None:
    budget = Budget(None)
    budget.settle(budget.reserve(10**9), 10**9)
    assert (10**9, None, None) == (budget.spent, budget.left, budget.unspent)


def test_a_call_that_was_dearer_than_planned_stops_the_run_and_is_told() -> None:
    budget = Budget(100)
    budget.settle(budget.reserve(2), 3)
    told = "a call cost 3, 2 at the most was expected"
    assert told == budget.stopped
    with pytest.raises(OutOfBudget, match=told):
        budget.reserve(1)
    budget.reserve(0)


def test_a_call_that_was_dearer_stops_the_run_without_a_limit_as_well() -> None:
    budget = Budget(None)
    budget.settle(budget.reserve(2), 3)
    with pytest.raises(OutOfBudget):
        budget.reserve(1)


def test_the_first_reason_to_stop_is_the_one_that_is_told() -> None:
    budget = Budget(9)
    budget.stop("first")
    budget.stop("second")
    assert "first" == budget.stopped


@pytest.mark.parametrize("payers", [[""], ["a"], ["a", "b", "c"]])
def test_threads_at_once_never_overspend(payers: list[str]) -> None:
    budget, refused = Budget(100), []
    start = threading.Barrier(32)

    def spend(number: int) -> None:
        start.wait()
        for _ in range(20):
            try:
                reservation = budget.reserve(3, payers[number % len(payers)])
            except OutOfBudget:
                refused.append(number)
                continue
            assert budget.spent + 3 <= 100
            budget.settle(reservation, 1 + number % 3)

    with ThreadPoolExecutor(32) as pool:
        for future in [pool.submit(spend, number) for number in range(32)]:
            future.result()
    assert 98 <= budget.spent <= 100
    assert refused
    assert 100 - budget.spent == budget.left


def test_of_two_accounts_that_are_held_down_one_pays_at_a_time() -> None:
    budget, paid = Budget(9), []
    mine = [budget.reserve(1, "mine"), budget.reserve(1, "mine")]

    def pay() -> None:
        reservation = budget.reserve(1, "yours")
        paid.append(budget.spent)
        budget.settle(reservation, 1)

    thread = threading.Thread(target=pay)
    thread.start()
    budget.settle(mine.pop(), 1)
    assert [] == paid
    budget.settle(mine.pop(), 1)
    thread.join(10)
    assert [2] == paid


@pytest.mark.parametrize("limit", [None, 9])
def test_nobody_waits_for_what_is_free_or_has_no_limit(limit: int | None) -> None:
    budget = Budget(limit)
    budget.reserve(1, "mine")
    budget.reserve(0, "yours")
    if limit is None:
        budget.reserve(1, "yours")
