"""What a call has cost is read where it stands, and the worst is assumed where it stands nowhere."""

from collections.abc import Callable
from typing import Any

import pytest

from dressform.checks import Account, Answer, Api, Exchange, Report, check, equal
from dressform.checks.budget import Budget
from dressform.checks.errors import NoAnswer, OutOfBudget
from dressform.checks.meters import AnswerMeter, LedgerMeter
from dressform.checks.target import client
from dressform.http.server import Server
from tests.checks.suites import EDIT, generate, judged, reached, reasons, verdicts
from tests.deviations.deviant import serving_deviant
from tests.deviations.trial import made_of

Open = Callable[..., Account]


def answered(status: int, body: bytes = b"{}") -> Answer:
    return Answer(status, {}, body, Exchange("POST", "http://x/", "", {}))


@pytest.mark.parametrize(
    ("told", "cost"),
    [
        (None, 7),
        (answered(200, b'{"cost": 3}'), 3),
        (answered(200, b'{"cost": 9}'), 9),
        (answered(200, b'{"cost": true}'), 7),
        (answered(200, b'{"cost": -1}'), 7),
        (answered(200, b'{"cost": "3"}'), 7),
        (answered(200), 7),
        (answered(200, b"<html>"), 7),
        (answered(500), 7),
        (answered(302), 7),
        (answered(402), 0),
        (answered(404, b'{"cost": 3}'), 0),
    ],
)
def test_elsewhere_the_answer_names_the_price_and_silence_is_the_worst(
    told: Answer | None, cost: int
) -> None:
    assert cost == AnswerMeter("/cost").after(7, told)
    assert (0 if cost == 0 else 7) == AnswerMeter("").after(7, told)


def test_on_a_simulator_the_ledger_says_what_a_call_has_cost(server: Server) -> None:
    run = reached(server)
    for number in (1, 4, 2):
        assert number == generate(run.target.api, num_images=number).exchange.spent
    assert 0 == generate(run.target.api, num_images=0).exchange.spent
    assert 7 == run.finish().spent


def test_calls_at_once_are_charged_with_all_that_they_cost_together(server: Server) -> None:
    run = reached(server)
    poor = run.target.open(credits=5)
    answers = poor.together([lambda: generate(poor)] * 20)
    paid = [answer.exchange.spent for answer in answers if answer.status == 200]
    refused = [answer.exchange.spent for answer in answers if answer.status == 402]
    assert (5, 5) == (len(paid), sum(paid))
    assert [0] * 15 == refused
    assert ("", 5) == (run.target.budget.stopped, run.finish().spent)


def test_a_call_without_the_credential_is_not_expected_to_cost_anything(server: Server) -> None:
    run = reached(server, budget=0)
    api = run.target.api
    assert 401 == api.call("create_generation", body=EDIT, headers={"Authorization": ""}).status
    nobody = client(run.target.place, run.target.asked, None)
    wrong = {"Authorization": "Bearer no-such-key"}
    assert 401 == nobody.call("create_generation", body=EDIT, headers=wrong).status
    run.finish()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer {}"),
        ("authorization", "Bearer {}"),
        ("X-Other", "it is {}!"),
        ("Authorization", "Bearer of-a-session"),
        ("authorization", "Bearer of-a-session"),
    ],
)
def test_a_call_with_whatever_may_be_a_credential_may_cost_its_price(
    server: Server, name: str, value: str
) -> None:
    run = reached(server, budget=0)
    key = run.target.api.headers["Authorization"].removeprefix("Bearer ")
    changed = {"Authorization": ""} | {name: value.format(key)}
    with pytest.raises(OutOfBudget):
        run.target.api.call("create_generation", body=EDIT, headers=changed)
    run.finish()


def test_an_account_opened_under_a_budget_holds_no_more_than_is_left(server: Server) -> None:
    run = reached(server, budget=5)
    assert 5 == credits_of(run.target.api)
    generate(run.target.api, num_images=2)
    assert 3 == credits_of(run.target.open())
    assert 2 == credits_of(run.target.open(credits=2))
    with pytest.raises(OutOfBudget, match="needs an account with 4 credits, and 3 may be spent"):
        run.target.open(credits=4)
    run.finish()


def test_an_account_that_was_opened_before_is_held_down_to_what_is_left(server: Server) -> None:
    run = reached(server, budget=5)
    first, second = run.target.open(), run.target.open()
    generate(first, num_images=4)
    assert 5 == credits_of(second)
    generate(second)
    assert (1, 0, 0) == (credits_of(first), credits_of(second), run.target.budget.left)
    run.finish()


