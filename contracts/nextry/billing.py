"""What is promised where credits are counted, which they are for accounts that are given some.

Source: vendor-notes.md, nextry, Inferred, and All five. No answer shows a balance, so each is found out by
what can be paid: an account with exactly the price can pay once.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from dressform.checks import Account, check, equal

Data = Callable[[str], Any]
Open = Callable[..., Account]

_PRICE = "vendor-notes.md, nextry, Inferred"
_ALL = "vendor-notes.md, All five"


@check(_PRICE, "inferred", lean=False)
def a_generation_costs_one_credit(open_account: Open, data: Data) -> None:
    """With every tool, an account of one credit can pay for one generation, which becomes complete,
    and not for a second one.
    """
    for row in data("tools"):
        account = open_account(credits=1)
        made = _asked(account, data, row["tool"]).must_be(200)
        path = {"id": made.at("/history_item_id")}
        account.follow("get_history_item", path, done=lambda a: a.at("/status") != "pending")
        _asked(account, data, row["tool"]).must_be(402)


@check(_PRICE, "inferred", lean=False)
def credits_are_counted_one_by_one(open_account: Open, data: Data) -> None:
    """An account of three credits pays for three generations, and each makes its history item."""
    account = open_account(credits=3)
    statuses = [_asked(account, data).status for _ in range(5)]
    equal("the statuses of five generations on three credits", [200] * 3 + [402] * 2, statuses)
    equal("the items in its history", 3, _total(account))


@check(_PRICE, "inferred", lean=False)
def no_credits_are_counted_unless_some_were_given(open_account: Open, data: Data) -> None:
    """An account that was never given credits can generate all the same."""
    account = open_account()
    for _ in range(3):
        _asked(account, data).must_be(200)


@check(_ALL, "inferred", lean=False)
def all_else_is_free(open_account: Open, data: Data) -> None:
    """With one credit an account can look around, be refused, give its verdict and delete, and has
    that credit left for a generation; after which the rest still works.
    """
    account = open_account(credits=1)
    _look_around(account)
    for form in (data("forms")["fashion_swap"][:2], data("forms")["fashion_swap"][1:]):
        account.call("generate_image", form=form).must_be(422)
    wrong = (*data("forms")["default"], ("generation_type", "00000000-0000-4000-8000-000000000000"))
    account.call("generate_image", form=wrong).must_be(404)
    text = (("tool", "default"), ("image", ("a.png", b"no picture", "image/png")))
    account.call("generate_image", form=text).must_be(400)
    made = _asked(account, data).must_be(200)
    _look_around(account)
    path = {"id": made.at("/history_item_id")}
    account.call("get_history_item", path=path).must_be(200)
    account.call("send_feedback", path=path, body={"like": True}).must_be(200)
    _asked(account, data).must_be(402)


@check(_ALL, "inferred", lean=False, wait=600)
def a_failed_job_is_given_back_once(open_account: Open, data: Data) -> None:
    """When a job fails, its one credit can be spent again, once, whatever is done with it later."""
    account = open_account(credits=1)
    job = _asked(account, data).must_be(200).at("/history_item_id")
    _asked(account, data).must_be(402)
    account.end(job, "fail")
    account.call("get_history_item", path={"id": job}).must_be(200)
    again = _asked(account, data).must_be(200).at("/history_item_id")
    _asked(account, data).must_be(402)
    account.follow("get_history_item", {"id": again}, done=lambda a: a.at("/status") != "pending")
    account.call("delete_history_item", path={"id": job}).must_be(204)
    account.wait(600)
    _asked(account, data).must_be(402)


@check(_ALL, "inferred", lean=False, wait=600)
def a_provider_s_error_is_given_back(open_account: Open, data: Data) -> None:
    """A job that runs into an error by itself, in the end, gives back what it cost, and no more."""
    account = open_account(credits=2)
    account.fault("provider_error", operation="generate_image", times=1)
    job = _asked(account, data).must_be(200).at("/history_item_id")
    _asked(account, data).must_be(200)
    _asked(account, data).must_be(402)
    account.follow("get_history_item", {"id": job}, done=lambda a: a.at("/status") != "pending")
    account.wait(600)
    statuses = [_asked(account, data).status for _ in range(2)]
    equal("the statuses after one of two jobs failed", [200, 402], statuses)


@check(_PRICE, "inferred", lean=False)
def a_job_that_is_given_up_costs_nothing(open_account: Open, data: Data) -> None:
    """An item that is deleted while it is pending gives its credit back; one that is complete does
    not.
    """
    account = open_account(credits=1)
    job = _asked(account, data).must_be(200).at("/history_item_id")
    account.call("delete_history_item", path={"id": job}).must_be(204)
    job = _asked(account, data).must_be(200).at("/history_item_id")
    account.follow("get_history_item", {"id": job}, done=lambda a: a.at("/status") != "pending")
    account.call("delete_history_item", path={"id": job}).must_be(204)
    _asked(account, data).must_be(402)


@check(_ALL, "inferred", lean=False)
def nobody_overdraws(open_account: Open, data: Data) -> None:
    """Of twenty generations at once, an account of five credits is granted five."""
    account = open_account(credits=5)
    answers = account.together([lambda: _asked(account, data)] * 20)
    equal("the statuses", {200: 5, 402: 15}, dict(Counter(a.status for a in answers)))
    equal("the items in its history", 5, _total(account))


def _asked(account: Account, data: Data, tool: str = "default") -> Any:
    return account.call("generate_image", form=data("forms")[tool])


def _total(account: Account) -> Any:
    return account.call("list_history").must_be(200).at("/total_count")


def _look_around(account: Account) -> None:
    account.call("list_tools").must_be(200)
    account.call("list_generation_types", query={"tool": "fabric"}).must_be(200)
    account.call("list_history").must_be(200)
    account.call("get_history_item", path={"id": "0" * 24}).must_be(404)
