"""`budget=5` on Uwear spends at most 5, by the simulator's own ledgers, whatever goes wrong."""

import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dressform.checks import Account, check
from dressform.checks.embedded import run
from dressform.http.server import Server
from dressform.vendor import Call, Vendor
from dressform.vendors import VENDORS
from tests.checks.suites import Books, generate, judged, watching
from tests.deviations.alterations import make
from tests.support.serving import serving

RUNS = 50
AT_ONCE = 5
BUDGET = 5
CHECKS = ("uwear.generations.*", "uwear.billing.*", "uwear.refusals.*")

PRICES: tuple[dict[str, Any], ...] = (
    {"plus": 1},
    {"plus": 2},
    {"factor": 2},
    {"factor": 3},
    {"factor": 7},
    {"factor": 0.5, "plus": 1},
    {"plus": 4},
)
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reset", {"when": "before"}),
    ("reset", {"when": "after"}),
    ("truncate", {"fraction": 0.5}),
    ("malformed", {}),
    ("latency", {"seconds": 1.4}),
    ("status", {"status": 500}),
)


def dearer(price: dict[str, Any], after: int = 0) -> Vendor:
    """Uwear, but for the prices of generations once so many were asked for. Nobody may overdraw: an
    account that could would be beyond anybody's control.
    """
    usual, name, asked = VENDORS["uwear"], "create_generation", itertools.count()
    wrong = make({"kind": "charge", "operation": name, **price}, usual).alter(usual)

    def handle(call: Call) -> Any:
        return (usual if next(asked) < after else wrong).handlers[name](call)

    return replace(usual, handlers={**usual.handlers, name: handle})


def one_run(seed: int) -> tuple[int, int, str]:
    """What a run has spent, by the ledgers and by its report, and why it stopped."""
    draw = random.Random(seed)
    vendor = dearer(draw.choice(PRICES), after=draw.choice([0, 0, 1, 2, 3]))
    faults = draw.sample(FAULTS, draw.randint(0, 2))
    accounts = iter(range(1000))

    def prepare(workspace: Any) -> None:
        for kind, arguments in faults:
            if next(accounts) % 2 == seed % 2:
                skip = draw.randint(0, 2)
                operation = "create_generation"
                workspace.plan_fault(kind, arguments, operation=operation, times=1, skip=skip)

    with (
        serving(vendors=(vendor,), strict=False) as server,
        watching(server, prepare) as books,
    ):
        report = run(
            "uwear",
            f"{server.origin}/uwear",
            checks=CHECKS,
            budget=BUDGET,
            seed=seed,
            timeout=1.0,
        )
    return books.charged, report.spent, report.stopped


@pytest.mark.parametrize("part", range(AT_ONCE))
def test_never_more_than_the_budget_is_spent(part: int) -> None:
    """Prices of all kinds, dearer from the first call on; the network fails here and there."""
    found = [one_run(seed) for seed in range(part, RUNS, AT_ONCE)]
    assert [] == [charged for charged, *_ in found if charged > BUDGET]
    assert [] == [(charged, told) for charged, told, _ in found if charged > told]
    assert any(stopped for *_, stopped in found)
    assert any(charged for charged, *_ in found)


Open = Callable[..., Account]


@check("s", cost=12, lean=False)
def many_ask_at_once(open_account: Open) -> None:
    """Twelve generations at once, of three accounts."""
    accounts = [open_account() for _ in range(3)]
    start = threading.Barrier(12)

    def ask(number: int) -> int:
        start.wait(10)
        return generate(accounts[number % 3]).status

    accounts[0].together([lambda number=number: ask(number) for number in range(12)])  # type: ignore[misc]


def books_of(server: Server) -> tuple[Books, Any]:
    with watching(server) as books:
        return books, judged(server, many_ask_at_once, budget=BUDGET)


@pytest.mark.parametrize("price", PRICES)
def test_not_even_by_calls_at_once_of_several_accounts(price: dict[str, Any]) -> None:
    with serving(vendors=(dearer(price),), strict=False) as server:
        for _ in range(3):
            books, report = books_of(server)
            assert books.charged <= BUDGET
            assert books.charged == report.spent


def test_as_much_as_the_budget_is_spent_at_once_where_prices_are_as_planned(
    server: Server,
) -> None:
    books, report = books_of(server)
    assert (BUDGET, BUDGET, "") == (books.charged, report.spent, report.stopped)
