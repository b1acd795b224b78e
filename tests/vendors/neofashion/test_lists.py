"""Pages of generations, and what one workspace never sees of another."""

from typing import Any

import pytest

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.neofashion.answers import SHOT, data, refusal, success

Json = dict[str, Any]


@pytest.fixture
def made(neofashion: Shop) -> list[str]:
    """Seven generations of the same instant and of later ones, the newest first."""
    ids = []
    for number in range(7):
        ids.append(data(neofashion.call("POST", "/generate/image", json=SHOT))["id"])
        neofashion.advance(seconds=number % 2)
    return ids[::-1]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pages_join_up_without_gaps_or_repeats_the_newest_first(
    size: int, neofashion: Shop, made: list[str]
) -> None:
    seen: list[str] = []
    for page in range(1, -(-7 // size) + 2):
        answer = success(
            neofashion.call("GET", "/generations", params={"page": page, "per_page": size})
        )
        assert {"page": page, "per_page": size, "total": 7} == answer["meta"]["pagination"]
        assert len(answer["data"]) == max(0, min(size, 7 - size * (page - 1)))
        seen += [row["id"] for row in answer["data"]]
    assert made == seen


def test_a_page_has_twenty_generations_unless_asked_otherwise(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("neofashion", credits=50 * 21)
    assert [] == data(shop.call("GET", "/generations"))
    for _ in range(21):
        data(shop.call("POST", "/generate/image", json=SHOT))
    answer = success(shop.call("GET", "/generations"))
    assert {"page": 1, "per_page": 20, "total": 21} == answer["meta"]["pagination"]
    assert 20 == len(answer["data"])


def test_a_page_far_beyond_the_last_is_empty(neofashion: Shop, made: list[str]) -> None:
    answer = success(neofashion.call("GET", "/generations", params={"page": 10**18}))
    assert ([], 7) == (answer["data"], answer["meta"]["pagination"]["total"])


@pytest.mark.parametrize(
    ("query", "path", "message"),
    [
        ({"page": 0}, "page", "Must be at least 1"),
        ({"page": -1}, "page", "Must be at least 1"),
        ({"page": "two"}, "page", "Must be an integer"),
        ({"page": "1.5"}, "page", "Must be an integer"),
        ({"page": ""}, "page", "Must be an integer"),
        ({"per_page": 0}, "per_page", "Must be at least 1"),
        ({"per_page": 101}, "per_page", "Must be at most 100"),
    ],
)
def test_a_page_that_there_cannot_be_is_refused(
    query: Json, path: str, message: str, neofashion: Shop
) -> None:
    code, details = refusal(neofashion.call("GET", "/generations", params=query), 400)
    assert ("VALIDATION_ERROR", [{"path": [path], "message": message}]) == (
        code,
        details["issues"],
    )


def test_a_generation_of_another_workspace_is_not_found_and_none_of_it_is_told(
    open_workspace: OpenWorkspace,
) -> None:
    ours, theirs = (open_workspace("neofashion", seed=seed) for seed in (1, 2))
    made = data(theirs.call("POST", "/generate/image", json={"prompt": "their secret coat"}))
    persona, model = (theirs.call("GET", f"/{k}").json()["data"][0] for k in ("personas", "models"))

    expected = ("NOT_FOUND", {"resource": "generation", "id": made["id"]})
    answer = ours.call("GET", f"/generations/{made['id']}")
    assert expected == refusal(answer, 404)
    assert "secret" not in answer.text
    assert [] == data(ours.call("GET", "/generations"))
    for name, row in (("persona_id", persona), ("model_id", model)):
        answer = ours.call("POST", "/generate/image", json=SHOT | {name: row["id"]})
        assert "NOT_FOUND" == refusal(answer, 404)[0]
        assert row["name"] not in answer.text
    assert 1000 == ours.credits


@pytest.mark.parametrize("id", ["gen_", "nothing", "%00", "gen_01%2F02", "x" * 2000, "ü"])
def test_an_id_that_nothing_has_is_not_found(id: str, neofashion: Shop) -> None:
    assert "NOT_FOUND" == refusal(neofashion.call("GET", f"/generations/{id}"), 404)[0]
