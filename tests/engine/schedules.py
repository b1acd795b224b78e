"""Calls as data, so that one schedule of them can be played to several workspaces."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from dressform.engine.clock import SECOND
from dressform.engine.errors import OutOfCredits, RateLimited
from dressform.engine.jobs import Job
from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from tests.engine.worlds import FAULTS, HOOK, resend, submit

Step = tuple[str, int, int]

STEPS = st.tuples(
    st.sampled_from(
        [
            "submit",
            "submit",
            "submit",
            "advance",
            "advance",
            "observe",
            "finish",
            "fail",
            "cancel",
            "expire",
            "forget",
            "plan",
            "plan",
            "unplan",
            "ask for trouble",
            "deliver",
            "deliver",
            "resend",
            "grant",
            "take",
        ]
    ),
    st.integers(0, 60),
    st.integers(0, 600),
)


def play(workspace: Workspace, step: Step) -> Any:
    """One call; what came of it, be it a refusal."""
    what, a, b = step
    jobs = list(workspace.jobs.values())
    job = jobs[a % len(jobs)] if jobs else None
    try:
        outcome = _PLAYS[what](workspace, job, a, b)
    except (OutOfCredits, RateLimited, ValueError, KeyError) as refused:
        outcome = repr(refused)
    return what, workspace.now, workspace.ledger.balance, outcome


def _submit(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    span = (0, b * SECOND)
    return submit(workspace, price=a % 9, wait=span, run=span, callback=HOOK if a % 2 else None).due


def _ask_for_trouble(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    span = (0, b * SECOND)
    fault = FAULTS[a % len(FAULTS)]
    return submit(workspace, wait=span, run=span, callback=HOOK, in_band=fault).faults


def _plan(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    matching = {
        "times": (1, 2, None)[b % 3],
        "probability": (1.0, 0.5)[b // 3 % 2],
        "skip": b // 6 % 2,
        "after": (0, 60 * SECOND)[b // 12 % 2],
    }
    return workspace.plan_fault(*FAULTS[a % len(FAULTS)], **matching).id


def _resend(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    delivery: Delivery | None = workspace.deliveries.get(1 + a % max(1, len(workspace.deliveries)))
    return delivery and resend(workspace, delivery)


def _deliver(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    if not workspace.outbox:
        return None
    number = workspace.outbox[0]
    headers, fault = workspace.headers(workspace.deliveries[number])
    attempt = Attempt(workspace.now, (200, 500)[a % 2], fault=fault)
    workspace.attempted(number, attempt, refused=not b)
    return headers, fault


_PLAYS: dict[str, Callable[[Workspace, Job | None, int, int], Any]] = {
    "submit": _submit,
    "advance": lambda w, _, a, b: w.advance_to(w.now + a * b * SECOND),
    "observe": lambda w, job, *_: job and w.observe(job),
    "finish": lambda w, job, *_: job and w.finish(job),
    "fail": lambda w, job, *_: job and w.fail(job, "provider"),
    "cancel": lambda w, job, *_: job and w.cancel(job),
    "expire": lambda w, job, *_: job and w.expire(job),
    "plan": _plan,
    "unplan": lambda w, _, a, b: w.faults.remove(a % 9) if b else w.faults.clear(),
    "ask for trouble": _ask_for_trouble,
    "resend": _resend,
    "forget": lambda w, job, *_: job and w.forget(job),
    "deliver": _deliver,
    "grant": lambda w, _, a, b: w.ledger.grant(w.now, a - b % 60),
    "take": lambda w, *_: w.window and w.window.take(w.now),
}
