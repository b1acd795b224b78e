"""One tenant of a vendor: everything it can observe, and the only ways in which that changes.

A request changes a workspace through its methods; time changes it through `run_until`. All of
its state is plain data, so that it can be saved, restored, compared and sent elsewhere.
"""

from collections import deque
from collections.abc import Generator, Mapping
from random import Random
from typing import Any

from dressform.engine import fates, outbox
from dressform.engine.assets import Asset
from dressform.engine.clock import SECOND, Clock, Timer
from dressform.engine.errors import OutOfCredits, ProviderFailed
from dressform.engine.faults import Fault, Faults, make_fault
from dressform.engine.ids import Counters
from dressform.engine.jobs import Callback, IllegalTransition, Job, State
from dressform.engine.ledger import Ledger
from dressform.engine.limits import RollingWindow, count
from dressform.engine.rules import Endpoint, Rules, Span, drawn
from dressform.engine.saving import Savable
from dressform.engine.shelves import Shelves
from dressform.engine.uploads import Uploads
from dressform.engine.webhooks import Attempt, Delivery

__all__ = ["Endpoint", "Rules", "Span", "Workspace"]


class Workspace(Savable):
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
        self.daily: RollingWindow | None = None
        self.plan: str | None = None
        self.counters = Counters()
        self.jobs: dict[int | str, Job] = {}
        self.shelves = Shelves()
        self.resources: dict[str, dict[Any, Any]] = {}
        self.assets: dict[str, Asset] = {}
        self.uploads = Uploads()
        self.deliveries: dict[int, Delivery] = {}
        self.outbox: deque[int] = deque()
        self.settled: deque[int] = deque()
        self.held: int | None = None
        self.faults = Faults()

    @property
    def now(self) -> int:
        """The workspace's own time."""
        return self.clock.now

    # -- time

    def run_until(self, instant: int) -> Generator[Timer, None, None]:
        """Fire everything that falls due up to `instant`, in order, each at its own time.

        Yields every timer after it fired, so that the outbox can be emptied before time moves on.
        """
        while (timer := self.clock.pop_due(instant)) is not None:
            getattr(self, _DISPATCH[timer.what])(timer.subject)
            yield timer
        self.clock.move_to(instant)

    def advance_to(self, instant: int) -> list[Timer]:
        """Fire everything that falls due up to `instant`; what fired, in order."""
        timer = self.clock.next_timer()
        if timer is None or timer.when > instant:
            self.clock.move_to(instant)
            return []
        return list(self.run_until(instant))

    def observe(self, job: Job) -> None:
        """A client polls: under an `auto` clock an unfinished job jumps to its next transition.

        Webhooks that fall due in the jump wait in the outbox: a poll must not wait for a receiver
        that may be the very client that polls.
        """
        if self.clock.mode == "auto" and job.due is not None:
            self.advance_to(job.due)

    # -- jobs

    def count_request(self) -> None:
        """Count a request in the workspace's windows, or refuse it with `RateLimited` and in none."""
        if self.window is not None or self.daily is not None:
            count(self.now, self.daily, self.window)

    def require(self, operation: str, credits: int) -> None:
        """Refuse with `OutOfCredits` unless the balance covers `credits` and no fault says otherwise.

        A handler asks once, before it changes anything: every question is a match for the faults.
        """
        if credits > 0 and self.faults:
            for fault in self.faults.take("charge", operation, self.now, self.seed):
                raise OutOfCredits(required=credits, available=0, fault=fault.kind)
        self.ledger.require(credits)

    def submit(
        self,
        operation: str,
        request: bytes,
        *,
        price: int,
        wait: Span,
        run: Span,
        origin: str,
        callback: Callback | None = None,
        items: int = 0,
        traits: tuple[Any, ...] = (),
    ) -> Job:
        """Charge for a job and queue it, or refuse with `OutOfCredits` and change nothing.

        It waits and runs for a span drawn from the workspace's randomness, each within its bounds.
        A bulk has `items`, each with an equal share of the price. `traits` are what lists go by,
        besides state and time.
        """
        if price < 0 or not 0 <= wait[0] <= wait[1] or not 0 <= run[0] <= run[1]:
            raise ValueError(f"cannot submit for {price} credits, waiting {wait}, running {run}")
        self.ledger.require(price)
        now = self.clock.now
        job = Job(
            id=self.rules.new_job_id(self),
            operation=operation,
            state=State.QUEUED,
            request=request,
            origin=origin,
            created_at=now,
            updated_at=now,
            run_for=drawn(self.random, run),
            callback=callback,
            items=items,
            traits=traits,
        )
        if self.ledger.counted:
            job.charge = self.ledger.charge(now, price, job.id)
        self.jobs[job.id] = job
        self.shelves.add(self.rules.listing, job)
        self._plan(job, "job.start", now + drawn(self.random, wait))
        fates.decide(self, job)
        return job

    def perform(self, operation: str, request: bytes, *, price: int, origin: str) -> Job:
        """Charge for a job and do it at once; `ProviderFailed` if a fault strikes it.

        What failed stays among the jobs, with its credits given back.
        """
        job = self.submit(operation, request, price=price, wait=(0, 0), run=(0, 0), origin=origin)
        if job.fate is not None:
            self._move(job, State.PROCESSING)
            error = job.fate_error or "The provider timed out"
            self.fail(job, error)
            raise ProviderFailed(error, job.id)
        self.finish(job)
        return job

    def finish(self, job: Job) -> None:
        """End a job well, now; one that only waits starts first."""
        if job.state in _WAITING:
            self._move(job, State.PROCESSING)
        self._end(job, State.COMPLETED)

    def fail(self, job: Job, error: str) -> None:
        """End a job badly, now."""
        self._end(job, State.FAILED, error)

    def cancel(self, job: Job) -> None:
        """End a job now because nobody wants it any more."""
        self._end(job, State.CANCELED)

    def expire(self, job: Job) -> None:
        """End a job now because it took too long; one that only waits starts first."""
        if job.state in _WAITING:
            self._move(job, State.PROCESSING)
        self._end(job, State.EXPIRED)

    def retry(self, job: Job) -> None:
        """Send a job through again that ended badly, for nothing: it is pending, and then queued.

        What it had cost was given back, and is not given back twice. `IllegalTransition` where the
        vendor does not do that.
        """
        if job.state not in self.rules.retried:
            raise IllegalTransition(f"job {job.id} is {job.state} and is not sent through again")
        self._move(job, State.PENDING)
        fates.spare(job)
        self._plan(job, "job.queue", self.now + drawn(self.random, _AGAIN))

    def forget(self, job: Job) -> None:
        """Delete a job; one that has not ended gives its credits back. Its media are the vendor's."""
        del self.jobs[job.id]
        self._unplan(job)
        if not job.ended:
            self._refund(job)
        fates.forget(self, job)
        self.shelves.remove(self.rules.listing, job)

    def _move(self, job: Job, state: State) -> None:
        self.shelves.change(self.rules.listing, job, state, self.now)

    def _end(self, job: Job, state: State, error: str | None = None) -> None:
        self._move(job, state)
        job.error = error
        self._unplan(job)
        if state in self.rules.refunded:
            self._refund(job)
        elif state is State.COMPLETED and job.item_errors and State.FAILED in self.rules.refunded:
            self._refund(job, items=len(job.item_errors))
        fates.settle(self, job)

    def _refund(self, job: Job, *, items: int | None = None) -> None:
        """Give back what the job cost, or the share of some of its items; never a second time."""
        if job.charge is None or job.charge in self.ledger.refunded:
            return
        price = -self.ledger.entries[job.charge].amount
        share = price if items is None else price * items // job.items
        self.ledger.refund(self.now, job.charge, share)

    def _plan(self, job: Job, what: str, when: int) -> None:
        job.timer = self.clock.at(when, what, job.id).sequence
        job.due = when

    def _unplan(self, job: Job) -> None:
        if job.due is not None:
            self.clock.cancel(job.timer)
            job.due = None

    def _on_start(self, subject: int | str) -> None:
        job = self.jobs[subject]
        self._move(job, State.PROCESSING)
        job.due = None
        if job.fate != "stuck":
            self._plan(job, "job.end", self.now + job.run_for)

    def _on_queue(self, subject: int | str) -> None:
        job = self.jobs[subject]
        self._move(job, State.QUEUED)
        self._plan(job, "job.start", self.now + drawn(self.random, _AGAIN))

    def _on_end(self, subject: int | str) -> None:
        job = self.jobs[subject]
        job.due = None
        self._end(job, *fates.ending(job))

    # -- webhooks

    def announce(self, event: str, body: bytes, callback: Callback, job: Job) -> None:
        """Put one event on its way; its first attempt is due at once."""
        outbox.announce(self, event, body, callback, job)

    def headers(self, delivery: Delivery) -> tuple[dict[str, str], str | None]:
        """The signed headers of the attempt that is made now, and the kind of fault in them."""
        return outbox.headers(self, delivery)

    def attempted(self, number: int, attempt: Attempt, *, refused: bool = False) -> None:
        """Record how an attempt went, and plan the next one while the backoff has a step left.

        Until then the delivery stays in the outbox; one that is not there is a `ValueError`.
        """
        outbox.attempted(self, number, attempt, refused=refused)

    def resend(self, delivery: Delivery) -> None:
        """Attempt it again now, however it stands; `ValueError` while it is in the outbox."""
        outbox.resend(self, delivery)

    def _on_attempt(self, subject: int | str) -> None:
        outbox.fall_due(self, subject)

    # -- faults

    def plan_fault(self, kind: str, arguments: Mapping[str, Any], **matching: Any) -> Fault:
        """Plan what is to go wrong from now on; `matching` and the errors are `make_fault`'s."""
        fault = make_fault(kind, arguments, id=0, now=self.now, **matching)
        fault.id = self.counters.next("fault")
        self.faults.plan(fault)
        return fault


_WAITING = frozenset({State.PENDING, State.QUEUED})

_AGAIN: Span = (SECOND, 3 * SECOND)
"""How long a job that is sent through again is pending, and then queued: inferred."""

_DISPATCH = {
    "job.queue": "_on_queue",
    "job.start": "_on_start",
    "job.end": "_on_end",
    "delivery.attempt": "_on_attempt",
}
