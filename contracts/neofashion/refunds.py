"""What failed is given back, once. Source: neofashion.txt, Core Endpoints ("Credits are refunded
automatically if the provider returns an error") and Error Codes, PROVIDER_ERROR; vendor-notes.md,
neofashion, provider error. Each account holds the price of one generation and no more, so that a
refund shows in what it can pay for.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, check, equal

Json = dict[str, Any]
Opener = Callable[..., Account]

_DOCUMENT = "neofashion.txt, Error Codes: PROVIDER_ERROR"
_PROVIDER = "vendor-notes.md, neofashion, provider error"
_ALL_FIVE = "vendor-notes.md, All five"
_PHOTO: Json = {"prompt": "A red hat"}
_SKETCH: Json = {"prompt": "A red hat", "sketch_url": "https://example.com/hat.png"}
_THREE: Json = {"items": [{"prompt": f"Hat {number}"} for number in range(3)]}


def _balance(account: Account, expected: int, when: str) -> None:
    found = account.call("get_credit_balance").must_be(200).at("/data/balance")
    equal(f"the balance {when}", expected, found)


def _seen_through(account: Account, made: Answer) -> Answer:
    """The generation, once it has ended."""
    polled = account.follow(
        "get_generation",
        {"id": made.at("/data/id")},
        done=lambda answer: answer.at("/data/status") in {"completed", "failed"},
    )
    return polled[-1]


def _pays_once(account: Account, operation: str, body: Json) -> None:
    """What was given back is enough for one more, and no more; nor does more come later."""
    paid, refused = (account.call(operation, body=body) for _ in range(2))
    paid.must_be(200)
    refused.must_be(402)
    account.wait(3600)
    _balance(account, 0, "an hour after the refund was spent")


def _has_failed(answer: Answer) -> None:
    """A failure says so, has no output and has cost nothing."""
    equal(f"{answer.what}; its status", "failed", answer.at("/data/status"))
    equal(f"{answer.what}; output_url of a failure", None, answer.at("/data/output_url"))
    equal(f"{answer.what}; credits_used of a failure", 0, answer.at("/data/credits_used"))
    code = answer.at("/data/error/code")
    equal(f"{answer.what}; the code", "PROVIDER_ERROR", code, evidence="inferred")


def _answers_502(open_account: Opener, operation: str, body: Json, price: int) -> None:
    account = open_account(credits=price)
    account.fault("provider_error", operation=operation, times=2)
    for _ in range(2):
        refused = account.call(operation, body=body).must_be(502)
        equal(f"{refused.what}; error.code", "PROVIDER_ERROR", refused.at("/error/code"))
        _balance(account, price, f"after {refused.what}")
    _pays_once(account, operation, body)


@check(_DOCUMENT, cost=200, wait=3600, lean=False, shows=[("generate_image", 502)])
def a_failed_photo_is_refunded(open_account: Opener) -> None:
    """A photo that the provider fails is 502 PROVIDER_ERROR, and its 50 credits are back by then, once."""
    _answers_502(open_account, "generate_image", _PHOTO, 50)


@check(_DOCUMENT, cost=300, wait=3600, lean=False, shows=[("sketch_to_photo", 502)])
def a_failed_sketch_is_refunded(open_account: Opener) -> None:
    """A sketch that the provider fails is 502 PROVIDER_ERROR, and its credits are back by then, once."""
    _answers_502(open_account, "sketch_to_photo", _SKETCH, 75)


@check(_DOCUMENT, cost=1000, wait=3600, lean=False)
def a_failed_video_is_refunded(open_account: Opener) -> None:
    """A video that the provider fails keeps its credits until then, ends as failed and gives them back, once."""
    account = open_account(credits=250)
    account.fault("provider_error", operation="generate_video", times=1)
    made = account.call("generate_video", body=_PHOTO).must_be(200)
    _balance(account, 0, "while the video is under way")
    account.call("generate_video", body=_PHOTO).must_be(402)
    _has_failed(_seen_through(account, made))
    _balance(account, 250, "after the video has failed")
    account.wait(3600)
    _balance(account, 250, "an hour after the video has failed")
    _pays_once(account, "generate_video", _PHOTO)


@check(_ALL_FIVE, "inferred", cost=1750, wait=3600, lean=False)
def a_video_cut_short_is_refunded(open_account: Opener) -> None:
    """A video that fails early, is canceled or takes too long gives its credits back, once."""
    for how in ("fail", "cancel", "expire"):
        account = open_account(credits=250)
        made = account.call("generate_video", body=_PHOTO).must_be(200)
        account.end(made.at("/data/id"), how)
        _has_failed(_seen_through(account, made))
        _balance(account, 250, f"after the order to {how}")
        account.wait(3600)
        _balance(account, 250, f"an hour after the order to {how}")
        if how != "cancel":
            _pays_once(account, "generate_video", _PHOTO)


@check(_DOCUMENT, cost=450, wait=3600, lean=False)
def a_failed_bulk_is_refunded(open_account: Opener) -> None:
    """A bulk of which every photo fails ends as failed and gives all its credits back, once."""
    account = open_account(credits=150)
    account.fault("provider_error", operation="generate_bulk", times=1)
    made = account.call("generate_bulk", body=_THREE).must_be(200)
    _balance(account, 0, "while the bulk is under way")
    _has_failed(_seen_through(account, made))
    _balance(account, 150, "after the bulk has failed")
    _pays_once(account, "generate_bulk", _THREE)


@check("vendor-notes.md, neofashion, prices: bulk 50 per item", "inferred", cost=250, lean=False)
def a_failed_item_is_refunded(open_account: Opener) -> None:
    """Of a bulk of which one photo fails, that one is given back and the others are made and kept."""
    account = open_account(credits=150)
    account.fault("provider_error", operation="generate_bulk", items=[1], times=1)
    made = account.call("generate_bulk", body=_THREE).must_be(200)
    ended = _seen_through(account, made)
    equal("the status of the bulk", "completed", ended.at("/data/status"))
    statuses = [ended.at(f"/data/items/{index}/status") for index in range(3)]
    equal("the statuses of the items", ["completed", "failed", "completed"], statuses)
    used = [ended.at(f"/data/items/{index}/credits_used") for index in range(3)]
    equal("the credits_used of the items", [50, 0, 50], used)
    equal("the output of the failed item", None, ended.at("/data/items/1/output_url"))
    equal("its error", "PROVIDER_ERROR", ended.at("/data/items/1/error/code"))
    equal("the credits_used of the bulk", 100, ended.at("/data/credits_used"))
    _balance(account, 50, "after one item has failed")
    paid, refused = (account.call("generate_image", body=_PHOTO) for _ in range(2))
    paid.must_be(200)
    refused.must_be(402)


@check("vendor-notes.md, neofashion, provider error", "inferred", cost=50, lean=False)
def a_failed_photo_is_listed(open_account: Opener) -> None:
    """A photo that failed stands in the list as failed, with its error and without any cost."""
    account = open_account(credits=50)
    account.fault("provider_error", operation="generate_image", times=1)
    account.call("generate_image", body=_PHOTO).must_be(502)
    listed = account.call("list_generations").must_be(200)
    equal("how many generations are listed", 1, listed.at("/meta/pagination/total"))
    _has_failed(account.call("get_generation", path={"id": listed.at("/data/0/id")}).must_be(200))
    equal("the status in the list", "failed", listed.at("/data/0/status"))
    equal("the credits_used in the list", 0, listed.at("/data/0/credits_used"))
