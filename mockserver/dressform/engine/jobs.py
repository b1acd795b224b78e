"""The life of one asynchronous generation."""

from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct


class State(StrEnum):
    """Where a job is. A vendor maps these to its own words and need not use them all."""

    PENDING = "pending"
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"


_ENDED = frozenset({State.COMPLETED, State.FAILED, State.CANCELED, State.EXPIRED})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.QUEUED, State.PROCESSING, State.FAILED, State.CANCELED}),
    State.QUEUED: frozenset({State.PROCESSING, State.FAILED, State.CANCELED}),
    State.PROCESSING: _ENDED,
    State.COMPLETED: frozenset(),
    State.FAILED: frozenset({State.PENDING}),
    State.CANCELED: frozenset(),
    State.EXPIRED: frozenset({State.PENDING}),
}


class IllegalTransition(ValueError):
    """A job cannot go from the state it is in to the one that was asked for."""


class Callback(Struct, frozen=True, gc=False):
    """Where the end of a job is announced: events not listed are not sent, no secret, no signature."""

    url: str
    secret: str | None
    events: tuple[str, ...]


@lru_cache(maxsize=1024)
def callback(url: str, secret: str | None, events: tuple[str, ...]) -> Callback:
    """The same for the same: many jobs announce their ends in one place."""
    return Callback(url, secret, events)


class Job(Struct, gc=False):
    """One generation. Spans and instants are microseconds; `request` is JSON in the vendor's shape.

    `faults` are the kinds that struck when it was submitted. By itself it then ends as its `fate`
    says: with `fate_error`, or never. Lists find it by its `traits` and its `place` (see `Shelves`).
    Kept out of the garbage collector's sight (it holds no cycles): a million of them cost no pause.
    """

    id: int | str
    operation: str
    state: State
    request: bytes
    origin: str
    created_at: int
    updated_at: int
    run_for: int
    charge: int | None = None
    timer: int = 0
    due: int | None = None
    callback: Callback | None = None
    error: str | None = None
    results: tuple[int | str, ...] = ()
    items: int = 0
    item_errors: dict[int, str] | None = None
    fate: Literal["fail", "stuck"] | None = None
    fate_error: str | None = None
    faults: tuple[str, ...] = ()
    traits: tuple[Any, ...] = ()
    place: int = 0

    @property
    def ended(self) -> bool:
        """Whether the job has reached a state that it does not leave by itself."""
        return self.state in _ENDED

    def move_to(self, state: State, now: int) -> None:
        """Enter `state`, or raise `IllegalTransition` and change nothing."""
        if state not in TRANSITIONS[self.state]:
            raise IllegalTransition(f"job {self.id} is {self.state} and cannot become {state}")
        self.state = state
        self.updated_at = now
