"""Credits: charged once, refused when they run out, given back when a job fails."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.serving import OpenWorkspace, Shop

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
JACKET = {"clothing_item_name": "Jacket", "clothing_item_url": "https://example.com/jacket.jpg"}


def test_200_concurrent_requests_spend_exactly_the_100_credits_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("uwear", credits=100, clock={"mode": "manual"})

    def create(_: int) -> int:
        return shop.call("POST", "/generation", json=CHEAP).status_code

    with ThreadPoolExecutor(40) as pool:
        statuses = Counter(pool.map(create, range(200)))

    assert statuses == {200: 100, 402: 100}
    assert len(shop.control("GET", "jobs")["items"]) == 100
    assert shop.credits == 0


def test_a_failed_generation_gives_its_credits_back_exactly_once(uwear: Shop) -> None:
    generation = uwear.json("POST", "/generation", json={**CHEAP, "num_images": 5})["generation_id"]
    uwear.control("POST", f"jobs/{generation}/fail", json={"error": "no garment in the picture"})
    again = uwear.http.post(f"{uwear.control_url}/jobs/{generation}/fail", json={})

    answer = uwear.json("GET", f"/generation/{generation}")
    assert (answer["status"], answer["generation_results"]) == ("Error", [])
    assert again.status_code == 409
    rows = uwear.control("GET", "ledger")["items"]
    assert [(row["kind"], row["amount"]) for row in rows] == [
        ("grant", 1000),
        ("charge", -5),
        ("refund", 5),
    ]


@pytest.mark.parametrize(("enhanced", "price"), [(True, 1), (False, 0), (None, 1)])
def test_enhancing_a_garment_costs_one_credit_unless_it_is_declined(
    uwear: Shop, enhanced: bool | None, price: int
) -> None:
    body = JACKET if enhanced is None else {**JACKET, "use_image_enhancement": enhanced}
    item = uwear.json("POST", "/clothing-item", json=body)
    assert 1000 - uwear.credits == price
    assert bool(item["description"]) is (price == 1)


def test_without_a_credit_a_garment_is_refused_and_not_kept(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear", credits=0)
    assert shop.call("POST", "/clothing-item", json=JACKET).status_code == 402
    assert shop.json("GET", "/clothing-items")["total_count"] == 0
    assert shop.json("POST", "/clothing-item", json={**JACKET, "use_image_enhancement": False})


def test_a_refusal_for_want_of_credits_says_what_it_takes(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear", credits=9)
    answer = shop.call("POST", "/generation", json={"prompt": "p", "num_images": 2})
    assert answer.status_code == 402
    assert answer.json() == {"detail": "Insufficient credits: 10 required, 9 available"}


def test_deleting_a_garment_gives_back_what_its_unfinished_generations_cost(uwear: Shop) -> None:
    item = uwear.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"]
    uwear.json("POST", "/generation", json={**CHEAP, "clothing_item_id": item})
    uwear.json("DELETE", f"/clothing-item/{item}")
    assert uwear.credits == 999
    assert uwear.advance(to="idle") == []
