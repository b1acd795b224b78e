"""Lists: filters return only and all that match, sorts sort, pages join up without gaps."""

from typing import Any

import pytest

from tests.support.serving import Shop

JACKET = {"clothing_item_name": "Jacket", "clothing_item_url": "https://example.com/j.jpg"}
Json = dict[str, Any]


@pytest.fixture
def made(uwear: Shop) -> list[int]:
    """Seven generations of two models and two garments, the last two unfinished, one failed."""
    items = [uwear.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"] for _ in "ab"]
    ids = []
    for number in range(7):
        body = {
            "prompt": f"picture {number}",
            "num_images": 1 + number % 3,
            "model_slug": ["gemini-flash", "nano-banana-2"][number % 2],
            "clothing_item_ids": [items[number % 2]],
            "resolution": "1K",
        }
        if number % 2 == 0:
            del body["resolution"]
        ids.append(uwear.json("POST", "/generation", json=body)["generation_id"])
        uwear.advance(seconds=0.1)
    uwear.control("POST", f"jobs/{ids[0]}/fail")
    for generation in ids[1:5]:
        uwear.control("POST", f"jobs/{generation}/finish")
    return ids


def listed(shop: Shop, path: str, **query: Any) -> list[int]:
    """The ids of every page, in order; the counts must agree with what the pages hold."""
    key = {"/generations": "generation_id", "/generation-results": "generation_result_id"}[path]
    rows: list[int] = []
    page = 1
    while True:
        answer = shop.json("GET", path, params={**query, "page": page})
        rows += [row[key] for row in answer["data"]]
        if page >= answer["max_page"]:
            assert answer["total_count"] == len(rows)
            return rows
        page += 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [7, 6, 5, 4, 3, 2, 1]),
        ({"status": "Error"}, [1]),
        ({"status": "Done"}, [5, 4, 3, 2]),
        ({"status": "Created"}, [7, 6]),
        ({"status": "Ongoing"}, []),
        ({"feature_name": "model:gemini-flash"}, [7, 5, 3, 1]),
        ({"feature_name": "model:gemini-flash", "status": "Done"}, [5, 3]),
        ({"feature_name": "gemini-flash"}, []),
        ({"batch_id": 1}, []),
        ({"external_id": "req_000000000003"}, [3]),
        ({"external_id": "req_3"}, []),
        ({"external_id": "3"}, []),
    ],
)
def test_a_filter_returns_only_and_all_that_match(
    uwear: Shop, made: list[int], query: Json, expected: list[int]
) -> None:
    assert listed(uwear, "/generations", **query) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("created_at:asc", [1, 2, 3, 4, 5, 6, 7]),
        ("generation_id:desc", [7, 6, 5, 4, 3, 2, 1]),
        ("num_images:asc", [1, 4, 7, 2, 5, 3, 6]),
        ("num_images:desc", [6, 3, 5, 2, 7, 4, 1]),
        ("feature_name:asc", [1, 3, 5, 7, 2, 4, 6]),
        ("status:asc", [6, 7, 2, 3, 4, 5, 1]),
    ],
)
def test_a_sort_orders_by_its_field_and_then_by_id(
    uwear: Shop, made: list[int], sort: str, expected: list[int]
) -> None:
    assert listed(uwear, "/generations", sort=sort) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pages_join_up_without_gaps_or_repeats(uwear: Shop, made: list[int], size: int) -> None:
    assert listed(uwear, "/generations", items_per_page=size) == [7, 6, 5, 4, 3, 2, 1]
    results = listed(uwear, "/generation-results", items_per_page=size)
    assert results == list(range(1, 1 + 2 + 3 + 1 + 2))


def test_an_empty_list_has_one_page_and_a_page_past_the_last_is_empty(uwear: Shop) -> None:
    empty = {"current_page": 1, "max_page": 1, "total_count": 0, "data": []}
    assert uwear.json("GET", "/generations") == empty
    assert uwear.json("GET", "/avatars", params={"page": 9}) == {**empty, "current_page": 9}


def test_results_are_found_by_generation_and_by_garment(uwear: Shop, made: list[int]) -> None:
    of_two = listed(uwear, "/generation-results", generation_ids=[2])
    of_both = listed(uwear, "/generation-results", generation_ids=[2, 3])
    of_second = listed(uwear, "/generation-results", clothing_item_ids=[2])
    assert (of_two, of_both, of_second) == ([1, 2], [1, 2, 3, 4, 5], [1, 2, 6])
    assert listed(uwear, "/generation-results", generation_ids=[3], clothing_item_ids=[2]) == []
    assert listed(uwear, "/generation-results", generation_ids=[99]) == []


def test_a_page_has_twenty_items_unless_asked_otherwise(uwear: Shop) -> None:
    avatar = {"avatar_name": "A", "avatar_url": "https://example.com/a.jpg"}
    for _ in range(21):
        uwear.json("POST", "/avatar", json=avatar)
    answer = uwear.json("GET", "/avatars")
    assert (len(answer["data"]), answer["max_page"], answer["total_count"]) == (20, 2, 21)
