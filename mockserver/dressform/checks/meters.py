"""What a call has cost."""

from threading import Lock
from typing import Protocol

from dressform.checks.answer import Answer
from dressform.checks.budget import Budget
from dressform.checks.errors import OutOfBudget
from dressform.checks.steering import Steering


class Meter(Protocol):
    """Reads the price of a call that may cost something. Credits throughout. `payer` names an account
    that is held down to what may be spent, and is empty where nobody can do that.
    """

    @property
    def payer(self) -> str:
        """Whose calls must not be in the air together with another payer's."""
        ...

    def before(self, worst: int) -> None:
        """The call is about to be sent; so much is reserved for it."""
        ...

    def after(self, worst: int, answer: Answer | None) -> int:
        """What the call has cost; no answer: whatever it may have."""
        ...

    def vouch(self, worst: int, answer: Answer) -> None:
        """Raise `OutOfBudget` for an answer that only somebody gets who was held down."""
        ...


class AnswerMeter:
    """Believes the answer, which names its price at the pointer `charged`; where it names none, the
    worst has happened. A refusal (4xx) costs nothing.
    """

    payer = ""

    def __init__(self, charged: str) -> None:
        self._charged = charged

    def before(self, worst: int) -> None:
        """Nothing to do."""

    def after(self, worst: int, answer: Answer | None) -> int:
        """What the call has cost."""
        if answer is None:
            return worst
        if 400 <= answer.status < 500:
            return 0
        told = _told(answer, self._charged)
        return told if told is not None else worst

    def vouch(self, worst: int, answer: Answer) -> None:
        """Nothing to do: nobody can be held down."""


def _told(answer: Answer, pointer: str) -> int | None:
    if not pointer:
        return None
    try:
        told = answer.get(pointer)
    except AssertionError:  # no JSON, which is for others to say
        return None
    return told if type(told) is int and told >= 0 else None


class LedgerMeter:
    """Reads a simulator's ledger, and sees to it that no account holds more than may be spent: so
    not even a price that nobody expected can overspend. `capped`: the account does hold just that.

    A call without an answer may still be charged, whenever it is worked off. Where there is a limit
    its account is emptied, and pays for nothing more.
    """

    def __init__(
        self, steering: Steering, workspace: str, budget: Budget, *, capped: bool = False
    ) -> None:
        self._steering = steering
        self._place = f"/{workspace}"
        self._budget = budget
        self._seen = 0
        self._late = 0
        self._flying = 0
        self._capped = capped
        self._unheard = ""
        self._lock = Lock()

    @property
    def payer(self) -> str:
        """The account."""
        return self._place

    def before(self, worst: int) -> None:
        """Take from the account what must not be spent."""
        with self._lock:
            if self._unheard:
                raise OutOfBudget(self._unheard)
            unspent = self._budget.unspent
            # What one call may still be charged must not be given back to the account by another.
            if unspent is not None and not self._flying:
                self._hold_down_to(unspent)
            self._flying += 1

    def after(self, worst: int, answer: Answer | None) -> int:
        """What the call has cost. Of calls in the air at once, each is charged for its own part as
        far as that can be told, and the last one for the rest.
        """
        with self._lock:
            self._flying -= 1
            if answer is None and self._budget.limit is not None:
                self._hold_down_to(0)
                self._unheard = "a call of this account got no answer, and may yet be charged"
            new = self._new()
            mine = new
            if self._flying:
                refused = answer is not None and 400 <= answer.status < 500
                mine = 0 if refused else min(new, worst)
            self._seen += mine
        if answer is None:
            self._late += max(0, worst - mine)
            return mine
        late = min(self._late, max(0, mine - worst))
        self._late -= late
        self._budget.spend(late)
        return mine - late

    def vouch(self, worst: int, answer: Answer) -> None:
        """The account has more than the worst price: if that is not enough, nobody knows what is."""
        if not self._capped or answer.status != 402:
            return
        if self._unheard:
            raise OutOfBudget(self._unheard)
        self._budget.stop(f"{answer.what}: dearer than the {worst} that it may cost at most")
        raise OutOfBudget(self._budget.stopped)

    def _hold_down_to(self, most: int) -> None:
        if self._steering.order("GET", self._place)["credits"] > most:
            self._steering.order("PATCH", self._place, {"credits": most})
            self._capped = True
            self._budget.cuts += 1

    def _new(self) -> int:
        """What was charged since it was asked for last. A ledger that was set back begins anew."""
        entries = self._steering.order("GET", f"{self._place}/ledger")["items"]
        total: int = -sum(entry["amount"] for entry in entries if entry["kind"] == "charge")
        self._seen = min(self._seen, total)
        return total - self._seen
