"""Planned misbehaviour: what is to go wrong, when, how often, and which of it strikes now.

A fault is plain data in its workspace. Its chances are drawn from the workspace's seed and its own
counts, so that planning one never shifts the randomness of anything else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import exp
from random import Random
from typing import Any

from msgspec import Struct, field

from dressform.engine.fault_kinds import KINDS, REQUIRED, Kind, Parameter, Stage, completed
from dressform.engine.in_band import parse_in_band

__all__ = [
    "KINDS",
    "REQUIRED",
    "WEBHOOK_STAGES",
    "Fault",
    "Faults",
    "Kind",
    "Parameter",
    "Stage",
    "latency_seconds",
    "make_fault",
    "parse_in_band",
]

WEBHOOK_STAGES: frozenset[Stage] = frozenset({"announce", "attempt"})
"""They come after the call that asked for a job has ended."""

MAX_SPENT = 100
"""Faults of a workspace that are remembered once they have struck as often as they may."""

_MEDIA = "media"
_LONGEST = 600.0


class Fault(Struct, kw_only=True):
    """One planned misbehaviour; instants in microseconds.

    `operation` None stands for any documented operation, `media` for downloads, which None does
    not mean. `item`: in which item of a bulk it came in-band. `times`: how often it may strike, None for good. `skip`: so many matches pass first.
    `probability` is that of each match. `job_id`: only for that job. `seen` counts matches,
    `fired` strikes. The id rises from 1 in the workspace; 0 is one that came in-band.
    """

    id: int
    kind: str
    arguments: dict[str, Any]
    operation: str | None
    times: int | None
    probability: float
    skip: int
    active_from: int
    job_id: int | str | None
    created_at: int
    seen: int = 0
    fired: int = 0
    item: int | None = None

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it may."""
        return self.times is not None and self.fired >= self.times

    def concerns(
        self, stage: Stage, operation: str | None, now: int, job_id: int | str | None
    ) -> bool:
        """Whether it is meant for such a moment, and is neither spent nor still to come."""
        return (
            KINDS[self.kind].stage == stage
            and operation is not None
            and (operation == self.operation or (self.operation is None and operation != _MEDIA))
            and (self.job_id is None or self.job_id == job_id)
            and now >= self.active_from
            and not self.spent
        )

    def strikes(self, seed: int) -> bool:
        """Count one match, and say whether it fires at it."""
        self.seen += 1
        if self.seen <= self.skip:
            return False
        if self.probability < 1 and _random(self, seed).random() >= self.probability:
            return False
        self.fired += 1
        return True


def _always(fault: Fault) -> bool:
    return True


class Faults(Struct):
    """The faults of one workspace: the planned ones, and those of the call being handled."""

    planned: list[Fault] = field(default_factory=list)
    in_band: tuple[Fault, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.planned or self.in_band)

    def plan(self, fault: Fault) -> None:
        """Let it strike from now on, after those that were planned before it.

        Of those that can strike no more the latest are kept, to be looked at.
        """
        spent = [fault.id for fault in self.planned if fault.spent]
        if len(spent) > MAX_SPENT:
            self.remove(spent[0])
        self.planned.append(fault)

    def forget(self, job_id: int | str) -> None:
        """Forget what was planned for a job alone: it has no more moments to strike at."""
        if self.planned and any(fault.job_id is not None for fault in self.planned):
            self.planned = [fault for fault in self.planned if fault.job_id != job_id]

    def remove(self, fault_id: int) -> None:
        """Forget one, or raise `KeyError`."""
        for fault in self.planned:
            if fault.id == fault_id:
                self.planned.remove(fault)
                return
        raise KeyError(fault_id)

    def clear(self) -> None:
        """Forget all that were planned."""
        self.planned.clear()

    @contextmanager
    def during(self, faults: Iterable[Fault]) -> Iterator[None]:
        """Faults that hold for one call only, whatever becomes of it."""
        before, self.in_band = self.in_band, tuple(faults)
        try:
            yield
        finally:
            self.in_band = before

    def take(
        self,
        stage: Stage,
        operation: str | None,
        now: int,
        seed: int,
        job_id: int | str | None = None,
        *,
        able: Callable[[Fault], bool] = _always,
    ) -> list[Fault]:
        """Those that strike now, counted: the call's own first, then in the order of planning.

        One that is not `able` does not see the match. The call's own webhook faults wait until
        they are bound to a job; one bound to a job is forgotten once it is spent.
        """
        if not self:
            return []
        in_band = () if stage in WEBHOOK_STAGES else self.in_band
        struck = [
            fault
            for fault in (*in_band, *self.planned)
            if fault.concerns(stage, operation, now, job_id) and able(fault) and fault.strikes(seed)
        ]
        if any(fault.job_id is not None and fault.spent for fault in struck):
            self.planned = [f for f in self.planned if f.job_id is None or not f.spent]
        return struck


def make_fault(
    kind: str,
    arguments: Mapping[str, Any],
    *,
    id: int,
    now: int,
    operation: str | None = None,
    times: int | None = None,
    probability: float = 1.0,
    skip: int = 0,
    after: int = 0,
    job_id: int | str | None = None,
    item: int | None = None,
) -> Fault:
    """A fault that may strike from `after` microseconds on; `ValueError` says what is wrong."""
    complete = completed(kind, arguments)
    if times is not None and times < 1:
        raise ValueError(f"a fault strikes at least 1 time, not {times}")
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability is from 0 to 1, not {probability}")
    if skip < 0 or after < 0:
        raise ValueError(f"a fault cannot skip {skip} matches or wait {after} microseconds")
    return Fault(
        id=id,
        kind=kind,
        arguments=complete,
        operation=operation,
        times=times,
        probability=probability,
        skip=skip,
        active_from=now + after,
        job_id=job_id,
        created_at=now,
        item=item,
    )


def latency_seconds(fault: Fault, seed: int) -> float:
    """The seconds of the wall by which this strike of a `latency` delays the answer, up to 600."""
    seconds = fault.arguments["seconds"]
    if not isinstance(seconds, dict):
        return float(seconds)
    random = _random(fault, seed, "/latency")
    if seconds["type"] == "uniform":
        drawn = random.uniform(seconds["lower"], seconds["upper"])
    else:
        drawn = seconds["median"] * exp(random.gauss(0, seconds["sigma"]))
    return float(min(drawn, _LONGEST))


def _random(fault: Fault, seed: int, what: str = "") -> Random:
    """The randomness of one match and no other, without a state of its own."""
    return Random(f"{seed}/{fault.id}/{fault.seen}{what}")
