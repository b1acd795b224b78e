"""What a workspace does with its webhooks: announce, sign, attempt, repeat, and what faults bend.

A delivery is in the outbox from the instant at which it falls due until its attempt is reported.
"""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from dressform.engine.clock import SECOND
from dressform.engine.ids import ulid
from dressform.engine.jobs import Callback, Job
from dressform.engine.webhooks import MAX_SETTLED, Attempt, Delivery, DeliveryState

if TYPE_CHECKING:
    from dressform.engine.workspace import Workspace


def announce(workspace: "Workspace", event: str, body: bytes, callback: Callback, job: Job) -> None:
    """Put one event on its way: at once, unless faults hold it back or swallow it."""
    number = workspace.counters.next("delivery")
    delivery = Delivery(
        number=number,
        id=f"msg_{ulid(workspace.random, workspace.now)}",
        event=event,
        url=callback.url,
        secret=callback.secret,
        body=body,
        job_id=job.id,
        created_at=workspace.now,
        operation=job.operation,
    )
    workspace.deliveries[number] = delivery
    wait = _bend(workspace, delivery)
    if "drop" in delivery.faults:
        _settle(workspace, delivery, DeliveryState.DROPPED)
        return
    _attempt_at(workspace, delivery, workspace.now + wait)
    if delivery.held:
        workspace.held = number
    elif workspace.held is not None:
        _follow(workspace, workspace.deliveries[workspace.held], workspace.now + wait)


def headers(workspace: "Workspace", delivery: Delivery) -> tuple[dict[str, str], str | None]:
    """The signed headers of the attempt that is made now, and the kinds of fault in them."""
    if not workspace.faults:
        return workspace.rules.sign(delivery, workspace.now), None
    at, signed, kinds = workspace.now, delivery, []
    for fault in workspace.faults.take(
        "attempt",
        delivery.operation,
        workspace.now,
        workspace.seed,
        delivery.job_id,
        able=lambda _: delivery.secret is not None,
    ):
        kinds.append(fault.kind)
        if fault.kind == "stale_timestamp":
            at -= round(fault.arguments["seconds"] * SECOND)
        else:
            signed = replace(delivery, secret=f"wrong-{delivery.secret}")
    return workspace.rules.sign(signed, at), ", ".join(kinds) or None


def attempted(workspace: "Workspace", number: int, attempt: Attempt, *, refused: bool) -> None:
    """Take it out of the outbox, and repeat it later if it failed, at once if copies are left."""
    delivery, rules = workspace.deliveries.get(number), workspace.rules
    if delivery is None or not _is_out(delivery):
        raise ValueError(f"delivery {number} awaits no attempt")
    workspace.outbox.remove(number)
    delivery.attempts += (attempt,)
    failures = _failures(workspace, delivery)
    if refused:
        _settle(workspace, delivery, DeliveryState.REFUSED)
    elif failures > len(rules.backoff):
        _settle(workspace, delivery, DeliveryState.FAILED)
    elif failures:
        wait = rules.backoff[failures - 1]
        _attempt_at(workspace, delivery, max(workspace.now, attempt.at + wait))
    elif delivery.copies:
        delivery.copies -= 1
        _attempt_at(workspace, delivery, workspace.now)
    else:
        _settle(workspace, delivery, DeliveryState.DELIVERED)


def resend(workspace: "Workspace", delivery: Delivery) -> None:
    """Attempt it now, instead of later or once more.

    What was never acknowledged goes on with its backoff where it was: used up, there is one attempt.
    """
    if _is_out(delivery):
        raise ValueError(f"delivery {delivery.number} is being attempted already")
    _let_go(workspace, delivery)
    if delivery.state is not DeliveryState.PENDING:
        workspace.settled.remove(delivery.number)
        delivery.state = DeliveryState.PENDING
    _attempt_at(workspace, delivery, workspace.now)


def fall_due(workspace: "Workspace", subject: int | str) -> None:
    """The instant of an attempt has come."""
    assert isinstance(subject, int)
    delivery = workspace.deliveries[subject]
    _let_go(workspace, delivery)
    delivery.due = None
    workspace.outbox.append(subject)


def _is_out(delivery: Delivery) -> bool:
    """Whether it is in the outbox."""
    return delivery.state is DeliveryState.PENDING and delivery.due is None


def _settle(workspace: "Workspace", delivery: Delivery, state: DeliveryState) -> None:
    """Nothing is left to be done for it: remember it as one of the latest, and nothing in its store."""
    delivery.state = state
    if delivery.job_id is not None:
        workspace.faults.forget(delivery.job_id)
    workspace.settled.append(delivery.number)
    if len(workspace.settled) > MAX_SETTLED:
        del workspace.deliveries[workspace.settled.popleft()]


def _bend(workspace: "Workspace", delivery: Delivery) -> int:
    """Let faults strike a new delivery; the microseconds until its first attempt.

    One delivery at a time is held: the one that lets it go is not held itself, so that faults
    which strike every delivery swap them in pairs.
    """
    if not workspace.faults:
        return 0
    struck = workspace.faults.take(
        "announce",
        delivery.operation,
        workspace.now,
        workspace.seed,
        delivery.job_id,
        able=lambda fault: fault.kind != "reorder" or workspace.held is None,
    )
    delivery.faults = kinds = tuple(fault.kind for fault in struck)
    if "drop" in kinds:
        return 0
    delivery.held = "reorder" in kinds
    delivery.copies = sum(fault.arguments.get("copies", 0) for fault in struck)
    return sum(round(fault.arguments.get("seconds", 0) * SECOND) for fault in struck)


def _follow(workspace: "Workspace", held: Delivery, when: int) -> None:
    """Let the held delivery go right after the one that is due then, unless it is due sooner."""
    if held.due is not None and when <= held.due:
        _let_go(workspace, held)
        _attempt_at(workspace, held, when)


def _let_go(workspace: "Workspace", delivery: Delivery) -> None:
    if delivery.held:
        delivery.held = False
        workspace.held = None


def _failures(workspace: "Workspace", delivery: Delivery) -> int:
    """The attempts that failed since the last one that was acknowledged."""
    failures = 0
    for attempt in reversed(delivery.attempts):
        if attempt.status is not None and workspace.rules.acknowledges(attempt.status):
            break
        failures += 1
    return failures


def _attempt_at(workspace: "Workspace", delivery: Delivery, when: int) -> None:
    """Plan the next attempt, instead of the one that is planned."""
    if delivery.due is not None:
        workspace.clock.cancel(delivery.timer)
    delivery.due = when
    delivery.timer = workspace.clock.at(when, "delivery.attempt", delivery.number).sequence
