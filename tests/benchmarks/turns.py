"""Cases that take turns, so that what disturbs the machine for a while disturbs them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import CONNECTIONS, Request, load
from tests.benchmarks.process import Served

ROUNDS = 5

_LONGEST, _SHORTEST = 1.0, 0.1
"""Seconds that a case may have in one round."""


@dataclass(frozen=True)
class Case:
    """A request that a server is asked over and over."""

    name: str
    server: Served
    request: Request
    connections: int = CONNECTIONS


@dataclass(frozen=True)
class Burst:
    """What came of one round: requests a second, milliseconds, microseconds of CPU a request, and how
    much of its core the server had.
    """

    rate: float
    p50: float
    p99: float
    cpu: float
    busy: float


Found = dict[str, list[Burst]]
"""By the names of the cases, round by round."""


def take_turns(cases: Sequence[Case], seconds: float) -> Found:
    """Measure them all, in about so many seconds, after one round that does not count."""
    each = min(_LONGEST, max(_SHORTEST, seconds / len(cases) / (ROUNDS + 1)))
    found: Found = {case.name: [] for case in cases}
    for number in range(ROUNDS + 1):
        for case in cases:
            measured = burst(case, each)
            if number > 0:
                found[case.name].append(measured)
    return found


def burst(case: Case, seconds: float) -> Burst:
    """One case, once."""
    before = case.server.cpu
    measured = load(case.server.port, [case.request], seconds=seconds, connections=case.connections)
    spent = case.server.cpu - before
    return Burst(
        rate=measured.rate,
        p50=measured.percentile(50),
        p99=measured.percentile(99),
        cpu=spent / measured.count * 1e6,
        busy=spent / measured.seconds,
    )


def middle(bursts: Sequence[Burst]) -> Burst:
    """The median of each number."""
    return Burst(*(median(getattr(b, name) for b in bursts) for name in Burst.__match_args__))


def by_rate(ours: Sequence[Burst], theirs: Sequence[Burst]) -> float:
    """How many times as many requests a second as theirs, in the middle of the rounds."""
    return median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))


def by_cpu(ours: Sequence[Burst], theirs: Sequence[Burst]) -> float:
    """How many times as many requests as theirs for the same CPU."""
    return median(b.cpu / a.cpu for a, b in zip(ours, theirs, strict=True))
