"""What is promised about the list of all jobs. Sources: nextry.txt, 5) List History; vendor-notes.md,
nextry, history list.
"""

import json
from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Data = Callable[[str], Any]
Item = dict[str, Any]
Made = tuple[Account, list[Item]]

_LIST = "vendor-notes.md, nextry, history list"
_STATES = ("pending", "complete", "error")
_TOOLS = ("fashion_swap", "fashion_card", "default")


@check("nextry.txt, 5) List History", shows=[("list_history", 200)])
def the_history_is_listed(
    api: Api,
    a_tool_has_types: Answer,
    a_swap_is_made: list[Answer],
    a_picture_without_a_person_is_made: list[Answer],
) -> None:
    """The page's example, the complete jobs of a type, shows complete jobs of that type, of which one
    is ours, and not our job of another type.
    """
    kind = a_tool_has_types.at("/0/id")
    query = {"page": 1, "limit": 20, "status": "complete", "generation_type": kind}
    answer = api.call("list_history", query=query).must_be(200, evidence="observed", source=_LIST)
    items = _items(answer)
    for item in items:
        found = item.get("status"), item.get("generation_type")
        equal("status and generation_type", ("complete", "fashion_swap"), found)
    ours, ids = a_swap_is_made[-1].at("/id"), [item.get("id") for item in items]
    promised(ours in ids, f"{answer.what}, but our complete job {ours} is not in it")


