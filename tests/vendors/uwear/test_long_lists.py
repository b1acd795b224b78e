"""Lists of many: every filter and sort gives what a walk over all generations would."""

from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.support.serving import Shop
from tests.vendors.uwear.test_lists import JACKET, listed

Json = dict[str, Any]

STATES = (None, "Created", "Ongoing", "Done", "Error")
FEATURES = (None, "model:gemini-flash", "model:nano-banana-2")
SORTS: dict[str, Callable[[Json], Any]] = {
    "created_at": lambda row: row["generation_id"],
    "generation_id": lambda row: row["generation_id"],
    "updated_at": lambda row: row["changed"],
    "status": lambda row: row["status"],
    "num_images": lambda row: row["num_images"],
    "feature_name": lambda row: row["feature_name"],
}


@pytest.fixture
def every(uwear: Shop) -> list[Json]:
    """Forty generations of four garments and two models, in every state; one garment is deleted."""
    random = Random(7)
    items = [uwear.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"] for _ in "abcd"]
    for _ in range(40):
        body = {
            "prompt": "a picture",
            "num_images": random.randint(1, 4),
            "model_slug": random.choice(["gemini-flash", "nano-banana-2"]),
            "clothing_item_ids": random.sample(items, random.randint(0, 3)),
        }
        job = uwear.json("POST", "/generation", json=body)["generation_id"]
        end = random.choice(["finish", "finish", "fail", "cancel"])
        uwear.order("POST", f"jobs/{random.randint(max(1, job - 9), job)}/{end}")
        uwear.advance(seconds=random.choice([0, 0, 0.5, 3]))
    uwear.json("DELETE", f"/clothing-item/{items[3]}")
    changed = {row["id"]: row["updated_at"] for row in uwear.control("GET", "jobs")["items"]}
    return [
        uwear.json("GET", f"/generation/{job}") | {"changed": at} for job, at in changed.items()
    ]


def test_generations_by_every_filter_in_every_order(uwear: Shop, every: list[Json]) -> None:
    assert {row["status"] for row in every} == {state for state in STATES if state}
    for status, feature, sort in product(STATES, FEATURES, SORTS):
        query: Json = {"status": status, "feature_name": feature}
        query = {name: value for name, value in query.items() if value is not None}
        rows = [row for row in every if query.items() <= row.items()]
        rows.sort(key=lambda row: (SORTS[sort](row), row["generation_id"]))
        expected = [row["generation_id"] for row in rows]
        for ids, way in ((expected, "asc"), (expected[::-1], "desc")):
            found = listed(uwear, "/generations", sort=f"{sort}:{way}", items_per_page=7, **query)
            assert ids == found, (query, sort, way)


@pytest.mark.parametrize("garments", [[1], [2], [1, 2], [1, 2, 3], [3, 99], [99], [4]])
def test_results_by_any_garments(uwear: Shop, every: list[Json], garments: list[int]) -> None:
    outfits = {row["id"]: row["request"] for row in uwear.control("GET", "jobs")["items"]}
    expected = [
        (result["generation_result_id"], row["generation_id"])
        for row in every
        for result in row["generation_results"]
        if {*outfits[row["generation_id"]]["clothing_item_ids"]} & {*garments}
    ]
    query: Json = {"clothing_item_ids": garments, "items_per_page": 7}
    assert sorted(number for number, _ in expected) == listed(uwear, "/generation-results", **query)
    some = [row["generation_id"] for row in every][::3]
    of_some = sorted(number for number, job in expected if job in some)
    found = listed(uwear, "/generation-results", generation_ids=some, **query)
    assert of_some == found
