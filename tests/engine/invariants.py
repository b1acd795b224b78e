"""What is true of every workspace at every moment, whatever was done to it."""

from collections import Counter

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
    """No timer points at a job that is missing, or that has nothing left to do."""
    clock = workspace.clock
    pending = [timer for timer in clock.timers if timer.sequence not in clock.cancelled]
    timers = [(t.subject, t.when, t.sequence) for t in pending if t.what.startswith("job.")]
    unfinished = [job for job in workspace.jobs.values() if not job.ended]
    assert sorted((job.id, job.due, job.timer) for job in unfinished) == sorted(timers)
    assert all(job.due is None for job in workspace.jobs.values() if job.ended)
    assert all(timer.when >= clock.now for timer in pending)
    assert clock.cancelled <= {timer.sequence for timer in clock.timers}


def every_pending_delivery_and_nothing_else_is_planned_or_in_the_outbox(
    workspace: Workspace,
) -> None:
    """One timer or one place in the outbox each."""
    timers = [timer for timer in workspace.clock.timers if timer.what == "delivery.attempt"]
    planned = [(timer.subject, timer.when) for timer in timers]
    deliveries = workspace.deliveries.values()
    pending = [d.number for d in deliveries if d.state is DeliveryState.PENDING]
    assert sorted((d.number, d.due) for d in deliveries if d.due is not None) == sorted(planned)
    assert sorted(pending) == sorted([*workspace.outbox, *(number for number, _ in planned)])


def attempts_keep_their_distance_and_stop_when_one_succeeds(workspace: Workspace) -> None:
    """Never sooner than the backoff says, never more often than it has steps."""
    for delivery in workspace.deliveries.values():
        tries = delivery.attempts
        assert len(tries) <= len(BACKOFF) + 1
        for wait, one, other in zip(BACKOFF, tries, tries[1:], strict=False):
            assert one.at + wait <= other.at
            assert one.status is None or not acknowledges(one.status)


def job_is_settled_exactly_when_it_has_ended_and_once(workspace: Workspace) -> None:
    """And announced at most once."""
    ends = workspace.resources.get("end", {})
    assert all(len(end) == 1 for end in ends.values())
    ended = {job.id for job in workspace.jobs.values() if job.ended}
    assert ended == ends.keys() & workspace.jobs.keys()
    announced = Counter(delivery.job_id for delivery in workspace.deliveries.values())
    assert all(count == 1 for count in announced.values())


ALWAYS = (
    balance_is_the_sum_of_the_entries_and_never_negative,
    charge_is_refunded_at_most_once_and_never_by_more,
    every_unfinished_job_and_nothing_else_has_one_timer,
    every_pending_delivery_and_nothing_else_is_planned_or_in_the_outbox,
    attempts_keep_their_distance_and_stop_when_one_succeeds,
    job_is_settled_exactly_when_it_has_ended_and_once,
)
