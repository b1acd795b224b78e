"""Journals and deliveries as short to write as to read: a second of the story is `at=1`."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from dressform.lint import Finding, lint
from dressform.rows import AttemptRow, DeliveryRow, RequestRow
from dressform.vendor import Manners

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
HOOK = "http://127.0.0.1:9/hook"

STRICT = Manners(poll_interval=3.0, backoff=True, stop_when_ended=True, signs=True)


def moment(seconds: float) -> datetime:
    """So many seconds into the story."""
    return START + timedelta(seconds=seconds)


class Story:
    """Requests in the order in which they were answered.

    `at` is virtual and `wall` the wall's, both in seconds; the one follows the other unless told.
    """

    def __init__(self, clock: str = "real") -> None:
        self.clock = clock
        self.rows: list[RequestRow] = []
        self.numbers = count(1)

    def request(self, at: float, wall: float | None = None, **facts: Any) -> RequestRow:
        plain: dict[str, Any] = {
            "number": next(self.numbers),
            "at": moment(at),
            "wall": moment(at if wall is None else wall),
            "clock": self.clock,
            "method": "GET",
            "path": "/uwear/generations",
            "query": "",
            "operation": "list_generations",
            "status": 200,
            "milliseconds": 1.0,
            "credits_before": 100,
            "credits_after": 100,
            "decided": "",
            "reason": None,
            "faults": (),
            "job_id": None,
            "job_state": None,
            "headers": {"Authorization": "***", "User-Agent": "shop/1"},
            "request": None,
            "response_headers": {},
            "response": None,
        }
        self.rows.append(RequestRow(**plain | facts))
        return self.rows[-1]

    def poll(
        self, at: float, wall: float | None = None, state: str = "processing", **facts: Any
    ) -> RequestRow:
        job = facts.pop("job_id", 7)
        plain: dict[str, Any] = {"operation": "get_generation", "path": f"/uwear/generation/{job}"}
        return self.request(at, wall, job_id=job, job_state=state, **plain | facts)

    def create(
        self, at: float, wall: float | None = None, *, job_id: int | None = None, **facts: Any
    ) -> RequestRow:
        """With a job it is charged 5 credits for."""
        plain: dict[str, Any] = {
            "method": "POST",
            "path": "/uwear/generation",
            "operation": "create_generation",
            "request": {"prompt": "a dress"},
            "job_id": job_id,
            "job_state": None if job_id is None else "queued",
            "credits_after": 100 if job_id is None else 95,
        }
        return self.request(at, wall, **plain | facts)

    def findings(
        self, rule: str, *deliveries: DeliveryRow, manners: Manners = STRICT
    ) -> list[Finding]:
        """What that rule has to say."""
        found = lint(manners, self.rows, deliveries)
        return [finding for finding in found if finding.rule == rule]


def attempt(
    at: float, status: int | None = 204, *, fault: str | None = None, error: str | None = None
) -> AttemptRow:
    """One try."""
    return AttemptRow(at=moment(at), status=status, error=error, fault=fault)


def delivery(*attempts: AttemptRow, id: str = "msg_1", **facts: Any) -> DeliveryRow:
    """Of job 7, signed, and delivered unless told."""
    plain: dict[str, Any] = {
        "event": "generation.completed",
        "url": HOOK,
        "job_id": 7,
        "operation": "create_generation",
        "state": "delivered",
        "signed": True,
        "created_at": START,
        "due_at": None,
        "faults": (),
        "body": {},
    }
    return DeliveryRow(**{"id": id, "attempts": attempts} | plain | facts)
