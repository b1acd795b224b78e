"""What the control API and the Python handles show of each kind of thing.

Instants are UTC datetimes (RFC 3339 in JSON, to the microsecond, so that they can be sent back).
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

from dressform.engine.clock import Mode

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Moment = Annotated[datetime, Meta(tz=True)]

_Row = TypeVar("_Row")


def moment(instant: int) -> datetime:
    """An engine's instant, in microseconds since the epoch, as a datetime."""
    return _EPOCH + timedelta(microseconds=instant)


def moment_or_none(instant: int | None) -> datetime | None:
    """The same for what may not be planned."""
    return None if instant is None else moment(instant)


class Rows(Struct, Generic[_Row], frozen=True):
    """Every list answers `{"items": [...]}`."""

    items: list[_Row]


class HealthRow(Struct, frozen=True, kw_only=True):
    """That the server answers, and which version of Dressform it is."""

    status: str
    version: str


class OperationRow(Struct, frozen=True, kw_only=True):
    """A documented operation, how sure Dressform is of it, and where it stands."""

    id: str
    method: str
    path: str
    evidence: str
    source: str


class VendorRow(Struct, frozen=True, kw_only=True):
    """A simulated vendor: where it is served, the key of its default workspace, its operations."""

    slug: str
    title: str
    base_url: str
    docs_url: str
    openapi_url: str
    hosts: list[str]
    api_key: str
    operations: list[OperationRow]


class ClockRow(Struct, frozen=True, kw_only=True):
    """A clock: its time, as a datetime and in unix seconds, and what drives it."""

    now: Moment
    unix: float
    mode: Mode
    rate: float


class FiredRow(Struct, frozen=True, kw_only=True):
    """A timer that fired. `what` is `job.start`, `job.end` or `delivery.attempt`, `subject` the id
    of the job or the delivery, `outcome` the job's state after it, or the attempt's HTTP status or
    error.
    """

    at: Moment
    what: str
    subject: int | str
    outcome: str | None
    vendor: str
    workspace: str


class AdvancedRow(ClockRow, frozen=True, kw_only=True):
    """A clock after it was moved, and what fired on the way, in order."""

    fired: list[FiredRow]


class WorkspaceRow(Struct, frozen=True, kw_only=True):
    """A workspace: what it was made with, and what has become of that. Credits are the balance,
    `rate_limit` is in requests per minute, `daily_limit` per day; None: no limit.
    """

    id: str
    api_key: str
    base_url: str
    credits: int
    plan: str | None
    rate_limit: int | None
    daily_limit: int | None
    webhook_url: str | None
    webhook_secret: str
    seed: int
    clock: ClockRow


class TokenRow(Struct, frozen=True, kw_only=True):
    """A session token of a user of the workspace; it ends by the workspace's time."""

    token: str
    expires_at: Moment


class LedgerRow(Struct, frozen=True, kw_only=True):
    """A movement of credits: `kind` is `grant`, `charge` or `refund`, `amount` is signed, `balance`
    is what was left after it.
    """

    at: Moment
    kind: str
    amount: int
    job_id: int | str | None
    balance: int


class LedgerRows(Struct, frozen=True, kw_only=True):
    """All movements of credits, and what is left."""

    items: list[LedgerRow]
    balance: int


class JobRow(Struct, frozen=True, kw_only=True):
    """A job in the engine's words. `due_at` is its next transition, `credits` what it cost,
    `faults` the kinds that were planned for it and fired.
    """

    id: int | str
    operation: str
    state: str
    created_at: Moment
    updated_at: Moment
    due_at: Moment | None
    credits: int
    refunded: bool
    error: str | None
    faults: tuple[str, ...]
    results: tuple[int | str, ...]
    request: Any


class AttemptRow(Struct, frozen=True, kw_only=True):
    """One try at a delivery: the receiver's HTTP status, or why there was none; `fault` is what was
    made wrong with its signature, if anything was.
    """

    at: Moment
    status: int | None
    error: str | None
    fault: str | None


class DeliveryRow(Struct, frozen=True, kw_only=True):
    """A webhook and its attempts. `operation` made the job that it tells of; `faults` are the kinds
    that fired when it was announced.
    """

    id: str
    event: str
    url: str
    job_id: int | str | None
    operation: str | None
    state: str
    signed: bool
    created_at: Moment
    due_at: Moment | None
    faults: tuple[str, ...]
    attempts: tuple[AttemptRow, ...]
    body: Any


class DeliveryRows(Struct, frozen=True, kw_only=True):
    """The webhooks of a workspace; of those that are settled only the latest are kept, and `dropped`
    is how many others there were.
    """

    items: list[DeliveryRow]
    dropped: int


class RequestRow(Struct, frozen=True, kw_only=True):
    """A journal entry: one request and its answer, with every credential hidden.

    `at` is the workspace's time and None where no workspace was reached, `wall` the wall's, `clock`
    the mode of the workspace's clock. `operation` is None where the contract has none, and `media`
    for a download. `status` is None where the connection was dropped. `reason` is the class of the
    refusal, if it was refused; `decided` says in words what happened, `faults` which kinds fired.
    """

    number: int
    at: Moment | None
    wall: Moment
    clock: Mode | None
    method: str
    path: str
    query: str
    operation: str | None
    status: int | None
    milliseconds: float
    credits_before: int | None
    credits_after: int | None
    decided: str
    reason: str | None
    faults: tuple[str, ...]
    job_id: int | str | None
    job_state: str | None
    headers: dict[str, str]
    request: Any
    response_headers: dict[str, str]
    response: Any


class RequestRows(Struct, frozen=True, kw_only=True):
    """The latest entries of a journal; `dropped` older ones no longer fit."""

    items: list[RequestRow]
    dropped: int


class FaultRow(Struct, frozen=True, kw_only=True):
    """A planned misbehaviour. `times` is how often it may fire (None: for good), `fired` how often
    it has; of the requests that match, `skip` pass first.
    """

    id: int
    kind: str
    arguments: dict[str, Any]
    operation: str | None
    times: int | None
    probability: float
    skip: int
    active_from: Moment
    job_id: int | str | None
    created_at: Moment
    seen: int
    fired: int


class SnapshotRow(Struct, frozen=True, kw_only=True):
    """A workspace as it was at an instant of its own time; `size` is in bytes."""

    id: str
    vendor: str
    workspace: str
    at: Moment
    jobs: int
    credits: int
    size: int
