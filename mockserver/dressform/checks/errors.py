"""How a check can end other than well.

    Mismatch       a promise is not kept: broken or drift, by its evidence
    Undecided      nobody can say: inconclusive
      OutOfBudget    to find out would cost more than is left
      NoAnswer       the network, not the deployment, had the last word
    NotTried       this target cannot show it: skipped
    Unusable       nothing can be checked there at all

What says "undecided" must get past every `except Exception` between a check and its runner, above
all past Hypothesis, which would go on to look for a smaller example: hence `BaseException`.
"""

from typing import TYPE_CHECKING

from dressform.checks.verdicts import Evidence

if TYPE_CHECKING:
    from dressform.checks.exchange import Exchange


class Mismatch(AssertionError):
    """The deployment does not do what is promised. `evidence` and `source` replace those of the
    check where this one promise is less sure, or stands elsewhere; `exchange` is what shows it,
    unless it is the last one of the check.
    """

    def __init__(
        self,
        message: str,
        *,
        evidence: Evidence | None = None,
        source: str | None = None,
        exchange: "Exchange | None" = None,
    ) -> None:
        super().__init__(message)
        self.evidence = evidence
        self.source = source
        self.exchange = exchange


class Undecided(BaseException):
    """What is promised could not be put to the test; says why in one line."""


class OutOfBudget(Undecided):
    """The next call could cost more than may still be spent."""


class NoAnswer(Undecided):
    """The connection failed, broke off or stayed silent."""


class NotTried(BaseException):
    """What is promised cannot be put to the test on such a target; says why in one line."""


class Unusable(Exception):
    """The target cannot be checked; says why in one line."""
