"""Properties of every operation, by generated traffic."""

from collections.abc import Iterator
from dataclasses import dataclass

from dressform.checks.answer import Answer
from dressform.checks.errors import Mismatch
from dressform.checks.suite import Check, Suite, made
from dressform.checks.traffic import DEAREST, Traffic
from dressform.contract import Operation

_FINE = frozenset({*range(200, 400), 402, 403, 404, 409, 429, 502})
"""What sound requests may be answered: an account can be poor, a resource can be missing, and a
provider can fail where its document says so.
"""

_REFUSED = frozenset(range(400, 500))


@dataclass(frozen=True)
class Property:
    """What is so for all requests to an operation."""

    operation: Operation

    def takes_what_is_valid(self, traffic: Traffic) -> None:
        """Send sound requests."""
        traffic.valid(self.operation, self._fine)

    def refuses_what_is_not(self, traffic: Traffic) -> None:
        """Send unsound requests."""
        traffic.invalid(self.operation, self._refused)

    def _fine(self, answer: Answer) -> None:
        _no_failure(self.operation, answer)
        if answer.status not in _FINE:
            raise Mismatch(
                f"{answer.what} to a request that its document allows: {answer.excerpt}",
                evidence="inferred",
                exchange=answer.exchange,
            )

    def _refused(self, answer: Answer) -> None:
        _no_failure(self.operation, answer)
        if answer.status not in _REFUSED:
            raise Mismatch(
                f"{answer.what} to a request that its document does not allow: {answer.excerpt}",
                evidence="inferred",
                exchange=answer.exchange,
            )


def _no_failure(operation: Operation | None, answer: Answer) -> None:
    documented = operation.responses if operation is not None else {502: None}
    if answer.status >= 500 and answer.status not in documented:
        raise Mismatch(f"{answer.what}: {answer.excerpt}", exchange=answer.exchange)


def _any(answer: Answer) -> None:
    _no_failure(None, answer)


def _chains(traffic: Traffic) -> None:
    traffic.chains(_any)


def properties(suite: Suite) -> Iterator[Check]:
    """Two properties of each operation, and one of all of them together."""
    for operation in suite.contract.operations.values():
        place, held = f"{operation.method} {operation.path}", Property(operation)
        price = suite.terms.price(operation.id, {})
        dearest = max(suite.terms.cheapest * DEAREST, price) if price else 0
        yield made(
            f"{suite.slug}.properties.{operation.id}_takes_what_is_valid",
            held.takes_what_is_valid,
            f"{place} takes every request that its document allows.",
            source="the OpenAPI document of the vendor",
            evidence="documented",
            lean=False,
            each=dearest,
        )
        if operation.parameters or operation.bodies:
            yield made(
                f"{suite.slug}.properties.{operation.id}_refuses_what_is_not",
                held.refuses_what_is_not,
                f"{place} refuses every request that its document does not allow, and never fails.",
                source="the OpenAPI document of the vendor",
                evidence="documented",
                lean=False,
                each=dearest,
            )
    yield made(
        f"{suite.slug}.properties.chains_of_calls_hold_together",
        _chains,
        "Whatever chain of calls leads there: what was made is found, what was deleted is gone, nothing fails.",
        source="the links of the OpenAPI document of the vendor",
        evidence="documented",
        lean=False,
        each=suite.terms.cheapest * DEAREST,
    )
