"""A refusal carries facts, and the module's docstring draws all of them."""

import re

from dressform.engine import errors
from dressform.engine.errors import OutOfCredits, RateLimited, Refused


def test_docstring_draws_every_refusal_there_is() -> None:
    drawn = re.findall(r"^ *[*-] (\w+)$", errors.__doc__ or "", re.MULTILINE)

    assert [Refused.__name__, *(kind.__name__ for kind in Refused.__subclasses__())] == drawn


def test_refusal_is_no_mistake_of_the_caller() -> None:
    """A `ValueError` is; whoever catches one must not swallow the other."""
    assert not issubclass(Refused, ValueError)


def test_refusals_of_equal_facts_are_equal_and_show_their_facts() -> None:
    refusal = OutOfCredits(required=5, available=3)

    assert OutOfCredits(required=5, available=3) == refusal
    assert OutOfCredits(required=5, available=4) != refusal
    assert "OutOfCredits(required=5, available=3, fault=None)" == repr(refusal)
    assert "RateLimited(limit=1, retry_after=2)" == repr(RateLimited(1, 2))
