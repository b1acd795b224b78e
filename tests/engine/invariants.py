"""What is true of every workspace at every moment, whatever was done to it."""

from collections import Counter

from dressform.engine.jobs import State
from dressform.engine.webhooks import DeliveryState
from dressform.engine.workspace import Workspace
from tests.engine.worlds import BACKOFF, acknowledges


def balance_is_the_sum_of_the_entries_and_never_negative(workspace: Workspace) -> None:
    """And every entry tells the balance after it."""
    balance = 0
    for entry in workspace.ledger.entries:
        balance += entry.amount
        assert balance == entry.balance >= 0
    assert balance == workspace.ledger.balance


def charge_is_refunded_at_most_once_and_never_by_more(workspace: Workspace) -> None:
    """Every job here is charged once, so that its id tells which charge a refund belongs to."""
    entries = workspace.ledger.entries
    charged = {entry.job_id: -entry.amount for entry in entries if entry.kind == "charge"}
    refunds = [entry for entry in entries if entry.kind == "refund"]
    assert len({entry.job_id for entry in refunds}) == len(refunds)
    assert all(0 <= entry.amount <= charged[entry.job_id] for entry in refunds)


def every_unfinished_job_and_nothing_else_has_one_timer(workspace: Workspace) -> None:
    """No timer points at a job that is missing, that has nothing left to do, or that is stuck."""
    clock = workspace.clock
    pending = [timer for timer in clock.timers if timer.sequence not in clock.cancelled]
    timers = [(t.subject, t.when, t.sequence) for t in pending if t.what.startswith("job.")]
    stuck = (State.PROCESSING, "stuck")
    still = [j for j in workspace.jobs.values() if j.ended or (j.state, j.fate) == stuck]
    moving = [job for job in workspace.jobs.values() if job not in still]
    assert sorted((job.id, job.due, job.timer) for job in moving) == sorted(timers)
    assert all(job.due is None for job in still)
    assert all(timer.when >= clock.now for timer in pending)
    assert clock.cancelled <= {timer.sequence for timer in clock.timers}


def every_pending_delivery_and_nothing_else_is_planned_or_in_the_outbox(
    workspace: Workspace,
) -> None:
    """One timer or one place in the outbox each."""
    clock, deliveries = workspace.clock, workspace.deliveries.values()
    timers = [t for t in clock.timers if t.sequence not in clock.cancelled]
    planned = [(t.subject, t.when, t.sequence) for t in timers if t.what == "delivery.attempt"]
    pending = [d.number for d in deliveries if d.state is DeliveryState.PENDING]
    dues = [(d.number, d.due, d.timer) for d in deliveries if d.due is not None]
    assert sorted(dues) == sorted(planned)
    assert sorted(pending) == sorted([*workspace.outbox, *(number for number, *_ in planned)])


def attempts_keep_their_distance_and_stop_when_one_succeeds(workspace: Workspace) -> None:
    """Unless somebody sent it again: never sooner than the backoff says, never more often than it
    has steps, and after a success only as often as a fault duplicates it.
    """
    for delivery in workspace.deliveries.values():
        if delivery.number in workspace.resources.get("resent", {}):
            continue
        failures = successes = 0
        for one, other in zip(delivery.attempts, delivery.attempts[1:], strict=False):
            if one.status is not None and acknowledges(one.status):
                failures, successes = 0, successes + 1
            else:
                assert failures < len(BACKOFF)
                assert one.at + BACKOFF[failures] <= other.at
                failures += 1
        assert successes <= 2 * delivery.faults.count("duplicate")


def delivery_is_held_back_or_swallowed_only_where_a_fault_says_so(
    workspace: Workspace,
) -> None:
    """At most one is held back, and never one that is not on its way."""
    deliveries = workspace.deliveries.values()
    held = [delivery for delivery in deliveries if delivery.held]
    assert [delivery.number for delivery in held] == [workspace.held] * (workspace.held is not None)
    assert all(delivery.due is not None and "reorder" in delivery.faults for delivery in held)
    for delivery in deliveries:
        if delivery.state is DeliveryState.DROPPED:
            assert ("drop" in delivery.faults, delivery.attempts) == (True, ())


def fault_strikes_only_when_it_sees_a_match_and_no_more_often_than_it_may(
    workspace: Workspace,
) -> None:
    """And one of a single job is gone when it has struck; nothing of a call outlives it."""
    assert workspace.faults.in_band == ()
    for fault in workspace.faults.planned:
        assert 0 <= fault.fired <= max(0, fault.seen - fault.skip)
        assert fault.times is None or fault.fired <= fault.times
        assert fault.job_id is None or not fault.spent


def job_is_settled_exactly_when_it_has_ended_and_once(workspace: Workspace) -> None:
    """And announced at most once."""
    ends = workspace.resources.get("end", {})
    assert all(len(end) == 1 for end in ends.values())
    ended = {job.id for job in workspace.jobs.values() if job.ended}
    assert ended == ends.keys() & workspace.jobs.keys()
    announced = Counter(delivery.job_id for delivery in workspace.deliveries.values())
    assert all(count == 1 for count in announced.values())


def every_job_lies_on_its_shelf_and_on_no_other(workspace: Workspace) -> None:
    """In the order in which it was made, and in that of the last changes."""
    shelves = workspace.shelves
    assert list(workspace.jobs.values()) == list(shelves.jobs.values())
    places = []
    for (state, *traits), shelf in shelves.shelves.items():
        assert len(shelf.made) == len(shelf.changed)
        for place in shelf.changed:
            job = shelves.jobs[place & 0xFFFFFFFF]
            assert (state, tuple(traits), place) == (job.state, job.traits, job.place)
            assert (place & 0xFFFFFFFF) in shelf.made
            places.append(place)
    assert len(places) == len(workspace.jobs)
    last = [shelves.jobs[place & 0xFFFFFFFF].updated_at for place in sorted(places)]
    assert last == sorted(last)


ALWAYS = (
    balance_is_the_sum_of_the_entries_and_never_negative,
    charge_is_refunded_at_most_once_and_never_by_more,
    every_unfinished_job_and_nothing_else_has_one_timer,
    every_pending_delivery_and_nothing_else_is_planned_or_in_the_outbox,
    attempts_keep_their_distance_and_stop_when_one_succeeds,
    delivery_is_held_back_or_swallowed_only_where_a_fault_says_so,
    fault_strikes_only_when_it_sees_a_match_and_no_more_often_than_it_may,
    job_is_settled_exactly_when_it_has_ended_and_once,
    every_job_lies_on_its_shelf_and_on_no_other,
)
