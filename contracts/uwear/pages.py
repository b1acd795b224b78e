"""Pages of the four lists. Source: uwear.md, the example responses of the lists."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]
History = Any

_NOTES = "vendor-notes.md, uwear, list filters and sort"
_IDS = {
    "list_clothing_items": "clothing_item_id",
    "list_generations": "generation_id",
    "list_generation_results": "generation_result_id",
    "list_avatars": "avatar_id",
}
_FULL = 101


def _page(api: Api, operation: str, number: int, size: int, **query: Any) -> Answer:
    asked = {"page": number, "items_per_page": size, **query}
    answer = api.call(operation, query=asked).must_be(200)
    equal(f"{answer.what}: current_page", number, answer.at("/current_page"))
    return answer


def _ids(answer: Answer, operation: str) -> list[Any]:
    rows = answer.at("/data")
    promised(isinstance(rows, list), f"{answer.what} with data that is no list")
    return [row.get(_IDS[operation]) if isinstance(row, dict) else row for row in rows]


def _join_up(api: Api, operation: str, count: int, **query: Any) -> None:
    """Hold the pages of a list of `count` items to the whole, in pages of every size up to it."""
    whole = _ids(_page(api, operation, 1, 100, **query), operation)
    equal(f"{operation}, {query}: how many are listed", count, len(set(whole)))
    for size in range(1, count + 2):
        last, found = -(-count // size), []
        for number in range(1, last + 1):
            answer = _page(api, operation, number, size, **query)
            equal(f"{answer.what}: total_count", count, answer.at("/total_count"))
            equal(f"{answer.what}: max_page", last, answer.at("/max_page"))
            found += _ids(answer, operation)
        equal(f"{operation}: its pages of {size}, one after the other", whole, found)
    beyond = _page(api, operation, count + 1, 1, **query)
    equal(f"{beyond.what}, beyond the last: data", [], beyond.at("/data"), evidence="inferred")


@check("uwear.md, List Clothing Items", lean=False)
def pages_of_garments_join_up(an_account_has_a_history: History) -> None:
    """The pages of the wardrobe hold every garment once, and count pages and garments right."""
    history = an_account_has_a_history
    _join_up(history.account, "list_clothing_items", len(history.clothing_items))


@check("uwear.md, Get All Avatars", lean=False)
def pages_of_avatars_join_up(an_account_has_a_history: History) -> None:
    """The pages of the avatars hold every avatar once, and count pages and avatars right."""
    history = an_account_has_a_history
    _join_up(history.account, "list_avatars", len(history.avatars))


@check("uwear.md, Get All Generations", lean=False)
def pages_of_generations_join_up(an_account_has_a_history: History) -> None:
    """The pages of the generations hold every one once and count right, filtered and sorted too."""
    history = an_account_has_a_history
    _join_up(history.account, "list_generations", len(history.generations))
    done = [g for g in history.generations if g["status"] == "Done"]
    query = {"status": "Done", "sort": "created_at:desc"}
    _join_up(history.account, "list_generations", len(done), **query)


@check("uwear.md, Get All Generation Results", lean=False)
def pages_of_results_join_up(an_account_has_a_history: History) -> None:
    """The pages of the results hold every result once and count right, filtered too."""
    history = an_account_has_a_history
    _join_up(history.account, "list_generation_results", len(history.results))
    first = history.generations[4]
    ids, count = [first["generation_id"]], first["num_images"]
    _join_up(history.account, "list_generation_results", count, generation_ids=ids)


@check("uwear.md, List Clothing Items", shows=[("list_clothing_items", 200)])
def two_small_pages_are_one_larger_one(api: Api, a_garment_keeps_what_was_sent: Answer) -> None:
    """The first two garments are the same on two pages of one as on one page of two."""
    operation = "list_clothing_items"
    pages = [_page(api, operation, *which) for which in ((1, 2), (1, 1), (2, 1))]
    larger, first, second = (_ids(page, operation) for page in pages)
    equal("the garments of two pages, one after the other", larger, first + second)
    for page, size in zip(pages, (2, 1, 1), strict=True):
        total = page.at("/total_count")
        promised(isinstance(total, int) and total > 0, f"{page.what} with the total {total!r}")
        equal(f"{page.what}: max_page of {total} garments", -(-total // size), page.at("/max_page"))


@check(_NOTES, evidence="inferred", lean=False)
def an_empty_list_has_one_page(open_account: Callable[..., Account]) -> None:
    """A new account's lists are empty: no items, a count of 0, and one page all the same."""
    account = open_account()
    for operation in _IDS:
        answer = account.call(operation).must_be(200)
        expected = {"current_page": 1, "max_page": 1, "total_count": 0, "data": []}
        equal(f"{answer.what}: an empty list", expected, answer.json)


@check(_NOTES, evidence="inferred", lean=False)
def a_page_has_20_items_and_never_over_100(open_account: Callable[..., Account]) -> None:
    """Twenty items make a page unless asked otherwise, and up to 100 if asked."""
    account = open_account()
    for number in range(_FULL):
        body = {"avatar_name": f"avatar {number}", "avatar_url": "https://example.com/face.jpg"}
        account.call("create_avatar", body=body).must_be(200)
    for query, size in (({}, 20), ({"items_per_page": 99}, 99), ({"items_per_page": 100}, 100)):
        answer = account.call("list_avatars", query=query).must_be(200)
        equal(f"{answer.what}: how many of {_FULL}", size, len(_ids(answer, "list_avatars")))
        equal(f"{answer.what}: max_page", -(-_FULL // size), answer.at("/max_page"))


@check(_NOTES, evidence="inferred", lean=False)
def pages_out_of_bounds_are_refused(api: Api) -> None:
    """No list takes a page before the first, nor pages of no items or of more than 100."""
    bounds: tuple[tuple[str, int, str, Json], ...] = (
        ("page", 0, "greater_than_equal", {"ge": 1}),
        ("page", -1, "greater_than_equal", {"ge": 1}),
        ("items_per_page", 0, "greater_than_equal", {"ge": 1}),
        ("items_per_page", 101, "less_than_equal", {"le": 100}),
    )
    for operation in _IDS:
        for name, value, kind, bound in bounds:
            answer = api.call(operation, query={name: value}).must_be(422)
            equal(f"{answer.what}: type", kind, answer.at("/detail/0/type"))
            equal(f"{answer.what}: loc", ["query", name], answer.at("/detail/0/loc"))
            equal(f"{answer.what}: ctx", bound, answer.at("/detail/0/ctx"))
