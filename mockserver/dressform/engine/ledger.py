"""Credits: an append-only list of grants, charges and refunds."""

from typing import Literal

from msgspec import Struct, field

from dressform.engine.errors import OutOfCredits
from dressform.engine.log import Log

Kind = Literal["grant", "charge", "refund"]


class Entry(Struct, frozen=True, gc=False):
    """One movement of credits. `amount` is signed, so that the balance is the sum of amounts."""

    at: int
    kind: Kind
    amount: int
    job_id: int | str | None
    balance: int


class Ledger(Struct):
    """What was granted, charged and given back. The `balance` is the sum of it, and never below zero.

    `granted` is the sum of all grants; the keys of `refunded` are the numbers of charges. Where
    credits are not `counted` everything can be afforded, until some are granted.
    """

    entries: Log[Entry] = field(default_factory=Log)
    refunded: dict[int, None] = field(default_factory=dict)
    granted: int = 0
    counted: bool = True
    balance: int = 0

    def require(self, credits: int) -> None:
        """Refuse with `OutOfCredits` unless the balance covers `credits`."""
        if self.counted and credits > self.balance:
            raise OutOfCredits(required=credits, available=self.balance)

    def grant(self, at: int, credits: int) -> None:
        """Add credits, or take some away by a negative number; never below zero."""
        if self.balance + credits < 0:
            raise ValueError(f"cannot take {-credits} credits from {self.balance}")
        self.granted += credits
        self.counted = True
        self._write(at, "grant", credits, None)

    def charge(self, at: int, credits: int, job_id: int | str | None = None) -> int:
        """Take `credits` or refuse; returns the charge's number, by which it can be refunded."""
        if credits < 0:
            raise ValueError(f"cannot charge {credits} credits")
        self.require(credits)
        self._write(at, "charge", -credits, job_id)
        return len(self.entries) - 1

    def refund(self, at: int, charge: int, credits: int | None = None) -> None:
        """Give a charge back, once, whole or in part."""
        if not 0 <= charge < len(self.entries):
            raise ValueError(f"cannot refund charge {charge}: there is none")
        entry = self.entries[charge]
        amount = -entry.amount if credits is None else credits
        if entry.kind != "charge" or not 0 <= amount <= -entry.amount:
            raise ValueError(f"cannot refund {amount} credits of {entry}")
        if charge in self.refunded:
            raise ValueError(f"charge {charge} was refunded already")
        self.refunded[charge] = None
        self._write(at, "refund", amount, entry.job_id)

    def _write(self, at: int, kind: Kind, amount: int, job_id: int | str | None) -> None:
        self.balance += amount
        self.entries.append(Entry(at, kind, amount, job_id, self.balance))
