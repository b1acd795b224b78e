"""Too many requests: every operation that documents 429 answers it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dressform.checks.api import Account
from dressform.checks.judging import Judge
from dressform.checks.samples import example_of
from dressform.checks.suite import Check, Suite, made
from dressform.contract import Operation


@dataclass(frozen=True)
class Limited:
    """An operation that may not be asked for too often."""

    suite: Suite
    operation: Operation

    def ask(self, open_account: Callable[..., Account]) -> None:
        """Ask as somebody whose only request of the minute is used up."""
        account = open_account(rate_limit=1)
        account.call(self.suite.terms.probe, **self.suite.terms.probe_with)
        account.call(self.operation.id, **example_of(self.suite, self.operation)).must_be(429)


def limits(suite: Suite) -> Iterator[Check]:
    """The checks that an operation keeps to the rate limit."""
    judge = Judge(suite.contract)
    for operation in suite.contract.operations.values():
        if 429 in operation.responses:
            grade = judge.grade(operation, 429)
            yield made(
                f"{suite.slug}.limits.{operation.id}_is_limited",
                Limited(suite, operation).ask,
                f"{operation.method} {operation.path} answers 429 once the requests of the minute are used up.",
                source=grade.source,
                evidence=grade.evidence,
                lean=False,
                cost=suite.terms.price(operation.id, example_of(suite, operation).get("body", {})),
                shows=((operation.id, 429),),
            )
