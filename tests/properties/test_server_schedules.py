"""Random schedules of calls, faults and moves of time, on real sockets with a real receiver.

Whatever happens: the balance is the sum of the ledger, nothing is refunded twice, webhooks arrive
in the order of their virtual times, and what follows a snapshot follows it again in a fork.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dressform import MockServer
from dressform.mock.workspace import MockWorkspace
from tests.support.pictures import SOUND
from tests.support.receiver import Receiver, receiving

Json = dict[str, Any]
Step = tuple[str, Json]

START = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)

_IMAGE = {"model_slug": "gemini-flash", "prompt": "p"}
_CREATE = st.fixed_dictionaries(
    {"num_images": st.integers(1, 4), "hook": st.booleans()},
    optional={
        "tag": st.sampled_from(
            ["[[fault:stuck]]", "[[fault:provider_error]]", "[[fault:duplicate]]"]
        )
    },
)
_FAULT_KINDS: list[Json] = [
    {"kind": "status", "status": 503},
    {"kind": "reset", "when": "before"},
    {"kind": "reset", "when": "after"},
    {"kind": "truncate"},
    {"kind": "malformed"},
    {"kind": "rate_limit"},
    {"kind": "insufficient_credits"},
    {"kind": "provider_error"},
    {"kind": "fail_at", "fraction": 0.5},
    {"kind": "stuck"},
    {"kind": "duplicate"},
    {"kind": "reorder"},
    {"kind": "delay", "seconds": 90},
    {"kind": "drop"},
    {"kind": "bad_signature"},
]
_FAULT = st.builds(
    dict.__or__,
    st.sampled_from(_FAULT_KINDS),
    st.fixed_dictionaries(
        {"times": st.sampled_from([1, 2, None]), "probability": st.sampled_from([1.0, 0.5])}
    ),
)
_STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("create"), _CREATE),
    st.tuples(st.just("create"), _CREATE),
    st.tuples(st.just("upload"), st.fixed_dictionaries({"enhanced": st.booleans()})),
    st.tuples(st.just("poll"), st.fixed_dictionaries({"job": st.integers(1, 4)})),
    st.tuples(st.just("list"), st.just({})),
    st.tuples(st.just("fault"), _FAULT),
    st.tuples(st.just("end"), st.fixed_dictionaries({"job": st.integers(1, 4)})),
    st.tuples(st.just("advance"), st.fixed_dictionaries({"seconds": st.sampled_from([1, 9, 400])})),
    st.tuples(st.just("advance"), st.fixed_dictionaries({"to": st.sampled_from(["next", "idle"])})),
)
_SCHEDULE = st.lists(_STEP, max_size=12)


@dataclass
class Client:
    """A stock client of one workspace, and what it was answered."""

    shop: MockWorkspace
    hook: str
    http: requests.Session = field(default_factory=requests.Session)

    def follow(self, schedule: list[Step]) -> list[Any]:
        """Do all of it; what came of each step, as far as it does not name the workspace."""
        self.http.headers["Authorization"] = f"Bearer {self.shop.api_key}"
        with self.http:
            return [getattr(self, f"_{name}")(**given) for name, given in schedule]

    def _create(self, num_images: int, hook: bool, tag: str = "") -> Any:
        body = _IMAGE | {"num_images": num_images, "prompt": f"p {tag}"}
        return self._ask(
            "POST", "/generation", json=body | ({"webhook_url": self.hook} if hook else {})
        )

    def _upload(self, enhanced: bool) -> Any:
        form = {"clothing_item_name": "Jacket", "use_image_enhancement": str(enhanced).lower()}
        return self._ask("POST", "/clothing-item", data=form, files={"photo_file": SOUND["png"]})

    def _poll(self, job: int) -> Any:
        return self._ask("GET", f"/generation/{job}")

    def _list(self) -> Any:
        return self._ask("GET", "/generations")

    def _fault(self, kind: Any, **given: Any) -> Any:
        self.shop.fault(kind, **given)

    def _end(self, job: int) -> Any:
        with suppress(ValueError):  # there is no such job, or it has ended
            return self.shop.finish(job).state
        return None

    def _advance(self, **given: Any) -> Any:
        before = self.shop.now
        fired = self.shop.advance(**given)
        now = self.shop.now
        if "seconds" in given:
            assert now == before + timedelta(seconds=given["seconds"])
        assert all(before <= row.at <= now for row in fired)
        return [(row.at, row.what, row.subject, row.outcome) for row in fired]

    def _ask(self, method: str, path: str, **arguments: Any) -> Any:
        try:
            answer = self.http.request(method, self.shop.base_url + path, timeout=10, **arguments)
        except requests.RequestException as error:
            return type(error).__name__
        return answer.status_code, self.nameless(answer.text)

    def nameless(self, text: str) -> str:
        """The text without ids of workspaces in its URLs."""
        return re.sub(r"/w\d+/", "/ID/", text)

    def holds(self) -> Json:
        """What the workspace has come to."""
        shop = self.shop
        deliveries = [(row.id, row.state, row.attempts, row.faults) for row in shop.deliveries]
        return {
            "ledger": shop.ledger,
            "jobs": [
                (row.id, row.state, row.due_at, row.faults, row.refunded) for row in shop.jobs
            ],
            "deliveries": deliveries,
            "bodies": [self.nameless(json.dumps(row.body)) for row in shop.deliveries],
            "faults": shop.faults,
            "now": shop.now,
        }


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(clock="manual", strict=True) as server:
        yield server


def _open(server: MockServer, receiver: Receiver) -> Client:
    receiver.received.clear()
    shop = server.uwear.workspace(credits=12, rate_limit=20, seed=3, now=START)
    return Client(shop, receiver.url)


_bounded = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@_bounded
@given(before=_SCHEDULE, after=_SCHEDULE)
def test_what_follows_a_snapshot_follows_it_again_in_a_fork_and_after_a_restore(
    server: MockServer, receiver: Receiver, before: list[Step], after: list[Step]
) -> None:
    first = _open(server, receiver)
    first.follow(before)
    kept = first.shop.snapshot()
    twin = Client(first.shop.fork(kept), receiver.url)
    with first.shop, twin.shop:
        assert twin.holds() == first.holds()
        answers, outcome = first.follow(after), first.holds()
        assert twin.follow(after) == answers
        assert twin.holds() == outcome
        first.shop.restore(kept)
        assert Client(first.shop, receiver.url).follow(after) == answers
        assert first.holds() == outcome


@_bounded
@given(schedule=_SCHEDULE)
def test_the_balance_is_the_sum_of_the_ledger_and_nothing_is_refunded_twice(
    server: MockServer, receiver: Receiver, schedule: list[Step]
) -> None:
    client = _open(server, receiver)
    with client.shop as shop:
        client.follow(schedule)
        ledger = shop.ledger
        sums = [sum(row.amount for row in ledger[: n + 1]) for n in range(len(ledger))]
        assert [row.balance for row in ledger] == sums
        assert shop.credits == sums[-1] >= 0
        refunds = sorted((row.job_id, row.amount) for row in ledger if row.kind == "refund")
        failed = [job for job in shop.jobs if job.state in {"failed", "canceled", "expired"}]
        assert refunds == [(job.id, job.credits) for job in failed]
        assert [job for job in shop.jobs if job.refunded] == failed
        charges = {row.job_id: -row.amount for row in ledger if row.kind == "charge" and row.job_id}
        assert charges == {job.id: job.credits for job in shop.jobs}


@_bounded
@given(schedule=_SCHEDULE)
def test_webhooks_arrive_in_the_order_of_their_virtual_times_unless_a_fault_says_otherwise(
    server: MockServer, receiver: Receiver, schedule: list[Step]
) -> None:
    client = _open(server, receiver)
    with client.shop as shop:
        client.follow([*schedule, ("advance", {"to": "idle"})])
        arrived = [row.headers["webhook-id"] for row in receiver.received]
        rows = shop.deliveries
        attempts = [(attempt.at, row.id) for row in rows for attempt in row.attempts]
        assert sorted(arrived) == sorted(name for _, name in attempts)
        at = {name: [when for when, other in attempts if other == name] for name in arrived}
        times = [at[name].pop(0) for name in arrived]
        assert times == sorted(times)
        untouched = [row.id for row in rows if not row.faults]
        created = {row.id: row.created_at for row in rows}
        first = [name for name in dict.fromkeys(arrived) if name in untouched]
        assert [created[name] for name in first] == sorted(created[name] for name in first)
        assert all(row.attempts[0].at == row.created_at for row in rows if not row.faults)
