"""What a run may spend: reserve, commit, give back."""

from dataclasses import dataclass
from threading import Condition

from dressform.checks.errors import OutOfBudget


@dataclass(frozen=True)
class Reservation:
    """Credits that a call under way may turn out to cost, and the account that would pay them."""

    worst: int
    payer: str = ""


class Budget:
    """Credits that may be spent; `limit` None: as many as you like.

    Nothing is spent that was not reserved at its worst before, from however many threads. A call
    that turns out dearer than its reservation stops the run: what its prices are, nobody knows.

    A payer is an account that is held down to what is left. Two of them could overspend together
    what neither could alone: so the calls of one wait until those of the other are over.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self.spent = 0
        self.stopped = ""
        self.cuts = 0
        """How often an account was held down, so that its balance is not what a check makes of it."""

        self._reserved = 0
        self._under_way: list[str] = []
        self._changed = Condition()

    @property
    def left(self) -> int | None:
        """Credits that are neither spent nor reserved; None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.spent - self._reserved)

    @property
    def unspent(self) -> int | None:
        """Credits that are not spent, reserved or not; None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.spent)

    def reserve(self, worst: int, payer: str = "") -> Reservation:
        """Set credits aside, or raise `OutOfBudget`. What costs nothing can always be had, at once."""
        with self._changed:
            if worst and payer and self.limit is not None:
                self._changed.wait_for(lambda: set(self._under_way) <= {payer})
            if worst and self.stopped:
                raise OutOfBudget(self.stopped)
            if worst and self.left is not None and worst > self.left:
                raise OutOfBudget(f"may cost {worst}, and {self.left} of {self.limit} are left")
            self._reserved += worst
            self._under_way += [payer] if worst and payer else []
            return Reservation(worst, payer)

    def settle(self, reservation: Reservation, cost: int) -> None:
        """Spend `cost` of what was reserved and give the rest back."""
        with self._changed:
            self._reserved -= reservation.worst
            self.spent += cost
            if reservation.payer in self._under_way:
                self._under_way.remove(reservation.payer)
            self._changed.notify_all()
        if cost > reservation.worst:
            self.stop(f"a call cost {cost}, {reservation.worst} at the most was expected")

    def spend(self, cost: int) -> None:
        """Spend what was reserved before, by a call that nothing had been heard of since."""
        with self._changed:
            self.spent += cost

    def stop(self, why: str) -> None:
        """Pay for nothing more."""
        self.stopped = self.stopped or why
