"""Calls as data, so that one schedule of them can be played to several workspaces."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from dressform.engine.clock import SECOND
from dressform.engine.errors import OutOfCredits, RateLimited
from dressform.engine.jobs import Job
from dressform.engine.webhooks import Attempt
from dressform.engine.workspace import Workspace
from tests.engine.worlds import HOOK, submit

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
            "forget",
            "deliver",
            "deliver",
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
    except (OutOfCredits, RateLimited, ValueError) as refused:
        outcome = repr(refused)
    return what, workspace.now, workspace.ledger.balance, outcome


def _submit(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    span = (0, b * SECOND)
    return submit(workspace, price=a % 9, wait=span, run=span, callback=HOOK if a % 2 else None).due


def _deliver(workspace: Workspace, _job: Job | None, a: int, b: int) -> Any:
    if not workspace.outbox:
        return None
    workspace.attempted(
        number := workspace.outbox.popleft(),
        Attempt(workspace.now, (200, 500)[a % 2]),
        refused=not b,
    )
    return workspace.deliveries[number].id


_PLAYS: dict[str, Callable[[Workspace, Job | None, int, int], Any]] = {
    "submit": _submit,
    "advance": lambda w, _, a, b: w.advance_to(w.now + a * b * SECOND),
    "observe": lambda w, job, *_: job and w.observe(job),
    "finish": lambda w, job, *_: job and w.finish(job),
    "fail": lambda w, job, *_: job and w.fail(job, "provider"),
    "forget": lambda w, job, *_: job and w.forget(job),
    "deliver": _deliver,
    "grant": lambda w, _, a, b: w.ledger.grant(w.now, a - b % 60),
    "take": lambda w, *_: w.window and w.window.take(w.now),
}
