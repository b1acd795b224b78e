"""Whatever is done to a workspace, in whatever order, these things stay true."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dressform.engine.clock import HOUR, MINUTE, SECOND, Mode, Timer
from dressform.engine.errors import OutOfCredits, RateLimited
from dressform.engine.jobs import IllegalTransition, Job, State
from dressform.engine.limits import RollingWindow
from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Span, Workspace
from tests.engine.invariants import ALWAYS
from tests.engine.worlds import (
    ALLOWED,
    HOOK,
    RULES,
    START,
    STEADY,
    deliver,
    submit,
    unchanged,
    world,
)

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

    @rule(price=st.integers(0, 9), wait=SPANS, run=SPANS, callback=st.booleans())
    def submit(self, price: int, wait: Span, run: Span, callback: bool) -> None:
        hook, balance = HOOK if callback else None, self.workspace.ledger.balance
        if price > balance:
            with unchanged(self.workspace), pytest.raises(OutOfCredits):
                submit(self.workspace, price=price, wait=wait, run=run, callback=hook)
            return
        job = submit(self.workspace, price=price, wait=wait, run=run, callback=hook)
        assert State.QUEUED == job.state
        assert wait[0] <= (job.due or 0) - self.workspace.now <= wait[1]
        assert run[0] <= job.run_for <= run[1]
        assert balance - price == self.workspace.ledger.balance

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
            expected = {"job.start": State.PROCESSING, "job.end": State.COMPLETED}
            assert expected[timer.what] == job.state

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
    @rule(pick=PICKS, well=st.booleans())
    def end(self, pick: int, well: bool) -> None:
        job = self.job(pick)
        if job.ended:
            with unchanged(self.workspace), pytest.raises(IllegalTransition):
                self.workspace.finish(job) if well else self.workspace.fail(job, "provider")
        elif well:
            self.seen[job.id] = State.PROCESSING  # a job that only waits starts first
            self.workspace.finish(job)
            assert State.COMPLETED == job.state
        else:
            self.workspace.fail(job, "provider")
            assert State.FAILED == job.state

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
        number = self.workspace.outbox.popleft()
        attempt = Attempt(self.workspace.now, status)
        self.workspace.attempted(number, attempt, refused=bool(refused))
        assert attempt == self.workspace.deliveries[number].attempts[-1]

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
