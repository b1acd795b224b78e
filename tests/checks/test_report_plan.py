"""A plan tells every call with its worst cost, and what all of it can cost."""

import json

import click

from dressform.checks.reports.plan import Plan, Planned, plan_document, plan_table
from tests.checks.reports_data import HOSTILE

CREATE = ("POST", "/generation", 2)
POLL = ("GET", "/generations/{id}", 0)
BILLING = Planned("uwear.billing.once", "It is paid once.", (CREATE, POLL, POLL), 2)
EXPIRY = Planned("uwear.time.expiry", "URLs expire.", (CREATE,), 3, "time travel")
PLAN = Plan("uwear", "https://api.uwear.test", (BILLING, EXPIRY))


def lines(plan: Plan) -> list[str]:
    """The table without its colours."""
    return click.unstyle(plan_table(plan)).splitlines()


def test_table_lists_each_check_with_its_calls_and_costs() -> None:
    assert [
        "uwear  https://api.uwear.test",
        "  worst  check, and its calls",
        "      2  uwear.billing.once: It is paid once.",
        "      2      POST /generation",
        "      0      GET /generations/{id}  x 2",
        "      3  uwear.time.expiry: URLs expire.  [time travel]",
        "      2      POST /generation",
        "      5  credits at the most, in 4 calls of 2 checks",
    ] == lines(PLAN)


def test_table_warns_of_a_budget_that_may_be_too_small() -> None:
    warning = "A budget of 4 may not be enough: what does not fit is inconclusive."

    assert warning == lines(Plan("uwear", "", (BILLING, EXPIRY), budget=4))[-1]
    assert warning.replace("4", "5") not in lines(Plan("uwear", "", (BILLING, EXPIRY), budget=5))


def test_table_holds_nothing_that_a_terminal_would_obey() -> None:
    planned = Planned(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE, 1),), 1, HOSTILE)

    assert all(line.isprintable() for line in lines(Plan(HOSTILE, HOSTILE, (planned,))))


def test_document_has_every_call() -> None:
    document = json.loads(plan_document([PLAN, Plan("cutx", "https://cutx.test", (), 7)]))
    first, second = document["plans"]
    create = {"method": "POST", "path": "/generation", "worst": 2}
    poll = {"method": "GET", "path": "/generations/{id}", "worst": 0}

    assert (1, 4, 5) == (document["version"], document["calls"], document["worst"])
    assert {
        "check": "uwear.billing.once",
        "promise": "It is paid once.",
        "needs_note": "",
        "worst": 2,
        "calls": [create, poll, poll],
    } == first["checks"][0]
    assert (4, 5, None) == (first["calls"], first["worst"], first["budget"])
    assert {
        "vendor": "cutx",
        "target": "https://cutx.test",
        "budget": 7,
        "calls": 0,
        "worst": 0,
        "checks": [],
    } == second
