"""What faults have in store for a job: to fail, to be stuck, or for some of its items to fail."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from dressform.engine.faults import KINDS, WEBHOOK_STAGES, Fault
from dressform.engine.jobs import Job, State

if TYPE_CHECKING:
    from dressform.engine.workspace import Workspace


def decide(workspace: "Workspace", job: Job) -> None:
    """Let faults strike a new job: the first of them decides if they disagree.

    Webhook faults of the call that submits it wait for its end.
    """
    if not workspace.faults:
        return
    struck = workspace.faults.take("job", job.operation, workspace.now, workspace.seed, job.id)
    job.faults = tuple(fault.kind for fault in struck)
    whole = [fault for fault in struck if not _strikes_items(job, fault)]
    for fault in whole[:1]:
        job.fate = "stuck" if fault.kind == "stuck" else "fail"
        job.fate_error = fault.arguments.get("error")
        job.run_for = round(job.run_for * fault.arguments.get("fraction", 1))
    if job.callback is None:
        return
    for fault in workspace.faults.in_band:
        if KINDS[fault.kind].stage in WEBHOOK_STAGES:
            number = workspace.counters.next("fault")
            workspace.faults.plan(replace(fault, id=number, job_id=job.id, times=1))


def ending(job: Job) -> tuple[State, str | None]:
    """How a job ends by itself, and with what error."""
    errors = job.item_errors or {}
    if job.fate == "fail":
        return State.FAILED, job.fate_error
    if errors and len(errors) == job.items:
        return State.FAILED, next(iter(errors.values()))
    return State.COMPLETED, None


def settle(workspace: "Workspace", job: Job) -> None:
    """Let the vendor make what the end of a job leaves behind."""
    announced = workspace.counters.last.get("delivery")
    workspace.rules.settled(workspace, job)
    if announced == workspace.counters.last.get("delivery"):
        workspace.faults.forget(job.id)


def forget(workspace: "Workspace", job: Job) -> None:
    """A job that has not ended will be announced to nobody."""
    if not job.ended:
        workspace.faults.forget(job.id)


def spare(job: Job) -> None:
    """Nothing is in store for it any more, and nothing has happened to it."""
    job.error = job.fate = job.fate_error = job.item_errors = None


def _strikes_items(job: Job, fault: Fault) -> bool:
    """Whether a fault strikes only items of a bulk; those are noted."""
    items = [fault.item] if fault.item is not None else fault.arguments.get("items")
    if not job.items or items is None:
        return False
    error = fault.arguments.get("error", "The provider returned an error")
    struck = {item: error for item in items if item < job.items}
    job.item_errors = struck | (job.item_errors or {})
    return True
