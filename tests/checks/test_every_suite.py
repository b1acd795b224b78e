"""What holds for the suite of every vendor, on an honest simulator."""

import pytest

from dressform.checks import Outcome, Report, Verdict
from dressform.checks.derived import suite_of
from dressform.checks.embedded import run
from dressform.checks.suite import vendors
from dressform.vendors import SLUGS

_EXAMPLES = 3


@pytest.fixture(scope="module", params=SLUGS)
def full(request: pytest.FixtureRequest) -> Report:
    """The whole suite of a vendor, with a few generated requests."""
    return run(request.param, examples=_EXAMPLES)


@pytest.fixture(scope="module", params=SLUGS)
def lean(request: pytest.FixtureRequest) -> Report:
    """What a deployment that is paid for is checked with."""
    return run(request.param, lean=True, seed=1)


def test_every_vendor_has_a_suite() -> None:
    assert sorted(SLUGS) == vendors()


def test_an_honest_simulator_raises_no_alarm(full: Report) -> None:
    assert [] == _told(full, Verdict.BROKEN, Verdict.DRIFT, Verdict.INCONCLUSIVE)
    assert 0 == full.exit_status
    assert [] == full.left_behind


def test_what_is_skipped_on_a_simulator_cannot_be_provoked(full: Report) -> None:
    reasons = {o.reason for o in full.outcomes if o.verdict is Verdict.SKIPPED}
    assert reasons <= {
        "no request of this run was answered so",
        "no such request can be thought of",
    }
    assert [] == [
        o.check
        for o in full.outcomes
        if o.verdict is Verdict.SKIPPED and ".shapes." in o.check and not o.check.endswith("_413")
    ]


def test_no_check_can_cost_more_than_it_says(full: Report) -> None:
    checks = suite_of(full.vendor).checks
    dear = {
        outcome.check: (outcome.worst, checks[outcome.check].cost)
        for outcome in full.outcomes
        if outcome.worst > _most(outcome)
    }
    assert {} == dear


def test_every_check_says_what_is_promised_and_where_that_stands(full: Report) -> None:
    for check in suite_of(full.vendor).checks.values():
        assert check.promise.endswith("."), check.id
        assert check.source, check.id
        assert check.evidence in {"documented", "observed", "inferred"}, check.id


def test_the_lean_suite_is_cheap(lean: Report) -> None:
    cheapest = suite_of(lean.vendor).terms.cheapest
    assert lean.calls < 120
    assert lean.spent < 25 * cheapest or lean.spent == cheapest == 0
    assert [] == _told(lean, Verdict.BROKEN, Verdict.DRIFT, Verdict.INCONCLUSIVE)


def _most(outcome: Outcome) -> int:
    """What a check may reserve: the last generated request of a kind is sent once more to be shown."""
    check = suite_of(outcome.check.partition(".")[0]).checks[outcome.check]
    steps = 6 if check.name.startswith("chains") else 1
    return check.cost + check.each * _EXAMPLES * steps


def _told(report: Report, *verdicts: Verdict) -> list[str]:
    return [f"{o.check}: {o.reason}" for o in report.outcomes if o.verdict in verdicts]
