"""An account with a past, for the checks of lists. Source: uwear.md, "Generation Requests"."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dressform.checks import Account, Answer, check, equal, promised

Json = dict[str, Any]

_APART = 60.0
"""Seconds between two generations, so that instants tell them apart."""
_SEVERAL = 5


@dataclass(frozen=True)
class History:
    """An account in which nothing happens any more, and the ids of what it holds, oldest first.

    `generations` and `results` are as they were read one by one; `worn` has the generations that
    show a garment, by its id.
    """

    account: Account
    clothing_items: list[int]
    avatars: list[int]
    generations: list[Json]
    results: list[Json]
    worn: dict[int, set[int]]


def _make(account: Account, body: Json) -> Any:
    asked = {"model_slug": "gemini-flash", "num_images": 1, "prompt": "a red hat"} | body
    if asked["use_case"] == "edit":
        asked["image_url"] = "https://example.com/portrait.jpg"
    return account.call("create_generation", body=asked).must_be(200).at("/generation_id")


def _reach(account: Account, generation: Any, status: str) -> None:
    path, wanted = {"generation_id": generation}, {status, "Done", "Error"}
    polled = account.follow("get_generation", path, done=lambda a: a.at("/status") in wanted)
    equal(f"the status of generation {generation}", status, polled[-1].at("/status"))


@check("uwear.md, Get Generation Details", cost=11, lean=False)
def an_account_has_a_history(open_account: Callable[..., Account], rng: random.Random) -> History:
    """Garments, avatars and generations of several models, in every state, are kept side by side."""
    account = open_account(credits=11)
    items, avatars = [], []
    for number in range(_SEVERAL):
        garment = {
            "clothing_item_name": f"garment {number} {rng.random()}",
            "clothing_item_url": "https://example.com/shirt.jpg",
            "use_image_enhancement": False,
        }
        made = account.call("create_clothing_item", body=garment).must_be(200)
        items.append(made.at("/clothing_item_id"))
        avatar = {"avatar_name": f"avatar {number}", "avatar_url": "https://example.com/face.jpg"}
        saved = account.call("create_avatar", body=avatar).must_be(200)
        avatars.append(saved.at("/avatar_id"))
        account.wait(1)
    first, second = items[:2]
    asked: list[tuple[Json, str]] = [
        ({"use_case": "generate", "num_images": 2, "clothing_item_id": first}, "Done"),
        ({"use_case": "edit", "model_slug": "seedream-v4-5"}, "Done"),
        ({"use_case": "generate", "clothing_item_id": second}, "Done"),
        ({"use_case": "edit"}, "Error"),
        ({"use_case": "generate", "num_images": 3, "clothing_item_ids": [first, second]}, "Done"),
        ({"use_case": "edit"}, "Ongoing"),
        ({"use_case": "edit"}, "Created"),
    ]
    ids = []
    for body, status in asked:
        ids.append(_make(account, body))
        if status == "Error":
            account.end(ids[-1], "fail")
        elif status != "Created":
            _reach(account, ids[-1], status)
        if status in {"Done", "Error"}:
            account.wait(_APART)
    read = [account.call("get_generation", path={"generation_id": i}).must_be(200) for i in ids]
    for answer, (_, status) in zip(read, asked, strict=True):
        equal(f"{answer.what}: status", status, answer.at("/status"))
    return History(
        account,
        items,
        avatars,
        [answer.json for answer in read],
        [result for answer in read for result in _results(answer)],
        {first: {ids[0], ids[4]}, second: {ids[2], ids[4]}},
    )


def _results(answer: Answer) -> list[Json]:
    results: list[Json] = answer.at("/generation_results")
    expected = answer.at("/num_images") if answer.at("/status") == "Done" else 0
    equal(f"{answer.what}: the number of its results", expected, len(results))
    whole = all("generation_result_id" in result for result in results)
    promised(whole, f"{answer.what} with results that have no id: {answer.excerpt}")
    return results
