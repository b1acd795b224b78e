"""Every example of the vendor's document, sent as printed, gets the documented answer."""

from typing import Any

import pytest

from tests.support.examples import cases, missing
from tests.support.serving import Shop

Json = dict[str, Any]

CASES = cases("uwear")
JACKET = {"clothing_item_name": "Jacket", "clothing_item_url": "https://example.com/jacket.jpg"}

AVATAR = {
    "avatar_name": "Ada",
    "avatar_url": "https://example.com/ada.jpg",
    "avatar_description": {"body": "tall", "age": 30},
}


@pytest.fixture
def ids(uwear: Shop) -> dict[str, int]:
    """Real ids, one of each kind, in place of the printed ones: an account with some history."""
    item = uwear.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"]
    avatar = uwear.json("POST", "/avatar", json=AVATAR)["avatar_id"]
    generation = uwear.json(
        "POST",
        "/generation",
        json={"clothing_item_id": item, "prompt": "p", "num_images": 2, "avatar_id": avatar},
    )["generation_id"]
    uwear.advance(to="idle")
    results = uwear.json("GET", "/generation-results")["data"]
    return {
        "clothing_item_id": item,
        "avatar_id": avatar,
        "generation_id": generation,
        "generation_ids": generation,
        "generation_result_id": results[0]["generation_result_id"],
        "generation_result_parent_id": results[0]["generation_result_id"],
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_printed_request_gets_every_field_of_the_printed_answer(
    case: Json, uwear: Shop, ids: dict[str, int]
) -> None:
    request = case["request"]
    path = case["path"].format(**{name: ids[name] for name in request["path"]})
    query = {name: _real(name, value, ids) for name, value in request["query"].items()}
    body = request["body"] and {
        name: _real(name, value, ids) for name, value in request["body"].items()
    }

    answer = uwear.json(case["method"], path, params=query, json=body)

    assert missing(case["response"], answer) == []


def test_every_documented_operation_has_an_example(uwear: Shop) -> None:
    operations = {case["operation"] for case in CASES}
    use_cases = {case["request"]["body"]["use_case"] for case in CASES if "use_case" in str(case)}
    assert (len(CASES), len(operations)) == (18, 15)
    assert use_cases == {"generate", "edit", "upscale", "video"}


def test_the_list_of_missing_fields_is_not_blind() -> None:
    printed = {"a": 1, "rows": [{"b": "x"}], "c": None}
    assert missing(printed, {"a": "1", "rows": [{}], "c": 3}) == ["a: str", "rows.0.b: missing"]


def _real(name: str, value: Any, ids: dict[str, int]) -> Any:
    if name in ids and value is not None:
        return [ids[name]] if isinstance(value, list) else ids[name]
    return value
