"""A workspace goes back to what it was, or goes on from there in a new one: all of it."""

from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from tests.support.faults import CHEAP, fired, job_states, movements, plan, plan_for_good
from tests.support.pictures import SOUND
from tests.support.receiver import Receiver, receiving
from tests.support.refusals import JACKET
from tests.support.serving import OpenWorkspace, Shop
from tests.support.snapshots import fork, restore, take

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START}, seed=4)


def _everything(shop: Shop) -> Json:
    lists = ("clothing-items", "avatars", "generations", "generation-results")
    held = ("ledger", "jobs", "deliveries", "faults", "clock")
    seen = {path: shop.json("GET", f"/{path}") for path in lists}
    return seen | {name: shop.control("GET", name) for name in held}


def _go_on(shop: Shop) -> Json:
    """Everything that becomes of a workspace in the next hours."""
    shop.json("POST", "/generation", json=CHEAP)
    fired = [(row["at"], row["what"], row["outcome"]) for row in shop.advance(seconds=3 * 3600)]
    return {"fired": fired, "ledger": shop.control("GET", "ledger"), "jobs": job_states(shop)}


def test_a_restored_workspace_is_what_it_was(shop: Shop) -> None:
    shop.json("POST", "/clothing-item", json=JACKET)
    shop.json("POST", "/generation", json=CHEAP)
    shop.advance(to="next")
    plan(shop, "stuck", skip=1)
    facts, before = shop.control("GET"), _everything(shop)
    kept = take(shop)
    shop.json("POST", "/avatar", json={"avatar_name": "Ada", "avatar_url": "https://example.com/a"})
    shop.json("POST", "/generation", json=CHEAP)
    shop.control("PATCH", json={"credits": 3, "rate_limit": 5})
    shop.advance(to="idle")

    assert restore(shop, kept) == facts
    assert _everything(shop) == before


def test_what_happens_next_happens_again_after_a_restore_and_in_a_fork(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP | {"num_images": 2})
    kept = take(shop)
    other = fork(shop, kept)
    first = _go_on(shop)
    restore(shop, kept)
    assert _go_on(shop) == first
    assert _go_on(other) == first


