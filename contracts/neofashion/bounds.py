"""What a request may ask for, up to the last value that is allowed and from the first that is not.

Source: vendor-notes.md, neofashion: request bodies of the four POSTs, pagination, invalid body.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal

Json = dict[str, Any]
Opener = Callable[..., Account]

_BODIES = "vendor-notes.md, neofashion, request bodies of the four POSTs"
_LEAST: dict[str, Json] = {
    "generate_image": {"prompt": "A hat"},
    "sketch_to_photo": {"prompt": "A hat", "sketch_url": "https://example.com/hat.png"},
    "generate_video": {"prompt": "A hat"},
}
_ITEM: Json = {"prompt": "A hat"}
_ALL = 50 + 75 + 250 + 50
"""Credits of one generation of each kind, the bulk of one item."""
_RATIOS = ("1:1", "4:5", "3:4", "2:3", "9:16", "5:4", "4:3", "3:2", "16:9")
_NO_URL = ("hat.png", "ftp://example.com/hat.png", "", 1)


def _with(account: Api, **members: Any) -> list[Answer]:
    """The answers to each kind of request with these members, in a bulk in its only item."""
    answers = [account.call(name, body=body | members) for name, body in _LEAST.items()]
    return [*answers, account.call("generate_bulk", body={"items": [_ITEM | members]})]


def _accepted(account: Api, **members: Any) -> None:
    for answer in _with(account, **members):
        answer.must_be(200)


def _refused(account: Api, **members: Any) -> None:
    """Each of them is a 400 that names the member, and says what is wrong with it."""
    (member,) = members
    for answer in _with(account, **members):
        bulk = answer.exchange.operation == "generate_bulk"
        _is_invalid(answer, [*(["items", 0] if bulk else []), member])


def _is_invalid(answer: Answer, path: list[Any]) -> None:
    answer.must_be(400)
    equal(f"{answer.what}; error.code", "VALIDATION_ERROR", answer.at("/error/code"))
    issue = answer.at("/error/details/issues/0/path")
    found = issue[: len(path)] if isinstance(issue, list) else issue
    equal(f"{answer.what}; the path of the first issue", path, found)


@check(_BODIES, "inferred", cost=6 * _ALL, lean=False)
def prompts_have_1_to_2000_characters(open_account: Opener) -> None:
    """A prompt of 1 or 2000 characters is accepted everywhere, one of none or 2001 nowhere."""
    account = open_account(credits=2 * _ALL)
    _accepted(account, prompt="x")
    _accepted(account, prompt="é" * 2000)
    for prompt in ("", "x" * 2001, 7, None):
        _refused(account, prompt=prompt)


@check(_BODIES, "inferred", cost=3 * _ALL + 450, lean=False)
def aspect_ratios_are_those_listed(open_account: Opener) -> None:
    """Nine aspect ratios are accepted, and no other."""
    account = open_account(credits=450)
    for ratio in _RATIOS:
        account.call("generate_image", body={"prompt": "A hat", "aspect_ratio": ratio}).must_be(200)
    for wrong in ("2:1", "3x4", 1):
        _refused(account, aspect_ratio=wrong)


@check(_BODIES, "inferred", cost=1750, wait=600, lean=False)
def videos_have_2_to_10_seconds(open_account: Opener) -> None:
    """A video of 2 or 10 seconds is accepted, one of 1 or 11, or of a duration that is no integer, is not."""
    account = open_account(credits=500)
    for seconds in (2, 10):
        body = {"prompt": "A walk", "duration": seconds}
        made = account.call("generate_video", body=body).must_be(200)
        detail = account.call("get_generation", path={"id": made.at("/data/id")}).must_be(200)
        equal("the duration", seconds, detail.at("/data/input/duration"))
    for wrong in (1, 11, 2.5, "5", 0):
        answer = account.call("generate_video", body={"prompt": "A walk", "duration": wrong})
        _is_invalid(answer, ["duration"])


@check(_BODIES, "inferred", cost=5000 + 5050 + 50 + 50, lean=False)
def bulks_have_1_to_100_items(open_account: Opener) -> None:
    """A bulk of 100 photos is accepted and paid for, one of none or 101 is not; nor is anything but a list."""
    account = open_account(credits=5000)
    for items in ([_ITEM] * 101, [], _ITEM):
        _is_invalid(account.call("generate_bulk", body={"items": items}), ["items"])
    made = account.call("generate_bulk", body={"items": [_ITEM] * 100}).must_be(200)
    equal("credits_used of 100 photos", 5000, made.at("/meta/credits_used"))
    detail = account.call("get_generation", path={"id": made.at("/data/id")}).must_be(200)
    equal("how many items there are", 100, len(detail.at("/data/items")))


@check(_BODIES, "inferred", cost=10 * _ALL + 4 * 75, lean=False)
def urls_are_http(open_account: Opener) -> None:
    """Pictures are taken from http and https URLs, and from nothing else."""
    account = open_account(credits=2 * _ALL)
    for scheme in ("http", "https"):
        _accepted(account, product_image_url=f"{scheme}://example.com/bag.jpg")
    for wrong in _NO_URL:
        _refused(account, product_image_url=wrong)
        _refused(account, reference_image_urls=[wrong])
        sketch: Json = {"prompt": "A hat", "sketch_url": wrong}
        _is_invalid(account.call("sketch_to_photo", body=sketch), ["sketch_url"])


@check("neofashion.txt, Authentication: source", cost=_ALL + 100, lean=False)
def sources_are_ui_and_api(open_account: Opener) -> None:
    """The source of a request is ui or api, and nothing else."""
    account = open_account(credits=100)
    for source in ("ui", "api"):
        account.call("generate_image", body={"prompt": "A hat", "source": source}).must_be(200)
    for name, body in (*_LEAST.items(), ("generate_bulk", {"items": [_ITEM]})):
        answer = account.call(name, body=body | {"source": "web"})
        answer.must_be(400, evidence="inferred", source=_BODIES)


@check("vendor-notes.md, neofashion, pagination", "inferred", lean=False)
def pages_have_1_to_100_rows(open_account: Opener) -> None:
    """per_page is 1 to 100 and page at least 1; what is outside, or no integer, is refused."""
    account = open_account()
    for query in ({"per_page": 1}, {"per_page": 100}, {"page": 1}, {"page": 10**6}):
        answer = account.call("list_generations", query=query).must_be(200)
        for name, value in query.items():
            equal(f"{answer.what}; {name}", value, answer.at(f"/meta/pagination/{name}"))
    for name, wrong in (
        ("per_page", 0),
        ("per_page", 101),
        ("per_page", "x"),
        ("page", 0),
        ("page", -1),
        ("page", "1.5"),
    ):
        _is_invalid(account.call("list_generations", query={name: wrong}), [name])


@check("vendor-notes.md, All five: order of refusals", "inferred", cost=1150, lean=False)
def refusals_come_in_order(open_account: Opener) -> None:
    """Who is not known hears that first; then what is not valid, then what is not there, then what is not
    paid for.
    """
    account = open_account(credits=0)
    unpaid: Json = {"prompt": "A walk"}
    unknown = unpaid | {"persona_id": "persona_of_nobody"}
    invalid = unknown | {"duration": 99}
    video, photo = "generate_video", "generate_image"
    account.call(video, body=invalid, headers={"Authorization": ""}).must_be(401)
    account.call(video, body=invalid).must_be(400)
    account.call(video, body=unknown).must_be(404)
    account.call(video, body=unpaid).must_be(402)
    account.call(photo, body=unpaid | {"model_id": "model_of_nobody"}).must_be(404)
    account.call(photo, body={"persona_id": "persona_of_nobody"}).must_be(400)
    bulk = {"items": [_ITEM, _ITEM | {"persona_id": "persona_of_nobody"}, _ITEM, _ITEM]}
    account.call("generate_bulk", body=bulk).must_be(404)
    account.call("generate_bulk", body={"items": [_ITEM, {}]}).must_be(400)
