"""A webhook is attempted again at other times, or after other answers."""

from dataclasses import dataclass, replace

from dressform.engine.clock import SECOND
from dressform.vendor import Vendor
from tests.deviations.alterations.registry import alteration


@alteration("retries")
@dataclass(frozen=True, kw_only=True)
class OtherRetries:
    """`seconds` after each failed attempt; statuses (`204`, `4xx`, `any`) that are `acknowledged`
    besides the usual ones, and such that are `not_acknowledged` though usual.
    """

    seconds: list[float] | None = None
    acknowledged: list[int | str] | None = None
    not_acknowledged: list[int | str] | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        if self == type(self)():
            raise ValueError("it takes seconds, acknowledged or not_acknowledged")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that repeats so."""
        rules = vendor.rules

        def acknowledges(status: int) -> bool:
            usual = rules.acknowledges(status) or _among(status, self.acknowledged)
            return usual and not _among(status, self.not_acknowledged)

        backoff = rules.backoff
        if self.seconds is not None:
            backoff = tuple(round(seconds * SECOND) for seconds in self.seconds)
        return replace(vendor, rules=replace(rules, backoff=backoff, acknowledges=acknowledges))


def _among(status: int, statuses: list[int | str] | None) -> bool:
    named = {str(each) for each in statuses or ()}
    return bool(named & {"any", str(status), f"{status // 100}xx"})