def test_a_snapshot_says_what_is_in_it(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    row = shop.control("POST", "snapshots")
    assert row | {"id": "", "size": 0} == {
        "id": "",
        "vendor": "uwear",
        "workspace": shop.facts["id"],
        "at": START,
        "jobs": 1,
        "credits": 999,
        "size": 0,
    }
    assert (row["id"].startswith("uwear-"), row["size"] > 100) == (True, True)
    assert shop.control("GET", "snapshots")["items"] == [row]


def test_a_key_and_a_journal_stay_and_time_goes_back(shop: Shop) -> None:
    kept = take(shop)
    shop.advance(seconds=60)
    shop.json("GET", "/cameras")
    facts = restore(shop, kept)
    assert (facts["clock"]["now"], facts["api_key"]) == (START, shop.facts["api_key"])
    assert shop.json("GET", "/cameras")
    assert [row["at"] for row in shop.control("GET", "requests")["items"]] == [
        "2026-03-01T12:01:00Z",
        START,
    ]


def test_a_fork_has_a_key_of_its_own_and_neither_sees_the_other(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    other = fork(shop, take(shop))
    assert other.facts["id"] != shop.facts["id"]
    assert other.facts["api_key"] != shop.facts["api_key"]
    assert other.facts["clock"] == shop.facts["clock"]
    other.json("POST", "/generation", json=CHEAP)
    other.advance(to="idle")
    assert (job_states(shop), job_states(other)) == (["queued"], ["completed"] * 2)
    assert (shop.credits, other.credits) == (999, 998)
    shop.advance(to="idle")
    assert job_states(shop) == ["completed"]
    assert other.control("GET", "requests")["items"][0]["path"] == "/uwear/generation"


def test_the_rate_window_is_part_of_it(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear", rate_limit=2, clock={"mode": "manual"})
    shop.json("GET", "/cameras")
    kept = take(shop)

    def ask(account: Shop) -> list[int]:
        return [account.call("GET", "/cameras").status_code for _ in range(2)]

    other = fork(shop, kept)
    assert ask(shop) == [200, 429]
    restore(shop, kept)
    assert (ask(shop), ask(other)) == ([200, 429], [200, 429])


def test_faults_and_their_counts_are_part_of_it(shop: Shop) -> None:
    plan(shop, "status", status=500, times=2)
    plan_for_good(shop, "status", status=502, probability=0.5)
    shop.call("GET", "/cameras")
    kept = take(shop)

    def ask(account: Shop) -> list[int]:
        return [account.call("GET", "/cameras").status_code for _ in range(12)]

    other = fork(shop, kept)
    first = ask(shop)
    shop.control("DELETE", "faults")
    restore(shop, kept)
    assert ask(shop) == first
    assert (ask(other), fired(other)) == (first, fired(shop))


def test_uploads_and_media_are_served_after_a_restore_and_under_the_forks_own_id(
    shop: Shop,
) -> None:
    form = {"clothing_item_name": "x"}
    item = shop.json("POST", "/clothing-item", data=form, files={"photo_file": SOUND["png"]})
    shop.json("POST", "/generation", json=CHEAP | {"clothing_item_id": item["clothing_item_id"]})
    shop.advance(to="idle")
    kept = take(shop)
    other = fork(shop, kept)
    shop.json("DELETE", f"/clothing-item/{item['clothing_item_id']}")
    restore(shop, kept)
    pictures = []
    for account in (shop, other):
        (row,) = account.json("GET", "/clothing-items")["data"]
        (result,) = account.json("GET", "/generation-results")["data"]
        assert f"/{account.facts['id']}/" in row["clothing_item_url"]
        assert f"/{account.facts['id']}/" in result["url"]
        assert requests.get(row["clothing_item_url"], timeout=10).content == SOUND["png"]
        pictures.append(requests.get(result["url"], timeout=20).content)
    Image.open(BytesIO(pictures[0])).verify()
    assert pictures[0] == pictures[1]


def test_a_result_expires_in_a_fork_by_the_forks_time(shop: Shop) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    shop.advance(to="idle")
    other = fork(shop, take(shop))
    (result,) = other.json("GET", "/generation-results")["data"]
    other.advance(seconds=5 * 3600)
    (same,) = shop.json("GET", "/generation-results")["data"]
    assert requests.get(result["url"], timeout=20).status_code == 403
    assert requests.get(same["url"], timeout=20).status_code == 200


def test_a_webhook_in_its_backoff_is_tried_again_after_a_restore(shop: Shop) -> None:
    with receiving(500, 200) as receiver:
        shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
        shop.control("POST", "jobs/1/finish")
        kept = take(shop)
        shop.advance(to="idle")
        restore(shop, kept)
        assert shop.control("GET", "deliveries")["items"][0]["state"] == "pending"
        shop.advance(to="idle")
        (row,) = shop.control("GET", "deliveries")["items"]
    assert (row["state"], len(row["attempts"]), len(receiver.received)) == ("delivered", 2, 3)


def test_what_was_paid_after_a_snapshot_was_never_paid(shop: Shop) -> None:
    kept = take(shop)
    plan(shop, "provider_error")
    shop.json("POST", "/generation", json=CHEAP)
    shop.advance(to="idle")
    assert len(movements(shop)) == 2
    restore(shop, kept)
    assert (movements(shop), shop.credits) == ([], 1000)


def test_a_snapshot_can_be_restored_again_and_again(shop: Shop, receiver: Receiver) -> None:
    shop.json("POST", "/generation", json=CHEAP | {"webhook_url": receiver.url})
    kept = take(shop)
    for _ in range(3):
        restore(shop, kept)
        shop.advance(to="idle")
    assert len({row.body for row in receiver.received}) == 1
    assert len(receiver.received) == 3
