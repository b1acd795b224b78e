"""Credits: charged before the provider is called, and given back when it fails."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.neofashion.answers import PAID, SHOT, data, refusal, success

Json = dict[str, Any]

FAULT = " [[fault:provider_error]]"
AT_ONCE = ("generate_image", "sketch_to_photo")


def moved(shop: Shop) -> list[int]:
    """Charges and refunds, without the grant."""
    return [row["amount"] for row in shop.control("GET", "ledger")["items"]][1:]


def bulk(shop: Shop, items: int, bad: set[int]) -> Json:
    """A bulk that has ended, with faults in the prompts of its bad items."""
    shots = [{"prompt": f"Photo {n}{FAULT * (n in bad)}"} for n in range(items)]
    made = data(shop.call("POST", "/generate/bulk", json={"items": shots}))
    assert ("queued", 50 * items) == (made["status"], made["credits_used"])
    shop.advance(to="idle")
    ended: Json = data(shop.call("GET", f"/generations/{made['id']}"))
    return ended


@pytest.mark.parametrize("operation", PAID)
def test_an_operation_costs_its_price_and_says_what_is_left(
    operation: str, open_workspace: OpenWorkspace
) -> None:
    path, body, price = PAID[operation]
    shop = open_workspace("neofashion", credits=price, clock={"mode": "manual"})
    answer = success(shop.call("POST", path, json=body))
    assert (price, 0) == (answer["meta"]["credits_used"], answer["meta"]["credits_remaining"])
    assert price == answer["data"]["credits_used"]
    assert [-price] == moved(shop)


@pytest.mark.parametrize("operation", PAID)
def test_one_credit_too_few_is_refused_with_both_numbers_and_changes_nothing(
    operation: str, open_workspace: OpenWorkspace
) -> None:
    path, body, price = PAID[operation]
    shop = open_workspace("neofashion", credits=price - 1, clock={"mode": "manual"})
    before = shop.state()
    details = {"required": price, "available": price - 1}
    assert ("INSUFFICIENT_CREDITS", details) == refusal(shop.call("POST", path, json=body), 402)
    assert before == shop.state()


@pytest.mark.parametrize("operation", PAID)
def test_a_planned_want_of_credits_is_refused_as_a_real_one(
    operation: str, neofashion: Shop
) -> None:
    path, body, price = PAID[operation]
    neofashion.control("POST", "faults", json={"kind": "insufficient_credits", "times": 1})
    details = {"required": price, "available": 0}
    answer = neofashion.call("POST", path, json=body)
    assert ("INSUFFICIENT_CREDITS", details) == refusal(answer, 402)
    assert 200 == neofashion.call("POST", path, json=body).status_code
    assert [-price] == moved(neofashion)


def test_the_want_of_credits_is_said_in_the_printed_sentence(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", credits=20)
    answer = shop.call("POST", "/generate/image", json=SHOT)
    assert "Credit balance too low for this operation." == answer.json()["error"]["message"]


def test_concurrent_requests_spend_exactly_the_credits_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("neofashion", credits=50 * 10, clock={"mode": "manual"})

    def create(_: int) -> int:
        return shop.call("POST", "/generate/image", json=SHOT).status_code

    with ThreadPoolExecutor(20) as pool:
        assert {200: 10, 402: 30} == Counter(pool.map(create, range(40)))
    assert [-50] * 10 == moved(shop)


@pytest.mark.parametrize("operation", AT_ONCE)
@pytest.mark.parametrize("fault", ["provider_error", "fail_at", "stuck"])
def test_a_provider_that_fails_at_once_is_a_502_and_the_credits_are_back(
    operation: str, fault: str, neofashion: Shop
) -> None:
    path, body, price = PAID[operation]
    planned = {"kind": fault, "operation": operation, "times": 1}
    neofashion.control(
        "POST", "faults", json=planned | ({"fraction": 0.5} if fault == "fail_at" else {})
    )
    failed = neofashion.call("POST", path, json=body)
    assert ("PROVIDER_ERROR", {}) == refusal(failed, 502)
    assert [-price, price] == moved(neofashion)
    (row,) = data(neofashion.call("GET", "/generations"))
    assert ("failed", None, 0) == (row["status"], row["output_url"], row["credits_used"])
    assert failed.json()["error"]["message"] == row["error"]["message"]
    (entry, _) = neofashion.control("GET", "requests")["items"]
    assert ([fault], row["id"]) == (entry["faults"], entry["job_id"])
    assert 200 == neofashion.call("POST", path, json=body).status_code


def test_a_fault_in_the_prompt_fails_that_request_only(neofashion: Shop) -> None:
    in_band = '[[fault:provider_error error="No garment in the picture."]]'
    failed = neofashion.call("POST", "/generate/image", json={"prompt": in_band})
    assert "No garment in the picture." == failed.json()["error"]["message"]
    assert ("PROVIDER_ERROR", {}) == refusal(failed, 502)
    assert 200 == neofashion.call("POST", "/generate/image", json=SHOT).status_code
    assert [-50, 50, -50] == moved(neofashion)


@pytest.mark.parametrize("kind", ["provider_error", "fail_at fraction=0.25"])
def test_a_provider_that_fails_later_makes_a_failed_generation_and_the_credits_are_back(
    kind: str, neofashion: Shop
) -> None:
    prompt = {"prompt": f"A coat [[fault:{kind}]]"}
    made = data(neofashion.call("POST", "/generate/video", json=prompt))
    assert 9750 == neofashion.credits
    neofashion.advance(to="idle")
    ended = data(neofashion.call("GET", f"/generations/{made['id']}"))
    error = {"code": "PROVIDER_ERROR", "message": "The provider returned an error"}
    assert ("failed", None, 0, error) == tuple(
        ended[k] for k in ("status", "output_url", "credits_used", "error")
    )
    assert [-250, 250] == moved(neofashion)


def test_a_stuck_video_is_processing_and_stays_charged_until_it_is_ended(neofashion: Shop) -> None:
    made = data(
        neofashion.call("POST", "/generate/video", json={"prompt": "A coat [[fault:stuck]]"})
    )
    neofashion.advance(seconds=86400)
    path = f"/generations/{made['id']}"
    assert ("processing", 250) == tuple(
        data(neofashion.call("GET", path))[k] for k in ("status", "credits_used")
    )
    neofashion.control("POST", f"jobs/{made['id']}/expire")
    ended = data(neofashion.call("GET", path))
    assert ("failed", 0) == (ended["status"], ended["credits_used"])
    assert "The generation took too long" == ended["error"]["message"]
    assert [-250, 250] == moved(neofashion)


def test_a_bulk_of_10_with_3_bad_items_refunds_3(neofashion: Shop) -> None:
    ended = bulk(neofashion, 10, bad={0, 4, 9})
    assert [-500, 150] == moved(neofashion)
    assert ("completed", None, 350) == tuple(ended[k] for k in ("status", "error", "credits_used"))
    assert ended["output_url"] is None
    items = ended["items"]
    assert list(range(10)) == [item["index"] for item in items]
    assert {0, 4, 9} == {item["index"] for item in items if item["status"] == "failed"}
    error = {"code": "PROVIDER_ERROR", "message": "The provider returned an error"}
    for item in items:
        good = item["status"] == "completed"
        assert (50 if good else 0, None if good else error) == (
            item["credits_used"],
            item["error"],
        )
        assert good is (item["output_url"] is not None)
    urls = [item["output_url"] for item in items if item["output_url"]]
    assert 7 == len(set(urls))


def test_until_a_bulk_ends_none_of_its_items_has_failed(neofashion: Shop) -> None:
    shots = [{"prompt": f"One{FAULT}"}, SHOT]
    made = data(neofashion.call("POST", "/generate/bulk", json={"items": shots}))
    seen = []
    for _ in range(2):
        items = data(neofashion.call("GET", f"/generations/{made['id']}"))["items"]
        seen.append([(item["status"], item["credits_used"], item["error"]) for item in items])
        neofashion.advance(to="next")
    assert [[(s, 50, None)] * 2 for s in ("queued", "processing")] == seen


def test_a_bulk_fails_only_if_every_item_does(neofashion: Shop) -> None:
    ended = bulk(neofashion, 2, bad={0, 1})
    assert ("failed", 0, "PROVIDER_ERROR") == (
        ended["status"],
        ended["credits_used"],
        ended["error"]["code"],
    )
    assert ["failed", "failed"] == [item["status"] for item in ended["items"]]
    assert [-100, 100] == moved(neofashion)


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ("fail", "The provider returned an error"),
        ("cancel", "The generation was canceled"),
    ],
)
def test_a_bulk_that_is_ended_as_a_whole_is_refunded_as_a_whole(
    ends: str, message: str, neofashion: Shop
) -> None:
    shots = [{"prompt": f"One{FAULT}"}, SHOT, SHOT]
    made = data(neofashion.call("POST", "/generate/bulk", json={"items": shots}))
    neofashion.control("POST", f"jobs/{made['id']}/{ends}")
    ended = data(neofashion.call("GET", f"/generations/{made['id']}"))
    assert ("failed", 0) == (ended["status"], ended["credits_used"])
    assert {"code": "PROVIDER_ERROR", "message": message} == ended["error"]
    assert [("failed", 0, None)] * 3 == [
        (item["status"], item["credits_used"], item["output_url"]) for item in ended["items"]
    ]
    assert [-150, 150] == moved(neofashion)


def test_a_planned_fault_can_name_the_items_that_fail(neofashion: Shop) -> None:
    fault = {"kind": "provider_error", "items": [1, 7], "error": "Too dark.", "times": 1}
    neofashion.control("POST", "faults", json=fault)
    ended = bulk(neofashion, 3, bad=set())
    assert [None, "Too dark.", None] == [
        item["error"] and item["error"]["message"] for item in ended["items"]
    ]
    assert [-150, 50] == moved(neofashion)