@check(_LIST, "observed")
def a_page_counts_itself_and_all(
    api: Api, a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """A page says which it is, how many items it has, and how many items and pages there are; the
    next one goes on where it ended.
    """
    one, two = (api.call("list_history", query={"page": n, "limit": 1}) for n in (1, 2))
    _counted(one, page=1, limit=1)
    _counted(two, page=2, limit=1)
    ids = [answer.at("/items/0/id") for answer in (one, two)]
    promised(ids[0] != ids[1], f"the pages 1 and 2 have both the item {ids[0]}")


@check(_LIST, "observed", lean=False, wait=2)
def a_job_is_in_the_history_as_it_is_alone(
    open_account: Callable[..., Account], data: Data, rng: Random
) -> Made:
    """A list has an item for every job that was queued, in the shape and the state that the job has
    when it is asked for alone.
    """
    account = open_account()
    ends = ["finish", "fail", "", "finish", "fail", "", "finish", "fail", ""]
    tools = [*_TOOLS, *_TOOLS, *_TOOLS, *rng.choices(_TOOLS, k=14)]
    rng.shuffle(tools)
    ids = []
    for tool, end in zip(tools, [*ends, *rng.choices(ends, k=14)], strict=True):
        made = account.call("generate_image", form=data("forms")[tool]).must_be(200)
        ids.append(made.at("/history_item_id"))
        if end:
            account.end(ids[-1], end)
        account.wait(rng.uniform(0.01, 0.2))
    items = [account.call("get_history_item", path={"id": each}).must_be(200).json for each in ids]
    answer = account.call("list_history", query={"limit": 100})
    _counted(answer, page=1, limit=100)
    equal("the history", _in_any_order(items), _in_any_order(_items(answer)))
    return account, items[::-1]


@check(_LIST, "inferred", lean=False)
def the_newest_comes_first(a_job_is_in_the_history_as_it_is_alone: Made) -> None:
    """The history begins with the job that was made last and ends with the first."""
    account, items = a_job_is_in_the_history_as_it_is_alone
    _lists(account, items, limit=100)


@check(_LIST, "observed", lean=False)
def pages_join_up(a_job_is_in_the_history_as_it_is_alone: Made, rng: Random) -> None:
    """Whatever their size, all pages together have every item once; what comes after them is empty."""
    account, items = a_job_is_in_the_history_as_it_is_alone
    for limit in (1, 2, rng.randint(3, 9), len(items) - 1, len(items), len(items) + 1):
        _lists(account, items, limit=limit)
        after = -(-len(items) // limit) + 1
        answer = account.call("list_history", query={"limit": limit, "page": after})
        _counted(answer, page=after, limit=limit)
        equal(f"page {after} of {after - 1}", [], _items(answer))


@check(_LIST, "observed", lean=False)
def left_out_it_is_page_1_of_20(a_job_is_in_the_history_as_it_is_alone: Made) -> None:
    """Without page and limit the answer is the first page of twenty items each."""
    account, items = a_job_is_in_the_history_as_it_is_alone
    for query in ({}, {"page": 1}):
        answer = account.call("list_history", query=query)
        _counted(answer, page=1, limit=20)
        equal("the items of a page", 20, answer.at("/count"), evidence="inferred")
        equal("page 1", items[:20], _items(answer))


@check(_LIST, "observed", lean=False)
def a_status_filters(a_job_is_in_the_history_as_it_is_alone: Made) -> None:
    """Every status, and every set of them, finds only and all the jobs in one of those states."""
    account, items = a_job_is_in_the_history_as_it_is_alone
    for size in (1, 2, 3):
        for states in combinations(_STATES, size):
            expected = [item for item in items if item.get("status") in states]
            _lists(account, expected, limit=4, status=list(states))


@check(_LIST, "observed", lean=False)
def a_type_filters(
    a_job_is_in_the_history_as_it_is_alone: Made, a_type_belongs_to_one_tool: dict[str, list[str]]
) -> None:
    """The id of a type finds only and all the jobs of that type, together with a status as well; one
    that has no job finds none.
    """
    account, items = a_job_is_in_the_history_as_it_is_alone
    for tool in (*_TOOLS, "fabric"):
        kind = a_type_belongs_to_one_tool[tool][0]
        mine = [item for item in items if item.get("generation_type") == tool]
        _lists(account, mine, limit=3, generation_type=kind)
        errors = [item for item in mine if item.get("status") == "error"]
        _lists(account, errors, limit=100, generation_type=kind, status="error")
    _lists(account, [], limit=5, generation_type="00000000-0000-4000-8000-000000000000")


@check(_LIST, "observed", lean=False)
def a_page_has_up_to_100(open_account: Callable[..., Account], data: Data) -> None:
    """A page of a hundred items is to be had, and has a hundred where there are more."""
    account = open_account()
    for _ in range(101):
        account.call("generate_image", form=data("forms")["default"]).must_be(200)
    for page, count in ((1, 100), (2, 1)):
        answer = account.call("list_history", query={"limit": 100, "page": page})
        _counted(answer, page=page, limit=100)
        equal("count", count, answer.at("/count"))


@check(_LIST, "observed", lean=False)
def an_empty_history_has_no_page(open_account: Callable[..., Account]) -> None:
    """Where no job was ever made there are no items on no pages."""
    answer = open_account().call("list_history")
    expected = {"page": 1, "count": 0, "total_count": 0, "pages": 0, "items": []}
    equal("an empty history", expected, answer.must_be(200).json)


def _lists(account: Account, expected: list[Item], *, limit: int, **filters: Any) -> None:
    """Every page of it, in order."""
    found = [item for answer in _pages(account, limit, filters) for item in _items(answer)]
    shown = {"limit": limit, **filters}
    ids = [[item.get("id") for item in items] for items in (expected, found)]
    equal(f"the history by {shown}", *(sorted(map(str, each)) for each in ids))
    equal(f"the order of the history by {shown}", *ids, evidence="inferred")
    equal(f"the history by {shown}", expected, found)
    total = account.call("list_history", query=shown).at("/total_count")
    equal(f"total_count by {shown}", len(expected), total)


def _pages(account: Account, limit: int, filters: dict[str, Any]) -> Iterator[Answer]:
    for page in range(1, 102):
        answer = account.call("list_history", query={"limit": limit, "page": page, **filters})
        _counted(answer, page=page, limit=limit)
        yield answer
        if page >= answer.at("/pages"):
            return


def _counted(answer: Answer, *, page: int, limit: int) -> None:
    """The numbers of a page have to agree with each other and with its items."""
    answer.must_be(200)
    items, total, pages = _items(answer), answer.at("/total_count"), answer.at("/pages")
    if type(total) is not int or type(pages) is not int:
        raise Mismatch(f"{answer.what} with total_count {total!r} and pages {pages!r}")
    equal("page", page, answer.at("/page"))
    equal("count", len(items), answer.at("/count"))
    equal(f"pages, of {limit} items each and {total} in all,", -(-total // limit), pages)
    left = min(limit, max(0, total - (page - 1) * limit))
    equal(f"the items of page {page}, of {limit} each and {total} in all,", left, len(items))


def _items(answer: Answer) -> list[Item]:
    items = answer.at("/items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Mismatch(f"{answer.what} with items that are no list of objects: {answer.excerpt}")
    return items


def _in_any_order(items: list[Any]) -> list[str]:
    return sorted(json.dumps(item, sort_keys=True) for item in items)
