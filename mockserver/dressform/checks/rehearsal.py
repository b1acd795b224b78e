"""The plan of a run: the run itself, on a simulator of our own, where it costs nothing."""

from collections.abc import Iterable
from dataclasses import replace

from dressform.checks.api import Api, Place
from dressform.checks.budget import Budget
from dressform.checks.clocks import VirtualClock
from dressform.checks.derived import suite_of
from dressform.checks.judging import Judge
from dressform.checks.meters import AnswerMeter
from dressform.checks.pace import Pace
from dressform.checks.redaction import Secrets
from dressform.checks.reports.plan import Plan, Planned
from dressform.checks.run import Run
from dressform.checks.steering import Steering
from dressform.checks.suite import Suite
from dressform.checks.target import Asked, Target, reach
from dressform.checks.transport import Transport
from dressform.checks.verdicts import Outcome, Verdict
from dressform.mock.server import MockServer


def rehearse(
    slug: str, asked: Asked, checks: Iterable[str] = (), *, lean: bool, simulator: bool
) -> Plan:
    """What a run would call, and what it can cost at its worst, without a budget in its way.

    `simulator`: the target has `/_mock`; otherwise the rehearsal does without it, but for time.
    """
    suite = suite_of(slug)
    chosen = suite.chosen(checks, lean=lean)
    outcomes: list[Outcome] = []
    with MockServer(vendors=[slug], seed=asked.seed, clock="manual") as server:
        place = replace(asked, url=getattr(server, slug).facts.base_url, key=None, budget=None)
        if simulator:
            target = reach(place, suite.terms, suite.contract, Secrets())
            Run(suite, target, outcomes.append, _unheard).all(chosen)
        else:
            steering = Steering(server.origin, slug)
            try:
                Run(suite, _as_real(suite, place, steering), outcomes.append, _unheard).all(chosen)
            finally:
                steering.close()
    planned = tuple(_planned(outcome) for outcome in outcomes)
    return Plan(slug, asked.url or "the simulator", planned, asked.budget)


def _unheard(check: str) -> None:
    """Nobody watches a rehearsal."""


def _as_real(suite: Suite, asked: Asked, steering: Steering) -> Target:
    """A target without `/_mock`, as far as a check can see."""
    row = steering.open({"clock": {"mode": "manual"}, "rate_limit": 100_000, "credits": 10_000})
    transport = Transport(Budget(None), Secrets(), timeout=asked.timeout)
    judge, pace = Judge(suite.contract), Pace(None)
    place = Place(asked.url, suite.contract, suite.terms, transport, judge, pace)
    clock = VirtualClock(steering, row["id"])
    headers = suite.terms.credential(row["api_key"])
    api = Api(place, headers, clock, AnswerMeter(suite.terms.charged), ours=False)
    target = Target(place, asked, None, api)
    if asked.stranger_key:
        other = steering.open({"clock": {"mode": "manual"}})
        headers, clock = (
            suite.terms.credential(other["api_key"]),
            VirtualClock(steering, other["id"]),
        )
        meter = AnswerMeter(suite.terms.charged)
        target.strangers.append(Api(place, headers, clock, meter, ours=False))
    return target


def _planned(outcome: Outcome) -> Planned:
    undone = outcome.verdict in {Verdict.SKIPPED, Verdict.INCONCLUSIVE}
    return Planned(
        outcome.check,
        outcome.promise,
        tuple((e.method, e.path, e.worst) for e in outcome.exchanges if e.counted),
        outcome.worst,
        outcome.reason if undone else "",
    )
