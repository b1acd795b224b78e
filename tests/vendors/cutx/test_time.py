"""Time: the states of a job, how long it takes, and what a poll shows meanwhile."""

from datetime import datetime

import pytest

from dressform.engine.jobs import State
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import COPY, STATIC_AD, VIDEO, make, status

TYPES = {COPY: "copy", STATIC_AD: "static_ad", VIDEO: "ugc_video"}


@pytest.mark.parametrize(("path", "kind"), [(STATIC_AD, "image"), (VIDEO, "video")])
def test_a_job_passes_through_its_states_and_has_its_file_only_when_completed(
    cutx: Shop, path: str, kind: str
) -> None:
    job_id = make(cutx, path)["jobId"]
    seen = []
    for _ in range(3):
        answer = status(cutx, job_id)
        assert list(answer) == ["id", "type", "status", "assets", "createdAt", "completedAt"]
        assert (answer["id"], answer["type"]) == (job_id, TYPES[path])
        kinds = [asset["type"] for asset in answer["assets"]]
        seen.append((answer["status"], kinds, answer["completedAt"] is None))
        cutx.advance(to="next")
    assert seen == [("queued", [], True), ("processing", [], True), ("completed", [kind], False)]


@pytest.mark.parametrize("end", ["fail", "expire"])
def test_an_operator_sends_a_job_through_again_from_pending_on_and_for_nothing(
    cutx: Shop, end: str
) -> None:
    key = {"idempotencyKey": "again"}
    job_id = make(cutx, STATIC_AD, **key)["jobId"]
    cutx.control("POST", f"jobs/{job_id}/{end}")
    assert cutx.control("POST", f"jobs/{job_id}/retry")["state"] == "pending"
    assert make(cutx, STATIC_AD, **key) == {
        "jobId": job_id,
        "creditsUsed": 0,
        "status": "reused",
    }
    seen = []
    for _ in range(4):
        answer = status(cutx, job_id)
        seen.append((answer["status"], len(answer["assets"]), "error" in answer))
        cutx.advance(to="next")
    states = ["pending", "queued", "processing", "completed"]
    assert seen == [(state, int(state == "completed"), False) for state in states]
    assert cutx.credits == 1000  # given back when it ended badly, and not asked for again


def test_copy_can_be_polled_too_and_has_no_files(cutx: Shop) -> None:
    answer = status(cutx, make(cutx, COPY)["jobId"])
    assert (answer["type"], answer["status"], answer["assets"]) == ("copy", "completed", [])
    assert answer["completedAt"] == answer["createdAt"]


@pytest.mark.parametrize(("path", "shortest", "longest"), [(STATIC_AD, 20, 30), (VIDEO, 60, 180)])
def test_a_job_takes_as_long_as_the_page_says(
    open_workspace: OpenWorkspace, path: str, shortest: int, longest: int
) -> None:
    clock = {"mode": "manual", "now": "2026-03-09T10:00:00Z"}
    shop = open_workspace("cutx", credits=10_000, clock=clock)
    jobs = [make(shop, path)["jobId"] for _ in range(40)]
    shop.advance(seconds=shortest - 1)
    assert {status(shop, job_id)["status"] for job_id in jobs} <= {"queued", "processing"}
    shop.advance(seconds=longest - shortest + 1)
    answers = [status(shop, job_id) for job_id in jobs]
    assert {answer["status"] for answer in answers} == {"completed"}
    assert {answer["createdAt"] for answer in answers} == {"2026-03-09T10:00:00Z"}
    spans = {
        (
            datetime.fromisoformat(answer["completedAt"])
            - datetime.fromisoformat(answer["createdAt"])
        ).total_seconds()
        for answer in answers
    }
    assert shortest <= min(spans) < max(spans) <= longest


def test_a_client_that_polls_under_an_auto_clock_needs_no_sleep(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("cutx", clock={"mode": "auto"})
    job_id = make(shop, VIDEO)["jobId"]
    assert [status(shop, job_id)["status"] for _ in range(3)] == [
        "processing",
        "completed",
        "completed",
    ]


@pytest.mark.parametrize("state", State)
def test_all_seven_states_have_their_documented_names(cutx: Shop, state: State) -> None:
    job_id = make(cutx, STATIC_AD)["jobId"]
    orders = {State.COMPLETED: "finish", State.FAILED: "fail", State.PENDING: "fail"}
    orders |= {State.CANCELED: "cancel", State.EXPIRED: "expire"}
    if state in orders:
        cutx.control("POST", f"jobs/{job_id}/{orders[state]}")
    if state is State.PROCESSING:
        cutx.advance(to="next")
    if state is State.PENDING:
        cutx.control("POST", f"jobs/{job_id}/retry")
    assert status(cutx, job_id)["status"] == state.value


def test_a_stuck_job_stays_where_it_is_and_its_key_with_it(cutx: Shop) -> None:
    cutx.control("POST", "faults", json={"kind": "stuck", "times": 1})
    job_id = make(cutx, STATIC_AD, idempotencyKey="k")["jobId"]
    cutx.advance(seconds=86_400)
    assert status(cutx, job_id)["status"] == "processing"
    assert make(cutx, STATIC_AD, idempotencyKey="k")["jobId"] == job_id


def test_nothing_is_announced_by_webhook(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("cutx", webhook_url="http://127.0.0.1:9/", clock={"mode": "manual"})
    make(shop, STATIC_AD)
    make(shop, COPY)
    shop.advance(to="idle")
    assert shop.control("GET", "deliveries")["items"] == []
