"""Jobs take their time and end well or badly; credits and limits hold where there are any."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from tests.support.receiver import Receiver
from tests.support.refusals import problem
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.nextry.client import BOTH, GENERATE, HISTORY, finished, generate, listed, read

Json = dict[str, Any]
SWAP = {"tool": "fashion_swap"}


def movements(shop: Shop) -> list[tuple[str, int]]:
    return [(row["kind"], row["amount"]) for row in shop.control("GET", "ledger")["items"]]


def test_a_job_is_pending_until_it_is_complete_and_has_files_only_then(nextry: Shop) -> None:
    item_id = generate(nextry)["history_item_id"]
    seen = []
    for _ in range(3):
        item = read(nextry, item_id)
        seen.append((item["status"], item["preview_url"] is None, item["stock_url"] is None))
        nextry.advance(to="next")
    assert seen == [("pending", True, True), ("pending", True, True), ("complete", False, False)]


def test_a_job_waits_one_to_three_seconds_and_runs_ten_to_thirty(nextry: Shop) -> None:
    for _ in range(20):
        begun = datetime.fromisoformat(nextry.control("GET")["clock"]["now"])
        generate(nextry, tool="default")
        started, ended = (datetime.fromisoformat(row["at"]) for row in nextry.advance(to="idle"))
        assert 1 <= (started - begun).total_seconds() <= 3
        assert 10 <= (ended - started).total_seconds() <= 30


def test_the_journal_says_which_job_was_made_and_how_it_stood_at_each_poll(nextry: Shop) -> None:
    item = finished(nextry)
    rows = nextry.control("GET", "requests")["items"]
    assert [(row["operation"], row["job_id"], row["job_state"]) for row in rows] == [
        ("generate_image", item["id"], "queued"),
        ("get_history_item", item["id"], "completed"),
    ]
    assert [row["decided"] for row in rows] == [f"job {item['id']}: fashion_swap", "complete"]


def test_a_client_that_polls_needs_no_sleep_under_an_auto_clock(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("nextry", clock={"mode": "auto"})
    item_id = generate(shop)["history_item_id"]
    assert [read(shop, item_id)["status"] for _ in range(3)] == ["pending", "complete", "complete"]


@pytest.mark.parametrize("end", ["fail", "cancel", "expire"])
def test_a_job_that_ends_badly_is_in_error_and_has_no_files(nextry: Shop, end: str) -> None:
    queued = generate(nextry)
    nextry.control("POST", f"jobs/{queued['history_item_id']}/{end}")
    item = read(nextry, queued["history_item_id"])
    assert (item["status"], item["preview_url"], item["stock_url"]) == ("error", None, None)
    assert problem(nextry.call("GET", f"/{queued['stock_image']}"), 404) == "File not found"
    assert nextry.advance(to="idle") == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "provider_error"}, "error"), ({"kind": "fail_at", "fraction": 0.5}, "error"),
     ({"kind": "stuck"}, "pending")],
)  # fmt: skip
def test_a_planned_fault_strikes_one_job(nextry: Shop, fault: Json, status: str) -> None:
    nextry.control("POST", "faults", json={**fault, "operation": "generate_image", "times": 1})
    assert [finished(nextry)["status"] for _ in range(2)] == [status, "complete"]


@pytest.mark.parametrize("member", ["prompt", "note"])
def test_a_fault_can_be_asked_for_in_any_text_of_the_form(nextry: Shop, member: str) -> None:
    tag = '[[fault:provider_error error="no garment"]]'
    item = finished(nextry, **{member: f"a dress {tag}"})
    assert item["status"] == "error"
    (job,) = nextry.control("GET", "jobs")["items"]
    assert (job["error"], job["faults"]) == ("no garment", ["provider_error"])


def test_no_credits_are_counted_unless_some_were_given(nextry: Shop) -> None:
    finished(nextry)
    nextry.control("POST", f"jobs/{generate(nextry)['history_item_id']}/fail")
    assert (nextry.credits, nextry.control("GET", "ledger")["items"]) == (0, [])


def test_a_generation_costs_one_credit_where_credits_are_counted(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("nextry", credits=2, clock={"mode": "manual"})
    finished(shop)
    finished(shop, tool="default")
    response = shop.call("POST", GENERATE, data=SWAP, files=BOTH)
    assert problem(response, 402) == "Insufficient credits: 1 required, 0 available"
    assert len(listed(shop)) == 2
    assert movements(shop) == [("grant", 2), ("charge", -1), ("charge", -1)]


@pytest.mark.parametrize("credits", [0, 1])
def test_counting_begins_when_credits_are_set_later(nextry: Shop, credits: int) -> None:
    generate(nextry)
    nextry.control("PATCH", json={"credits": credits})
    statuses = [nextry.call("POST", GENERATE, data=SWAP, files=BOTH).status_code for _ in "ab"]
    assert statuses == [200] * credits + [402] * (2 - credits)


@pytest.mark.parametrize("end", ["fail", "cancel", "expire"])
def test_a_job_that_ends_badly_gives_its_credit_back_exactly_once(
    open_workspace: OpenWorkspace, end: str
) -> None:
    shop = open_workspace("nextry", credits=5, clock={"mode": "manual"})
    item_id = generate(shop)["history_item_id"]
    shop.control("POST", f"jobs/{item_id}/{end}")
    assert shop.http.post(f"{shop.control_url}/jobs/{item_id}/{end}", json={}).status_code == 409
    assert shop.call("DELETE", f"{HISTORY}/{item_id}").status_code == 204
    assert movements(shop) == [("grant", 5), ("charge", -1), ("refund", 1)]


@pytest.mark.parametrize(("done", "left"), [(True, 4), (False, 5)])
def test_deleting_gives_a_credit_back_only_while_the_job_has_not_ended(
    open_workspace: OpenWorkspace, done: bool, left: int
) -> None:
    shop = open_workspace("nextry", credits=5, clock={"mode": "manual"})
    item_id = generate(shop)["history_item_id"]
    if done:
        shop.advance(to="idle")
    assert shop.call("DELETE", f"{HISTORY}/{item_id}").status_code == 204
    assert shop.credits == left


def test_60_concurrent_requests_spend_exactly_the_30_credits_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("nextry", credits=30, clock={"mode": "manual"})

    def create(_: int) -> int:
        return shop.call("POST", GENERATE, data=SWAP, files=BOTH).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(create, range(60)))

    assert statuses == {200: 30, 402: 30}
    assert (len(shop.control("GET", "jobs")["items"]), shop.credits) == (30, 0)


@pytest.mark.parametrize("settings", [{}, {"credits": 9}])
def test_a_want_of_credits_can_be_planned_in_any_account(
    open_workspace: OpenWorkspace, settings: Json
) -> None:
    shop = open_workspace("nextry", clock={"mode": "manual"}, **settings)
    shop.control("POST", "faults", json={"kind": "insufficient_credits", "times": 1})
    statuses = [shop.call("POST", GENERATE, data=SWAP, files=BOTH).status_code for _ in "ab"]
    assert statuses == [402, 200]
    assert len(listed(shop)) == 1


def test_there_is_no_rate_limit_unless_the_account_has_one(nextry: Shop) -> None:
    assert {nextry.call("GET", "/generation/tools").status_code for _ in range(100)} == {200}


def test_a_rolling_window_is_exact_to_the_microsecond(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("nextry", rate_limit=3, clock={"mode": "manual"})

    def ask() -> tuple[int, str | None]:
        response = shop.call("GET", "/generation/tools")
        return response.status_code, response.headers.get("Retry-After")

    accepted = []
    for _ in range(3):  # at 0, 10 and 20 s
        accepted.append(ask())
        shop.advance(seconds=10)
    assert accepted == [(200, None)] * 3
    assert ask() == (429, "30")
    shop.advance(seconds=29.999999)
    assert ask() == (429, "1")
    shop.advance(seconds=0.000001)
    assert [ask(), ask()] == [(200, None), (429, "10")]
    shop.advance(seconds=10)
    assert [ask(), ask()] == [(200, None), (429, "10")]
    refused = shop.call("POST", GENERATE, data=SWAP, files=BOTH)
    assert problem(refused, 429) == "Rate limit exceeded"
    shop.advance(seconds=10)
    assert listed(shop) == []


def test_no_webhook_is_ever_sent(open_workspace: OpenWorkspace, receiver: Receiver) -> None:
    shop = open_workspace("nextry", webhook_url=receiver.url, clock={"mode": "manual"})
    finished(shop)
    shop.control("POST", f"jobs/{generate(shop)['history_item_id']}/fail")
    shop.advance(to="idle")
    assert shop.control("GET", "deliveries")["items"] == []
    assert receiver.received == []


def test_a_snapshot_brings_back_the_history_with_its_files_and_verdicts(nextry: Shop) -> None:
    item = finished(nextry)
    nextry.json("PATCH", f"{HISTORY}/feedback/{item['id']}", json={"like": True})
    pending = generate(nextry)["history_item_id"]
    snapshot = nextry.control("POST", "snapshots")["id"]
    for item_id in (item["id"], pending):
        assert nextry.call("DELETE", f"{HISTORY}/{item_id}").status_code == 204

    nextry.control("POST", f"snapshots/{snapshot}/restore")

    assert listed(nextry) == [pending, item["id"]]
    assert read(nextry, item["id"]) == item | {"like": True}
    nextry.advance(to="idle")
    assert read(nextry, pending)["status"] == "complete"
    assert nextry.call("GET", item["stock_url"]).status_code == 200
