"""Which answers an alteration is about."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from dressform.engine import errors
from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations import pointers
from tests.deviations.alterations.asking import Asking, asked_of
from tests.deviations.alterations.pointers import holds
from tests.deviations.alterations.trips import Trip
from tests.deviations.alterations.wrapping import after_finish

Json = dict[str, Any]
Change = Callable[[Answer, Finishing], Answer]


@dataclass(frozen=True, kw_only=True)
class Answering(Asking):
    """Answers to calls of an operation: successes, unless `status` (`404`, `4xx`, `any`) or a class of
    `refusal` is named, `because` of facts of it. `when` and `unless` hold, by pointer, of the body;
    `nth`: only the nth such answer to one and the same question in a workspace; `after`: all that come
    after so many.
    """

    status: int | str | None = None
    refusal: str | None = None
    because: Json = field(default_factory=dict)
    when: Json = field(default_factory=dict)
    unless: Json = field(default_factory=dict)
    nth: int | None = None
    after: int = 0

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for an operation or a refusal that the vendor does not have."""
        super().check(vendor)
        known = [kind.__name__ for kind in vendor.refusals]
        if self.refusal is not None and self.refusal not in known:
            raise ValueError(f"no refusal {self.refusal!r}; there are {', '.join(known)}")
        if self.because and self.refusal is None:
            raise ValueError("because is about a refusal, and none is named")
        for fact in self.because:
            if fact not in getattr(errors, self.refusal or "").__dataclass_fields__:
                raise ValueError(f"{self.refusal} knows nothing of {fact!r}")
        for pointer in (*self.when, *self.unless, *self.asked):
            pointers.check(pointer)

    def over_answers(self, vendor: Vendor, change: Change) -> Vendor:
        """A copy of the vendor in which these answers are changed last of all."""
        seen: Counter[tuple[Any, ...]] = Counter()

        def changed(answer: Answer, finishing: Finishing, trip: Trip) -> Answer:
            answer = Answer(answer.status, msgspec.to_builtins(answer.body), dict(answer.headers))
            if not self._about(answer, trip) or not self._due(seen, finishing, trip):
                return answer
            return change(answer, finishing)

        return after_finish(vendor, changed)

    def _about(self, answer: Answer, trip: Trip) -> bool:
        if not self.names(trip.operation) or not self._has_status(answer.status, trip):
            return False
        facts = {f"/{name}": value for name, value in self.because.items()}
        if facts and not holds(vars(trip.refused), facts):
            return False
        if self.asked and (trip.call is None or not holds(asked_of(trip.call), self.asked)):
            return False
        body = answer.body
        return holds(body, self.when) and not (self.unless and holds(body, self.unless))

    def _has_status(self, status: int, trip: Trip) -> bool:
        if self.refusal is not None and type(trip.refused).__name__ != self.refusal:
            return False
        if self.status is None:
            return self.refusal is not None or status < 300
        wanted = str(self.status)
        return wanted in {"any", str(status), f"{status // 100}xx"}

    def _due(self, seen: Counter[tuple[Any, ...]], finishing: Finishing, trip: Trip) -> bool:
        call = trip.call
        asked = (call.path, call.query) if call else ()
        whose = finishing.workspace.id if finishing.workspace else None
        question = (whose, trip.operation, repr(asked))
        seen[question] += 1
        return seen[question] > self.after and self.nth in {None, seen[question]}
