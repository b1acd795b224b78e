"""The list of generations. Sources: neofashion.txt, Core Endpoints ("List generations (paginated)");
vendor-notes.md, neofashion, pagination; that the newest come first is inferred.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Opener = Callable[..., Account]

_PAGES = "vendor-notes.md, neofashion, pagination"


def _listed(api: Api, **query: int) -> Answer:
    return api.call("list_generations", query=query).must_be(200)


def _ids(answer: Answer) -> list[Any]:
    rows = answer.at("/data")
    if not isinstance(rows, list):
        raise Mismatch(f"{answer.what} with data that is no list")
    return [answer.at(f"/data/{index}/id") for index in range(len(rows))]


@check("neofashion.txt, Core Endpoints")
def what_is_made_is_listed(
    api: Api,
    a_photo_is_made: SimpleNamespace,
    a_photo_is_made_as_asked: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """Every generation is listed, with what its detail says of it."""
    things = (
        a_photo_is_made,
        a_photo_is_made_as_asked,
        a_sketch_becomes_a_photo,
        a_video_is_made,
        a_bulk_is_made,
    )
    listed = _listed(api, per_page=100)
    ids = _ids(listed)
    for thing in things:
        generation = thing.made.at("/data/id")
        promised(generation in ids, f"{generation} is not among the newest {len(ids)} listed")
        row, detail = listed.at(f"/data/{ids.index(generation)}"), thing.final.at("/data")
        for member in row:
            equal(f"{member} of {generation} in the list", detail.get(member), row[member])


@check(_PAGES, "inferred")
def pages_join_up(
    api: Api,
    a_photo_is_made: SimpleNamespace,
    a_photo_is_made_as_asked: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
) -> None:
    """Pages of two are the pages of six in pieces, and say which page they are, of what size and of how many."""
    whole = _listed(api, page=1, per_page=6)
    total = whole.at("/meta/pagination/total")
    pieces: list[Any] = []
    for page in (1, 2, 3):
        answer = _listed(api, page=page, per_page=2)
        expected = {"page": page, "per_page": 2, "total": total}
        equal(f"{answer.what}; meta.pagination", expected, answer.at("/meta/pagination"))
        pieces += _ids(answer)
    equal("three pages of two", _ids(whole), pieces)


@check(_PAGES, "inferred", cost=1050, wait=60, lean=False)
def every_generation_is_on_one_page(open_account: Opener) -> None:
    """Of 21 generations 20 are on the first page and one on the second, the newest first; there is no third."""
    account = open_account(credits=1050)
    made = []
    for number in range(21):
        answer = account.call("generate_image", body={"prompt": f"Hat {number}"}).must_be(200)
        made.append(answer.at("/data/id"))
        account.wait(1)
    newest = made[::-1]
    first, second, third = _listed(account), _listed(account, page=2), _listed(account, page=3)
    for number, (answer, expected) in enumerate(
        ((first, newest[:20]), (second, newest[20:]), (third, [])), 1
    ):
        equal(f"page {number} of 21 generations", expected, _ids(answer))
        pagination = {"page": number, "per_page": 20, "total": 21}
        equal(f"{answer.what}; meta.pagination", pagination, answer.at("/meta/pagination"))
    for size in (1, 4, 7, 21, 100):
        pages = range(1, -(-21 // size) + 1)
        found = [
            each for page in pages for each in _ids(_listed(account, page=page, per_page=size))
        ]
        equal(f"21 generations in pages of {size}", newest, found)


@check(_PAGES, "inferred", lean=False)
def an_empty_list_is_one(open_account: Opener) -> None:
    """A workspace that has made nothing has an empty first page of 20, and a total of zero."""
    answer = _listed(open_account())
    equal("the list of an account that has made nothing", [], answer.at("/data"))
    expected = {"page": 1, "per_page": 20, "total": 0}
    equal(f"{answer.what}; meta.pagination", expected, answer.at("/meta/pagination"))


@check(_PAGES, "inferred", cost=350, lean=False)
def what_is_under_way_is_listed(open_account: Opener) -> None:
    """What is queued or processing is listed as what it is, like its detail."""
    account = open_account(credits=350)
    made = [
        account.call("generate_video", body={"prompt": "A walk"}).must_be(200),
        account.call("generate_bulk", body={"items": [{"prompt": "A"}, {"prompt": "B"}]}),
    ]
    for seconds in (0, 4, 600):
        account.wait(seconds)
        listed = _listed(account)
        for index, answer in enumerate(reversed(made)):
            generation = answer.must_be(200).at("/data/id")
            detail = account.call("get_generation", path={"id": generation}).must_be(200)
            for member in ("id", "status", "output_url", "credits_used", "updated_at"):
                expected, found = detail.at(f"/data/{member}"), listed.at(f"/data/{index}/{member}")
                equal(f"{member} of {generation} in the list after {seconds} s", expected, found)
