"""What a run would do and cost, told before anything is spent. Secrets are to be hidden before."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import click

from dressform.checks.reports.words import counted, plain

Call = tuple[str, str, int]
"""A method, a path, and the most that it can cost, in credits."""


@dataclass(frozen=True)
class Planned:
    """One check before it runs: its calls, and the most that it can cost, in credits.

    `needs_note` says in one line what it needs of the target beyond an account, if anything.
    """

    check: str
    promise: str
    calls: tuple[Call, ...]
    worst: int
    needs_note: str = ""


@dataclass(frozen=True)
class Plan:
    """What would be checked of one vendor; `budget` is in credits, None: without a limit."""

    vendor: str
    target: str
    checks: tuple[Planned, ...]
    budget: int | None = None

    @property
    def worst(self) -> int:
        """The most that all of it can cost, in credits."""
        return sum(planned.worst for planned in self.checks)

    @property
    def calls(self) -> int:
        """How many requests all of it takes."""
        return sum(len(planned.calls) for planned in self.checks)


def plan_table(plan: Plan) -> str:
    """Each check with its worst cost and its calls, equal ones counted, then the totals."""
    lines = [click.style(f"{plain(plan.vendor)}  {plain(plan.target)}", bold=True)]
    lines.append(f"{'worst':>7}  check, and its calls")
    for planned in plan.checks:
        lines += _rows(planned)
    lines.append(
        f"{plan.worst:>7}  credits at the most, in {counted(plan.calls, 'call')} of "
        f"{counted(len(plan.checks), 'check')}"
    )
    if plan.budget is not None and plan.worst > plan.budget:
        lines.append(
            f"A budget of {plan.budget} may not be enough: what does not fit is inconclusive."
        )
    return "\n".join(lines)


def _rows(planned: Planned) -> list[str]:
    needs = f"  [{plain(planned.needs_note)}]" if planned.needs_note else ""
    rows = [f"{planned.worst:>7}  {plain(planned.check)}: {plain(planned.promise)}{needs}"]
    for (method, path, worst), times in Counter(planned.calls).items():
        often = f"  x {times}" if times > 1 else ""
        rows.append(f"{worst:>7}      {plain(method)} {plain(path)}{often}")
    return rows


def plan_document(plans: Sequence[Plan]) -> str:
    """The plans as JSON: `{"version": 1, "calls", "worst", "plans": [...]}`.

    A plan has `vendor`, `target`, `budget` (null without a limit), `calls`, `worst` and `checks`;
    each of these `check`, `promise`, `needs_note`, `worst` and `calls`, a list of
    `{"method", "path", "worst"}`. Costs are in credits.
    """
    document = {
        "version": 1,
        "calls": sum(plan.calls for plan in plans),
        "worst": sum(plan.worst for plan in plans),
        "plans": [
            asdict(plan)
            | {"calls": plan.calls, "worst": plan.worst}
            | {"checks": [_check(planned) for planned in plan.checks]}
            for plan in plans
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _check(planned: Planned) -> dict[str, object]:
    calls = [{"method": m, "path": p, "worst": worst} for m, p, worst in planned.calls]
    return asdict(planned) | {"calls": calls}
