"""What is promised about time: when a job was made, that its end is one, and the rate limit."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Data = Callable[[str], Any]
Open = Callable[..., Account]

_LIMIT = "vendor-notes.md, nextry, Inferred; All five"


@check("vendor-notes.md, nextry, lifecycle", "observed", wait=5)
def a_complete_item_stays_as_it_is(api: Api, a_swap_is_made: list[Answer]) -> None:
    """A job that is complete is asked for again and again, and nothing about it changes."""
    last = a_swap_is_made[-1]
    for _ in range(2):
        api.wait(5)
        again = api.call("get_history_item", path={"id": last.at("/id")}).must_be(200)
        equal("a complete item, some time later,", last.json, again.json)


@check("vendor-notes.md, nextry, lifecycle", "observed", lean=False, wait=86400)
def a_failed_job_is_an_error_for_good(open_account: Open, data: Data) -> None:
    """A job that fails goes from pending to error, names no files, and stays so."""
    account = open_account()
    form = data("forms")["fashion_swap"]
    account.fault("provider_error", operation="generate_image", times=1)
    failing, failed = (
        account.call("generate_image", form=form).must_be(200).at("/history_item_id")
        for _ in range(2)
    )
    account.end(failed, "fail")
    for job in (failing, failed):
        polled = account.follow(
            "get_history_item", {"id": job}, done=lambda a: a.at("/status") != "pending"
        )
        account.wait(86400)
        polled.append(account.call("get_history_item", path={"id": job}).must_be(200))
        for answer in polled[-2:]:
            equal("the status of a job that failed", "error", answer.at("/status"))
            for name in ("preview_url", "stock_url"):
                equal(f"{name} of a failed job", None, answer.at(f"/{name}"), evidence="inferred")


@check("vendor-notes.md, nextry, history list", "observed", lean=False, wait=10)
def an_item_says_when_it_was_made(open_account: Open, data: Data, rng: Random) -> None:
    """`created_at` is the moment of the request, and not that of a poll or of the job's end."""
    account = open_account()
    for _ in range(3):
        account.wait(rng.uniform(1, 10))
        before = account.now()
        made = account.call("generate_image", form=data("forms")["default"]).must_be(200)
        after = account.now()
        path = {"id": made.at("/history_item_id")}
        for answer in account.follow(
            "get_history_item", path, done=lambda a: a.at("/status") != "pending"
        ):
            found = _unix(answer)
            promised(
                before - 1 <= found <= after + 1,
                f"{answer.what}: made at {found:.3f}, and asked for at {before:.3f}",
            )


@check(_LIMIT, "inferred", lean=False, wait=30, shows=[("list_tools", 429)])
def the_window_of_the_rate_limit_rolls(open_account: Open) -> None:
    """Of requests at 0, 10 and 20 seconds, three being allowed, each blocks the fourth next for
    exactly a minute; what is refused does not count, and Retry-After says how long to wait.
    """
    account = open_account(rate_limit=3)
    for _ in range(3):
        account.call("list_tools").must_be(200)
        account.wait(10)
    _refused(account, "30")
    account.wait(29.999)
    _refused(account, "1")
    for seconds in ("10", "10", "40"):
        account.wait(0.001)
        account.call("list_tools").must_be(200)
        _refused(account, seconds)
        account.wait(9.999)


@check(_LIMIT, "inferred", lean=False)
def every_answer_but_429_counts(open_account: Open) -> None:
    """A request that is refused for another reason uses up the rate limit as well, and so does that
    of any operation.
    """
    account = open_account(rate_limit=3)
    account.call("list_generation_types").must_be(422)
    account.call("get_history_item", path={"id": "0" * 24}).must_be(404)
    account.call("list_history").must_be(200)
    account.call("list_tools").must_be(429)


@check(_LIMIT, "inferred", lean=False)
def a_rate_limit_is_an_account_s_own(open_account: Open) -> None:
    """What one account asks for is not held against another; and there is no limit for an account
    that was given none.
    """
    first, second, third = (
        open_account(**how) for how in ({"rate_limit": 1}, {"rate_limit": 1}, {})
    )
    for account in (first, second):
        account.call("list_tools").must_be(200)
    first.call("list_tools").must_be(429)
    for _ in range(70):
        third.call("list_tools").must_be(200)


def _refused(account: Account, seconds: str) -> None:
    answer = account.call("list_tools").must_be(429)
    equal("Retry-After", seconds, answer.headers.get("Retry-After"))


def _unix(answer: Answer) -> float:
    text = str(answer.at("/created_at"))
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise Mismatch(f"{answer.what}: created_at {text!r} is no date and time") from None
