"""The smallest vendor that uses the whole engine, and workspaces that live by its rules.

Everything here is a module-level function, as a vendor's rules must be, so that a workspace can be
pickled whatever hangs on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import settings

from dressform.engine.assets import Asset
from dressform.engine.clock import HOUR, MINUTE, SECOND, Clock, Mode
from dressform.engine.faults import make_fault
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Callback, Job, State
from dressform.engine.shelves import Listing
from dressform.engine.webhooks import Attempt, Delivery, standard_webhooks
from dressform.engine.workspace import Endpoint, Rules, Span, Workspace

# Off the whole second, so that whatever truncates shows.
START = 1_780_000_000 * SECOND + 123_456
BACKOFF = (5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR)
HOOK = Callback("http://127.0.0.1:9/hook", "whsec_c2VjcmV0", ("job.completed", "job.failed"))

# One of every kind that strikes inside the engine.
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("insufficient_credits", {}),
    ("provider_error", {}),
    ("fail_at", {"fraction": 0.25}),
    ("stuck", {}),
    ("duplicate", {"copies": 2}),
    ("reorder", {}),
    ("delay", {"seconds": 90}),
    ("drop", {}),
    ("bad_signature", {}),
    ("stale_timestamp", {}),
)

STEADY = settings(deadline=None, derandomize=True, database=None)

# vendor-notes.md, Nextry, "job states": what the engine allows, in words of our own.
ALLOWED = {
    State.PENDING: {State.QUEUED, State.PROCESSING, State.FAILED, State.CANCELED},
    State.QUEUED: {State.PROCESSING, State.FAILED, State.CANCELED},
    State.PROCESSING: {State.COMPLETED, State.FAILED, State.CANCELED, State.EXPIRED},
    State.COMPLETED: set(),
    State.FAILED: {State.PENDING},
    State.CANCELED: set(),
    State.EXPIRED: {State.PENDING},
}


def new_job_id(workspace: Workspace) -> int:
    """Rising numbers."""
    return workspace.counters.next("job")


def settled(workspace: Workspace, job: Job) -> None:
    """Note the end and the balance at it, make one picture of a job that went well, announce it."""
    ends = workspace.resources.setdefault("end", {})
    ends[job.id] = (
        *ends.get(job.id, ()),
        (str(job.state), workspace.now, workspace.ledger.balance),
    )
    if job.state is State.COMPLETED:
        job.results = (_picture(workspace, job),)
    if job.callback is not None:
        workspace.announce(f"job.{job.state}", f'{{"id":{job.id}}}'.encode(), job.callback, job)


def _picture(workspace: Workspace, job: Job) -> str:
    token = hex_token(workspace.random)
    workspace.assets[token] = Asset(
        token=token,
        kind="image",
        format="png",
        width=64,
        height=96,
        subject="model",
        garment=workspace.random.getrandbits(32),
        person=1,
        backdrop=2,
        created_at=workspace.now,
        job_id=job.id,
        expires_at=workspace.now + 4 * HOUR,
    )
    return token


def acknowledges(status: int) -> bool:
    """Any 2xx."""
    return 200 <= status < 300


RULES = Rules(
    new_job_id=new_job_id,
    settled=settled,
    refunded=frozenset({State.FAILED, State.CANCELED, State.EXPIRED}),
    backoff=BACKOFF,
    sign=standard_webhooks,
    acknowledges=acknowledges,
    listing=Listing({state: str(state) for state in State}, by_change=True),
)


def world(*, seed: int = 7, credits: int = 100, mode: Mode = "manual", **rules: Any) -> Workspace:
    """A workspace at `START`, with credits; `rules` replace those of the same name."""
    workspace = Workspace(
        replace(RULES, **rules),
        id="default",
        seed=seed,
        clock=Clock(now=START, mode=mode),
        endpoint=Endpoint(HOOK.url, "whsec_c2VjcmV0"),
    )
    workspace.ledger.grant(START, credits)
    return workspace


def submit(
    workspace: Workspace,
    *,
    price: int = 1,
    wait: Span = (2 * SECOND, 2 * SECOND),
    run: Span = (30 * SECOND, 30 * SECOND),
    callback: Callback | None = None,
    in_band: tuple[str, dict[str, Any]] | None = None,
) -> Job:
    """A job that waits 2 s and runs 30 s, unless told otherwise; asked for as a handler does."""
    faults = [] if in_band is None else [make_fault(*in_band, id=0, now=workspace.now)]
    with workspace.faults.during(faults):
        workspace.require("create", price)
        return workspace.submit(
            "create",
            b"{}",
            price=price,
            wait=wait,
            run=run,
            origin="http://host",
            callback=callback,
            traits=(price,),
        )


def deliver(workspace: Workspace, status: int | None = 200, *, refused: bool = False) -> list[int]:
    """Attempt all that is in the outbox, with one outcome for all; their numbers, in order."""
    numbers = []
    while workspace.outbox:
        numbers.append(number := workspace.outbox[0])
        _, fault = workspace.headers(workspace.deliveries[number])
        attempt = Attempt(workspace.now, status, fault=fault)
        workspace.attempted(number, attempt, refused=refused)
    return numbers


def resend(workspace: Workspace, delivery: Delivery) -> None:
    """Send it again, and note it: its attempts keep no distance any more."""
    workspace.resend(delivery)
    workspace.resources.setdefault("resent", {})[delivery.number] = True


@contextmanager
def unchanged(workspace: Workspace) -> Iterator[None]:
    """What happens inside leaves no trace whatsoever in the workspace."""
    before = deepcopy(workspace.state())
    yield
    assert before == workspace.state()
