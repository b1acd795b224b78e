"""One tenant of a vendor: everything it can observe, and the only ways in which that changes.

A request changes a workspace through its methods; time changes it through `run_until`. All of
its state is plain data, so that it can be saved, restored, compared and sent elsewhere.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Self

from msgspec import Struct

from dressform.engine.assets import Asset
from dressform.engine.clock import Clock, Timer
from dressform.engine.ids import Counters, ulid
from dressform.engine.jobs import Callback, Job, State
from dressform.engine.ledger import Ledger
from dressform.engine.limits import RollingWindow
from dressform.engine.webhooks import Attempt, Delivery, DeliveryState

Span = tuple[int, int]


@dataclass(frozen=True)
class Rules:
    """What the vendor decides about the lives of jobs and deliveries.

    `settled` is called when a job has ended, to make its results and announce it. `backoff` holds
    the microseconds after each failed attempt at a delivery; `refunded` the ends that give
    credits back.
    """

    new_job_id: Callable[["Workspace"], int | str]
    settled: Callable[["Workspace", Job], None]
    refunded: frozenset[State]
    backoff: tuple[int, ...]
    sign: Callable[[Delivery, int], dict[str, str]]
    acknowledges: Callable[[int], bool]


class Endpoint(Struct):
    """The webhook endpoint saved in the account: no URL, no webhook."""

    url: str | None
    secret: str


class Workspace:
    """State by name: `clock ledger window jobs resources assets uploads deliveries ...`."""

    def __init__(self, rules: Rules, *, id: str, seed: int, clock: Clock, endpoint: Endpoint):
        self.rules = rules
        self.id = id
        self.seed = seed
        self.random = Random(seed)
        self.clock = clock
        self.endpoint = endpoint
        self.ledger = Ledger()
        self.window: RollingWindow | None = None
        self.plan: str | None = None
        self.counters = Counters()
        self.jobs: dict[int | str, Job] = {}
        self.resources: dict[str, dict[int | str, Any]] = {}
        self.assets: dict[str, Asset] = {}
        self.uploads: dict[str, bytes] = {}
        self.deliveries: dict[int, Delivery] = {}
        self.outbox: deque[int] = deque()

    @property
    def now(self) -> int:
        """The workspace's own time."""
        return self.clock.now

    # -- time

    def run_until(self, instant: int) -> Iterator[Timer]:
        """Fire everything that falls due up to `instant`, in order, each at its own time.

        Yields every timer after it fired, so that the caller can deliver what reached the outbox
        before time moves on.
        """
        while (timer := self.clock.pop_due(instant)) is not None:
            getattr(self, _DISPATCH[timer.what])(timer.subject)
            yield timer
        self.clock.move_to(instant)

    def advance_to(self, instant: int) -> list[Timer]:
        """Fire everything that falls due up to `instant`; what fired, in order."""
        return list(self.run_until(instant))

    def observe(self, job: Job) -> None:
        """A client polls: under an `auto` clock an unfinished job jumps to its next transition.

        Webhooks that fall due in the jump wait in the outbox: a poll must not wait for a receiver
        that may be the very client that polls.
        """
        if self.clock.mode == "auto" and job.due is not None:
            self.advance_to(job.due)

    # -- jobs

    def submit(
        self,
        operation: str,
        request: bytes,
        *,
        price: int,
        wait: Span,
        run: Span,
        origin: str,
        callback: Callback | None,
    ) -> Job:
        """Charge for a job and queue it, or refuse with `OutOfCredits` and change nothing.

        It waits and runs for a span drawn from the workspace's randomness, each within its bounds.
        """
        if price < 0 or not 0 <= wait[0] <= wait[1] or not 0 <= run[0] <= run[1]:
            raise ValueError(f"cannot submit for {price} credits, waiting {wait}, running {run}")
        self.ledger.require(price)
        job = Job(
            id=self.rules.new_job_id(self),
            operation=operation,
            state=State.QUEUED,
            request=request,
            origin=origin,
            created_at=self.now,
            updated_at=self.now,
            run_for=self.random.randint(*run),
            callback=callback,
        )
        job.charge = self.ledger.charge(self.now, price, job.id)
        self.jobs[job.id] = job
        self._plan(job, "job.start", self.now + self.random.randint(*wait))
        return job

    def finish(self, job: Job) -> None:
        """End a job well, now; one that only waits starts first."""
        if job.state is State.QUEUED:
            job.move_to(State.PROCESSING, self.now)
        self._end(job, State.COMPLETED)

    def fail(self, job: Job, error: str) -> None:
        """End a job badly, now."""
        self._end(job, State.FAILED, error)

    def forget(self, job: Job) -> None:
        """Delete a job; one that has not ended gives its credits back. Its media are the vendor's."""
        self._unplan(job)
        if not job.ended and job.charge is not None:
            self.ledger.refund(self.now, job.charge)
        del self.jobs[job.id]

    def _end(self, job: Job, state: State, error: str | None = None) -> None:
        job.move_to(state, self.now)
        job.error = error
        self._unplan(job)
        if state in self.rules.refunded and job.charge is not None:
            self.ledger.refund(self.now, job.charge)
        self.rules.settled(self, job)

    def _plan(self, job: Job, what: str, when: int) -> None:
        job.timer = self.clock.at(when, what, job.id).sequence
        job.due = when

    def _unplan(self, job: Job) -> None:
        if job.due is not None:
            self.clock.cancel(job.timer)
            job.due = None

    def _on_start(self, subject: int | str) -> None:
        job = self.jobs[subject]
        job.move_to(State.PROCESSING, self.now)
        self._plan(job, "job.end", self.now + job.run_for)

    def _on_end(self, subject: int | str) -> None:
        job = self.jobs[subject]
        job.due = None
        self._end(job, State.COMPLETED)

    # -- webhooks

    def announce(self, event: str, body: bytes, callback: Callback, job: Job) -> None:
        """Put one event on its way; its first attempt is due at once."""
        number = self.counters.next("delivery")
        delivery = Delivery(
            number=number,
            id=f"msg_{ulid(self.random, self.now)}",
            event=event,
            url=callback.url,
            secret=callback.secret,
            body=body,
            job_id=job.id,
            created_at=self.now,
        )
        self.deliveries[number] = delivery
        self._attempt_at(delivery, self.now)

    def attempted(self, number: int, attempt: Attempt, *, refused: bool = False) -> None:
        """Record how an attempt went, and plan the next one while the backoff has a step left."""
        delivery = self.deliveries[number]
        if delivery.state is not DeliveryState.PENDING or delivery.due is not None:
            raise ValueError(f"delivery {number} awaits no attempt")
        delivery.attempts += (attempt,)
        tries = len(delivery.attempts)
        if refused:
            delivery.state = DeliveryState.REFUSED
        elif attempt.status is not None and self.rules.acknowledges(attempt.status):
            delivery.state = DeliveryState.DELIVERED
        elif tries > len(self.rules.backoff):
            delivery.state = DeliveryState.FAILED
        else:
            self._attempt_at(delivery, max(self.now, attempt.at + self.rules.backoff[tries - 1]))

    def _attempt_at(self, delivery: Delivery, when: int) -> None:
        delivery.due = when
        self.clock.at(when, "delivery.attempt", delivery.number)

    def _on_attempt(self, subject: int | str) -> None:
        assert isinstance(subject, int)
        self.deliveries[subject].due = None
        self.outbox.append(subject)

    # -- the whole of it

    def state(self) -> dict[str, Any]:
        """Everything but the rules, as comparable plain data; live, so copy what has to stay."""
        state = {name: value for name, value in vars(self).items() if name != "rules"}
        return state | {"random": self.random.getstate()}

    def save(self) -> bytes:
        """The whole workspace as bytes, from which `load` makes one that goes on just the same."""
        return pickle.dumps(self.state())

    @classmethod
    def load(cls, saved: bytes, rules: Rules) -> Self:
        """A workspace that goes on as the saved one would have. Trusts `saved`: it is our own."""
        workspace = cls.__new__(cls)
        state = pickle.loads(saved)  # noqa: S301 - our own bytes
        workspace.rules = rules
        workspace.random = Random()
        workspace.random.setstate(state.pop("random"))
        vars(workspace).update(state)
        return workspace


_DISPATCH = {
    "job.start": "_on_start",
    "job.end": "_on_end",
    "delivery.attempt": "_on_attempt",
}
