"""A call costs something else than its price."""

from dataclasses import dataclass
from typing import Any

from dressform.engine.ledger import Ledger
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers


@alteration("charge")
@dataclass(frozen=True, kw_only=True)
class OtherCharge(Asking):
    """Each charge is `factor` times the price, and `plus` so much, never below nothing; it is entered
    `times` times. `overdraft`: nobody is refused for want of credits.
    """

    factor: float = 1
    plus: int = 0
    times: int = 1
    overdraft: bool = False

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if self.times < 0:
            raise ValueError("nothing is charged a negative number of times")
        if (self.factor, self.plus, self.times, self.overdraft) == (1, 0, 1, False):
            raise ValueError("it changes nothing: factor, plus, times and overdraft are as usual")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that charges so."""

        def handle(handler: Handler, call: Call) -> Any:
            real = call.workspace.ledger
            call.workspace.ledger = altered = _Altered(
                real.entries, real.refunded, real.granted, real.counted, real.balance, how=self
            )
            try:
                return handler(call)
            finally:
                real.balance = altered.balance
                call.workspace.ledger = real

        return around_handlers(vendor, self, handle)


class _Altered(Ledger):
    """Stands for a ledger while a call is handled, and writes into it."""

    how: OtherCharge | None = None

    def require(self, credits: int) -> None:
        assert self.how is not None
        if not self.how.overdraft:
            super().require(credits)

    def charge(self, at: int, credits: int, job_id: int | str | None = None) -> int:
        assert self.how is not None
        amount = max(0, round(credits * self.how.factor) + self.how.plus) if credits else 0
        number = super().charge(at, amount if self.how.times else 0, job_id)
        for _ in range(self.how.times - 1):
            self._write(at, "charge", -amount, job_id)
        return number