class Orders:
    """A control API that shows an account of `credits`, and keeps what it was told."""

    def __init__(self, credits: int) -> None:
        self.credits = credits
        self.told: list[int] = []

    def order(self, method: str, path: str, body: Any = None) -> Any:
        if method == "PATCH":
            self.credits = body["credits"]
            self.told.append(self.credits)
        return {"credits": self.credits, "items": []}


def test_what_a_call_in_the_air_may_take_is_not_given_back_by_the_next_one() -> None:
    orders: Any = Orders(credits=9)
    budget = Budget(5)
    meter = LedgerMeter(orders, "w1", budget)
    budget.reserve(1, meter.payer)
    meter.before(1)
    orders.credits = 8  # in the meantime, by whomever
    budget.reserve(1, meter.payer)
    meter.before(1)
    assert [5] == orders.told


def test_a_mismatch_on_an_account_that_was_held_down_is_inconclusive(server: Server) -> None:
    @check("s", cost=3)
    def balances(open_account: Open) -> None:
        """What a generation costs is gone."""
        first, second = open_account(), open_account()
        before = credits_of(second)
        generate(first)
        generate(second)
        equal("the balance", before - 1, credits_of(second))

    assert {"balances": "pass"} == verdicts(judged(server, balances))
    report = judged(server, balances, budget=5)
    assert {"balances": "inconclusive"} == verdicts(report)
    assert "held down to what is left of the budget" in reasons(report)["balances"]


def dear(*functions: Callable[..., Any], budget: int | None, **charge: Any) -> Report:
    altered = {"kind": "charge", "operation": "create_generation", **charge}
    with serving_deviant(made_of("uwear", altered)) as server:
        return judged(server, *functions, budget=budget)


@check("s", cost=1)
def first(api: Api) -> None:
    """A generation is accepted."""
    generate(api).must_be(200)


@check("s", cost=1)
def second(api: Api) -> None:
    """And another."""
    generate(api).must_be(200)


def test_a_price_that_is_higher_than_planned_stops_the_run_and_is_told() -> None:
    report = dear(first, second, budget=5, plus=1)
    assert {"first": "pass", "second": "inconclusive"} == verdicts(report)
    assert "a call cost 2, 1 at the most was expected" == report.stopped
    assert (2, 3) == (report.spent, report.exit_status)


def test_a_price_above_the_whole_budget_is_not_paid_and_is_told() -> None:
    report = dear(first, second, budget=5, factor=6)
    assert {"first": "inconclusive", "second": "inconclusive"} == verdicts(report)
    assert report.stopped.endswith("answered 402: dearer than the 1 that it may cost at most")
    assert (0, 3) == (report.spent, report.exit_status)


def test_after_silence_an_account_pays_for_nothing_more_where_there_is_a_limit(
    server: Server,
) -> None:
    run = reached(server, budget=5)
    account = run.target.open()
    account.fault("reset", when="after", operation="create_generation", times=1)
    with pytest.raises(NoAnswer):
        generate(account)
    assert (1, 0) == (run.target.budget.spent, credits_of(account))
    with pytest.raises(OutOfBudget, match="got no answer, and may yet be charged"):
        generate(account)
    generate(run.target.open()).must_be(200)
    run.finish()


def test_what_is_charged_after_all_is_counted_and_stops_nobody(server: Server) -> None:
    run = reached(server)
    account = run.target.open()
    account.fault("reset", when="before", operation="create_generation", times=1)
    with pytest.raises(NoAnswer):
        generate(account)
    tenant = server.fronts["uwear"].deployment.tenants[account.row["id"]]
    tenant.workspace.ledger.charge(tenant.workspace.now, 1)
    assert 1 == generate(account).exchange.spent
    assert (2, "") == (run.target.budget.spent, run.target.budget.stopped)
    run.finish()


def test_a_ledger_that_was_set_back_gives_nothing_back(server: Server) -> None:
    run = reached(server)
    account = run.target.open()
    snapshot = account.steer("POST", "snapshots")["id"]
    generate(account, num_images=3)
    account.steer("POST", f"snapshots/{snapshot}/restore")
    generate(account)
    assert 1 == generate(account).exchange.spent
    assert 4 == run.finish().spent


def credits_of(account: Any) -> int:
    balance: int = account.steer("GET", "")["credits"]
    return balance
