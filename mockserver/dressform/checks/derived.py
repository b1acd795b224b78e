"""The checks that follow from a vendor's documents: nobody has to write them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dressform.checks.credentials import credentials
from dressform.checks.errors import Mismatch
from dressform.checks.exchange import Exchange
from dressform.checks.limits import limits
from dressform.checks.properties import properties
from dressform.checks.refusals import refusals
from dressform.checks.shapes import shapes
from dressform.checks.suite import Check, Suite, load_suite, made


@cache
def suite_of(slug: str) -> Suite:
    """The whole suite of a vendor; `Unusable` where there is none."""
    return load_suite(slug, (refusals, credentials, limits, properties, _billing, shapes))


@dataclass(frozen=True)
class _Refusals:
    suite: Suite

    def judge(self, exchanges: list[Exchange]) -> None:
        for exchange in exchanges:
            if 400 <= (exchange.status or 0) < 500 and exchange.spent:
                message = f"{exchange.line}, and it took {exchange.spent} credits"
                raise Mismatch(message, exchange=exchange)


def _billing(suite: Suite) -> Iterator[Check]:
    if not suite.terms.cheapest:
        return
    yield made(
        f"{suite.slug}.billing.no_refusal_is_charged",
        _Refusals(suite).judge,
        "Of all the requests of the run that were refused, none took any credits.",
        source="vendor-notes, All five",
        evidence="inferred",
        last=True,
        follows=tuple(c.id for c in suite.checks.values() if ".refusals." in c.id and c.lean),
    )
