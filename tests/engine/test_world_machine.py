"""Whatever is done to a workspace, in whatever order, these things stay true."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dressform.engine.clock import HOUR, MINUTE, SECOND, Mode, Timer
from dressform.engine.errors import OutOfCredits, RateLimited
from dressform.engine.faults import make_fault
from dressform.engine.jobs import Callback, IllegalTransition, Job, State
from dressform.engine.limits import RollingWindow
from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Span, Workspace
from tests.engine.invariants import ALWAYS
from tests.engine.worlds import (
    ALLOWED,
    FAULTS,
    HOOK,
    RULES,
    START,
    STEADY,
    deliver,
    resend,
    submit,
    unchanged,
    world,
)

Trouble = tuple[str, dict[str, Any]]

ENDS: dict[str, tuple[Callable[[Workspace, Job], None], State]] = {
    "finish": (Workspace.finish, State.COMPLETED),
    "fail": (lambda workspace, job: workspace.fail(job, "provider"), State.FAILED),
    "cancel": (Workspace.cancel, State.CANCELED),
    "expire": (Workspace.expire, State.EXPIRED),
}

TROUBLES = st.one_of(st.none(), st.sampled_from(FAULTS))
SPANS = st.tuples(st.integers(0, 30 * SECOND), st.integers(0, 30 * SECOND)).map(
    lambda ends: (min(ends), max(ends))
)
PICKS = st.integers(0, 99)


class World(RuleBasedStateMachine):
    """One workspace, and what was last seen of it."""

    workspace: Workspace
    seen_at: int
    seen: dict[int | str, State]
    last_fired: Timer | None

    @initialize(seed=st.integers(0, 9), mode=st.sampled_from(["manual", "auto"]))
    def begin(self, seed: int, mode: Mode) -> None:
        self.workspace = world(seed=seed, credits=20, mode=mode)
        self.workspace.window = RollingWindow(limit=2, span=MINUTE)
        self.seen_at, self.seen, self.last_fired = START, {}, None

    def job(self, pick: int) -> Job:
        """Any job that there is."""
        return list(self.workspace.jobs.values())[pick % len(self.workspace.jobs)]

    # -- what is done

    @rule(price=st.integers(0, 9), wait=SPANS, run=SPANS, callback=st.booleans(), in_band=TROUBLES)
    def submit(
        self, price: int, wait: Span, run: Span, callback: bool, in_band: Trouble | None
    ) -> None:
        balance = self.workspace.ledger.balance
        job = self.submitted(price, wait, run, HOOK if callback else None, in_band)
        if job is None:
            return
        assert State.QUEUED == job.state
        assert wait[0] <= (job.due or 0) - self.workspace.now <= wait[1]
        assert (0 if "fail_at" in job.faults else run[0]) <= job.run_for <= run[1]
        assert (job.fate is not None) == bool(job.faults)
        assert balance - price == self.workspace.ledger.balance

    def submitted(
        self, price: int, wait: Span, run: Span, hook: Callback | None, in_band: Trouble | None
    ) -> Job | None:
        """The job, unless it is refused; then nothing has changed but what the faults have seen."""
        twin = Workspace.load(self.workspace.save(), RULES)
        trouble = [] if in_band is None else [make_fault(*in_band, id=0, now=twin.now)]
        with twin.faults.during(trouble):
            struck = price > 0 and twin.faults.take("charge", "create", twin.now, twin.seed)
        if price <= twin.ledger.balance and not struck:
            return submit(
                self.workspace, price=price, wait=wait, run=run, callback=hook, in_band=in_band
            )
        with pytest.raises(OutOfCredits) as refused:
            submit(self.workspace, price=price, wait=wait, run=run, callback=hook, in_band=in_band)
        expected = OutOfCredits(price, 0, struck[0].kind) if struck else None
        assert (expected or OutOfCredits(price, twin.ledger.balance)) == refused.value
        assert twin.state() == self.workspace.state()
        return None

    @rule(
        fault=st.sampled_from(FAULTS),
        times=st.sampled_from([1, 2, None]),
        probability=st.sampled_from([1.0, 0.5]),
        skip=st.integers(0, 2),
        after=st.sampled_from([0, MINUTE]),
    )
    def plan(self, fault: Trouble, **matching: Any) -> None:
        planned = self.workspace.plan_fault(*fault, **matching)
        assert planned == self.workspace.faults.planned[-1]

    @precondition(lambda self: self.workspace.faults.planned)
    @rule(pick=PICKS)
    def unplan(self, pick: int) -> None:
        planned = self.workspace.faults.planned
        self.workspace.faults.remove(planned[pick % len(planned)].id)

    @rule(span=st.one_of(st.integers(0, 30 * SECOND), st.integers(0, 3 * HOUR)))
    def advance(self, span: int) -> None:
        self.advance_to(self.workspace.now + span)

    @rule(timers=st.integers(1, 6), status=st.sampled_from([200, 500, None]))
    def advance_and_attempt(self, timers: int, status: int | None) -> None:
        """From timer to timer; all webhooks have the same luck."""
        for _ in range(timers):
            if (timer := self.workspace.clock.next_timer()) is not None:
                self.advance_to(timer.when)
            deliver(self.workspace, status)

    def advance_to(self, instant: int) -> None:
        """Look at the world after every timer."""
        for timer in self.workspace.run_until(instant):
            self.fired(timer)
            self.only_allowed_transitions_happen()
        assert instant == self.workspace.now

    def fired(self, timer: Timer) -> None:
        """It came after every one before it, and its effect is dated with its own time."""
        assert self.last_fired is None or (self.last_fired.when, self.last_fired.sequence) < (
            timer.when,
            timer.sequence,
        )
        self.last_fired = timer
        assert timer.when == self.workspace.now
        if timer.what == "delivery.attempt":
            assert timer.subject == self.workspace.outbox[-1]
        else:
            job = self.workspace.jobs[timer.subject]
            assert timer.when == job.updated_at
            end = State.FAILED if job.fate == "fail" else State.COMPLETED
            assert {"job.start": State.PROCESSING, "job.end": end}[timer.what] == job.state

    @precondition(lambda self: self.workspace.jobs)
    @rule(pick=PICKS)
    def observe(self, pick: int) -> None:
        """A twin, advanced step by step, sees all that happens during the jump."""
        original, job = self.workspace, self.job(pick)
        self.workspace = Workspace.load(original.save(), RULES)
        if original.clock.mode == "auto" and job.due is not None:
            self.advance_to(job.due)
        original.observe(job)
        assert self.workspace.state() == original.state()

    @precondition(lambda self: self.workspace.jobs)
    @rule(pick=PICKS, way=st.sampled_from(["finish", "fail", "cancel", "expire"]))
    def end(self, pick: int, way: str) -> None:
        job = self.job(pick)
        end, state = ENDS[way]
        if job.ended:
            with unchanged(self.workspace), pytest.raises(IllegalTransition):
                end(self.workspace, job)
            return
        if way in {"finish", "expire"}:
            self.seen[job.id] = State.PROCESSING  # a job that only waits starts first
        end(self.workspace, job)
        assert state == job.state

    @precondition(lambda self: self.workspace.jobs)
    @rule(pick=PICKS)
    def forget(self, pick: int) -> None:
        job = self.job(pick)
        back = 0 if job.ended else -self.workspace.ledger.entries[job.charge or 0].amount
        expected = self.workspace.ledger.balance + back
        self.workspace.forget(job)
        assert expected == self.workspace.ledger.balance

    @precondition(lambda self: self.workspace.outbox)
    @rule(status=st.sampled_from([200, 204, 302, 500, None]), refused=st.sampled_from([0, 0, 0, 1]))
    def attempt(self, status: int | None, refused: int) -> None:
        number = self.workspace.outbox[0]
        delivery = self.workspace.deliveries[number]
        attempt = Attempt(self.workspace.now, status, fault=self.workspace.headers(delivery)[1])
        with unchanged(self.workspace), pytest.raises(ValueError, match="attempted already"):
            self.workspace.resend(delivery)
        self.workspace.attempted(number, attempt, refused=bool(refused))
        assert attempt == delivery.attempts[-1]
        assert number not in self.workspace.outbox

    @precondition(lambda self: self.workspace.deliveries)
    @rule(pick=PICKS)
    def resend(self, pick: int) -> None:
        number = 1 + pick % len(self.workspace.deliveries)
        if number not in self.workspace.outbox:
            resend(self.workspace, self.workspace.deliveries[number])
            assert self.workspace.now == self.workspace.deliveries[number].due

    @rule(credits=st.integers(-10, 20))
    def grant(self, credits: int) -> None:
        if self.workspace.ledger.balance + credits < 0:
            with unchanged(self.workspace), pytest.raises(ValueError, match="cannot take"):
                self.workspace.ledger.grant(self.workspace.now, credits)
        else:
            self.workspace.ledger.grant(self.workspace.now, credits)

    @rule()
    def take(self) -> None:
        window = self.workspace.window
        assert window is not None
        if window.remaining(self.workspace.now):
            window.take(self.workspace.now)
        else:
            with unchanged(self.workspace), pytest.raises(RateLimited):
                window.take(self.workspace.now)

    @rule()
    def save_and_load(self) -> None:
        before = self.workspace.state()
        self.workspace = Workspace.load(self.workspace.save(), RULES)
        assert before == self.workspace.state()

    @rule(span=st.integers(0, 3 * HOUR))
    def look_ahead_and_come_back(self, span: int) -> None:
        saved = self.workspace.save()
        self.workspace.advance_to(self.workspace.now + span)
        self.workspace.restore(saved)
        assert Workspace.load(saved, RULES).state() == self.workspace.state()

    # -- what stays true

    @invariant()
    def the_rest_of_the_world_is_sound(self) -> None:
        for holds in ALWAYS:
            holds(self.workspace)

    @invariant()
    def only_allowed_transitions_happen(self) -> None:
        for job in self.workspace.jobs.values():
            before = self.seen.get(job.id, State.QUEUED)
            assert before == job.state or job.state in ALLOWED[before]
            self.seen[job.id] = job.state

    @invariant()
    def time_never_goes_back(self) -> None:
        assert self.seen_at <= self.workspace.now
        self.seen_at = self.workspace.now


World.TestCase.settings = settings(STEADY, max_examples=250, stateful_step_count=50)
TestWorld = World.TestCase
