"""A key stands for a job of the account that has not ended: it is found, and not paid again."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import (
    COPY,
    PRICES,
    STATIC_AD,
    VIDEO,
    make,
    mistakes,
    movements,
    send,
)

KEY = {"idempotencyKey": "my-key-123"}


@pytest.mark.parametrize("path", [STATIC_AD, VIDEO])
def test_20_concurrent_requests_with_one_key_make_one_job_and_one_charge(
    cutx: Shop, path: str
) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: make(cutx, path, **KEY), range(20)))

    assert Counter(answer["status"] for answer in answers) == {"queued": 1, "reused": 19}
    assert len({answer["jobId"] for answer in answers}) == 1
    assert sum(answer["creditsUsed"] for answer in answers) == PRICES[path]
    assert len(cutx.control("GET", "jobs")["items"]) == 1
    assert movements(cutx) == [("charge", -PRICES[path])]


@pytest.mark.parametrize("path", [STATIC_AD, VIDEO])
def test_a_duplicate_is_answered_as_printed(cutx: Shop, path: str) -> None:
    first = make(cutx, path, **KEY)
    for _ in ("queued", "processing"):
        again = make(cutx, path, **KEY)
        assert again == {"jobId": first["jobId"], "creditsUsed": 0, "status": "reused"}
        cutx.advance(to="next")
    assert make(cutx, path, **KEY)["status"] == "queued"


@pytest.mark.parametrize("end", ["finish", "fail", "cancel", "expire"])
def test_a_key_is_free_again_when_its_job_has_ended_however_it_ended(cutx: Shop, end: str) -> None:
    first = make(cutx, STATIC_AD, **KEY)
    cutx.control("POST", f"jobs/{first['jobId']}/{end}")
    second = make(cutx, STATIC_AD, **KEY)
    assert (second["status"], second["creditsUsed"]) == ("queued", 3)
    assert second["jobId"] != first["jobId"]
    assert make(cutx, STATIC_AD, **KEY)["jobId"] == second["jobId"]


def test_the_end_of_one_job_frees_its_own_key_only(cutx: Shop) -> None:
    first, other = (make(cutx, STATIC_AD, idempotencyKey=key) for key in ("a", "b"))
    make(cutx, COPY)
    cutx.control("POST", f"jobs/{first['jobId']}/finish")
    assert make(cutx, STATIC_AD, idempotencyKey="b")["jobId"] == other["jobId"]
    assert make(cutx, STATIC_AD, idempotencyKey="a")["status"] == "queued"


def test_a_repeated_key_of_copy_writes_and_charges_again_as_copy_has_ended(cutx: Shop) -> None:
    first, second = make(cutx, COPY, **KEY), make(cutx, COPY, **KEY)
    assert first["jobId"] != second["jobId"]
    assert first["variants"] != second["variants"]
    assert (first["creditsRemaining"], second["creditsRemaining"]) == (999, 998)


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
def test_a_key_finds_its_job_whatever_is_asked_for(cutx: Shop, path: str) -> None:
    first = make(cutx, VIDEO, **KEY)
    again = make(cutx, path, **KEY)
    assert again == {"jobId": first["jobId"], "creditsUsed": 0, "status": "reused"}
    assert movements(cutx) == [("charge", -40)]


def test_a_request_that_differs_finds_the_first_ones_job_all_the_same(cutx: Shop) -> None:
    first = make(cutx, STATIC_AD, **KEY)
    again = make(cutx, STATIC_AD, **KEY, prompt="Something else entirely", aspectRatio="9:16")
    assert (again["jobId"], again["status"]) == (first["jobId"], "reused")


def test_a_key_is_known_to_its_own_account_only(open_workspace: OpenWorkspace) -> None:
    one, other = (open_workspace("cutx", clock={"mode": "manual"}) for _ in range(2))
    mine, theirs = make(one, STATIC_AD, **KEY), make(other, STATIC_AD, **KEY)
    assert (mine["status"], theirs["status"]) == ("queued", "queued")


def test_a_duplicate_is_answered_when_there_are_no_credits_left(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("cutx", credits=3, clock={"mode": "manual"})
    first = make(shop, STATIC_AD, **KEY)
    assert make(shop, STATIC_AD, **KEY)["jobId"] == first["jobId"]
    assert send(shop, STATIC_AD).status_code == 402


def test_jobs_without_a_key_and_with_an_empty_one_are_made_each_time(cutx: Shop) -> None:
    for members in ({}, {}, {"idempotencyKey": ""}, {"idempotencyKey": ""}):
        assert make(cutx, STATIC_AD, **members)["status"] == "queued"
    assert cutx.credits == 1000 - 4 * 3


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
def test_a_key_of_128_characters_is_taken_and_one_of_129_refused(cutx: Shop, path: str) -> None:
    assert send(cutx, path, idempotencyKey="k" * 128).status_code == 200
    before = cutx.state()
    assert mistakes(send(cutx, path, idempotencyKey="k" * 129)) == {
        "idempotencyKey": ["Too big: expected string to have <=128 characters"]
    }
    assert cutx.state() == before


def test_a_retry_after_a_lost_answer_is_not_paid_twice(cutx: Shop) -> None:
    cutx.control("POST", "faults", json={"kind": "reset", "when": "after", "times": 1})
    with pytest.raises(requests.ConnectionError):
        send(cutx, VIDEO, **KEY)
    assert make(cutx, VIDEO, **KEY)["status"] == "reused"
    assert movements(cutx) == [("charge", -40)]


def test_a_key_goes_with_the_account_back_to_a_snapshot(cutx: Shop) -> None:
    first = make(cutx, STATIC_AD, **KEY)
    snapshot = cutx.control("POST", "snapshots", json={})["id"]
    cutx.advance(to="idle")
    assert make(cutx, STATIC_AD, **KEY)["status"] == "queued"
    cutx.control("POST", f"snapshots/{snapshot}/restore", json={})
    assert make(cutx, STATIC_AD, **KEY) == {
        "jobId": first["jobId"],
        "creditsUsed": 0,
        "status": "reused",
    }


def test_a_refused_request_leaves_its_key_free(cutx: Shop) -> None:
    cutx.control("PATCH", json={"credits": 2})
    assert send(cutx, STATIC_AD, **KEY).status_code == 402
    cutx.control("PATCH", json={"credits": 3})
    assert make(cutx, STATIC_AD, **KEY)["status"] == "queued"
