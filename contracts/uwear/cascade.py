"""What goes when a garment goes. Source: uwear.md, Delete Clothing Item."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]
Data = Callable[[str], Any]

_ENDS = {"Done", "Error"}


def _garment(api: Api, data: Data) -> Any:
    body = {
        "clothing_item_name": "Dressform check, soon deleted",
        "clothing_item_url": data("pictures")["front"],
        "use_image_enhancement": False,
    }
    return api.call("create_clothing_item", body=body).must_be(200).at("/clothing_item_id")


def _worn(api: Api, **garments: Any) -> Any:
    """The id of a generation of those garments, for a credit."""
    body = {
        "model_slug": "gemini-flash",
        "use_case": "generate",
        "prompt": "a model in a bright studio",
        "num_images": 1,
        **garments,
    }
    return api.call("create_generation", body=body).must_be(200).at("/generation_id")


def _done(api: Api, generation: Any) -> Answer:
    """A generation, once it is done."""
    path = {"generation_id": generation}
    polled = api.follow("get_generation", path, done=lambda a: a.at("/status") in _ENDS)
    equal(f"generation {generation}: its last status", "Done", polled[-1].at("/status"))
    return polled[-1]


def _gone(answer: Answer, what: str) -> None:
    promised(answer.status >= 400, f"{answer.what}: {what} is still there")
    answer.must_be(404, evidence="inferred", source="vendor-notes.md, uwear, errors")


def _generation(api: Api, generation: Any) -> Answer:
    return api.call("get_generation", path={"generation_id": generation})


@check(
    "uwear.md, Delete Clothing Item",
    cost=1,
    wait=30,
    shows=[("get_generation", 404), ("get_generation_result", 404)],
)
def a_garments_generations_go_with_it(api: Api, data: Data) -> None:
    """With a garment go the generations that show it and their results."""
    item = _garment(api, data)
    generation = _worn(api, clothing_item_id=item)
    result = _done(api, generation).at("/generation_results/0/generation_result_id")
    api.call("delete_clothing_item", path={"clothing_item_id": item}).must_be(200)
    _gone(_generation(api, generation), "a generation of a garment that was deleted")
    path = {"generation_result_id": result}
    _gone(api.call("get_generation_result", path=path), "a result of a garment that was deleted")
    listed = api.call("list_generation_results", query={"generation_ids": [generation]})
    equal(f"{listed.must_be(200).what}: data of a deleted garment", [], listed.at("/data"))


@check("uwear.md, Delete Clothing Item", cost=4, wait=30, lean=False)
def all_that_shows_a_garment_goes_and_no_more(
    open_account: Callable[..., Account], data: Data
) -> None:
    """With any of its garments goes a generation of several, and one still under way goes too; what
    shows other garments, or none, stays.
    """
    account = open_account(credits=4)
    kept, deleted = _garment(account, data), _garment(account, data)
    both = _worn(account, clothing_item_ids=[kept, deleted])
    others = [_worn(account, clothing_item_id=kept), _worn(account)]
    for generation in (both, *others):
        _done(account, generation)
    under_way = _worn(account, clothing_item_id=deleted)
    account.call("delete_clothing_item", path={"clothing_item_id": deleted}).must_be(200)

    _gone(_generation(account, both), "a generation of two garments of which one was deleted")
    _gone(_generation(account, under_way), "a generation under way when its garment was deleted")
    account.wait(3600)
    _gone(_generation(account, under_way), "an hour later, a generation of a deleted garment")
    for operation in ("list_generations", "list_generation_results"):
        listed = account.call(operation).must_be(200)
        left = {row.get("generation_id") for row in listed.at("/data")}
        equal(f"{listed.what}: what is left", sorted(others), sorted(left))
    for generation in others:
        _done(account, generation).at("/generation_results/0/url")
    account.call("get_clothing_item", path={"clothing_item_id": kept}).must_be(200)
