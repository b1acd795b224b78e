"""The shape of every status of every operation, judged on all that the run was answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from dressform.checks.errors import Mismatch, NotTried
from dressform.checks.exchange import Exchange
from dressform.checks.judging import Judge
from dressform.checks.suite import Check, Suite, made


@dataclass(frozen=True)
class Shape:
    """One documented status of an operation."""

    operation: str
    status: int

    def judge(self, exchanges: list[Exchange]) -> None:
        """Hold every such answer of the run to the document; the worst finding is told."""
        seen = [e for e in exchanges if (e.operation, e.status) == (self.operation, self.status)]
        if not seen:
            raise NotTried("no request of this run was answered so")
        found = [(finding, e) for e in seen for finding in e.findings]
        if found:
            grades = ("documented", "observed", "inferred")
            worst, exchange = min(found, key=lambda pair: grades.index(pair[0].evidence))
            raise Mismatch(
                f"{exchange.method} {exchange.path} answered {exchange.status}, but {worst.message}",
                evidence=worst.evidence,
                source=worst.source,
                exchange=exchange,
            )


def shapes(suite: Suite) -> Iterator[Check]:
    """A check for each status of each operation."""
    judge = Judge(suite.contract)
    for operation in suite.contract.operations.values():
        for status in sorted(operation.responses):
            shown = (operation.id, status)
            showing = [c for c in suite.checks.values() if shown in c.shows]
            shape, grade = Shape(operation.id, status), judge.grade(operation, status)
            yield made(
                f"{suite.slug}.shapes.{operation.id}_{status}",
                shape.judge,
                f"A {status} of {operation.method} {operation.path} has the documented headers and body.",
                source=grade.source,
                evidence=grade.evidence,
                lean=any(c.lean for c in showing) or not showing,
                follows=_cheapest(showing),
                last=True,
            )
    yield made(
        f"{suite.slug}.shapes.every_status_is_documented",
        _Statuses(suite).judge,
        "No operation answers with a status that its document does not have.",
        source="the OpenAPI document of the vendor",
        evidence="inferred",
        last=True,
    )


def _cheapest(checks: list[Check]) -> tuple[str, ...]:
    """The check that provokes an answer at the lowest price, lean ones first."""
    best = min(checks, key=lambda c: (not c.lean, c.cost), default=None)
    return () if best is None else (best.id,)


@dataclass(frozen=True)
class _Statuses:
    suite: Suite

    def judge(self, exchanges: list[Exchange]) -> None:
        for exchange in exchanges:
            operation = self.suite.contract.operations.get(exchange.operation)
            if operation and exchange.status and exchange.status not in operation.responses:
                message = f"{exchange.line}: not a documented status; {exchange.answer[:200]}"
                raise Mismatch(message, exchange=exchange)
