"""How often an account may ask.

Sources: productai.md, "Rate Limits"; vendor-notes.md, productai, "rate limit" and "daily limit".
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]

_SOURCE = "productai.md, Rate Limits"
_NOTES = "vendor-notes.md, productai, rate limit"


def _look(account: Account) -> int:
    """The status of a request that costs nothing: the job is not there."""
    return account.call("get_job", path={"job_id": 2147483647}).status


def _passing(account: Account, most: int) -> int:
    """How many requests pass before one is refused, and at most so many."""
    for count in range(most):
        if _look(account) == 429:
            return count
    return most


def _retry_after(answer: Answer) -> int:
    answer.must_be(429)
    told = answer.headers.get("Retry-After", "")
    promised(
        told.isdigit(),
        f"{answer.what} with the Retry-After {told!r}",
        evidence="inferred",
        source=_NOTES,
    )
    return int(told)


@check(_SOURCE, lean=False)
def fifteen_requests_pass_in_a_minute(open_account: Open) -> None:
    """An account may make 15 requests in a minute; the 16th is refused with 429, and so is one 59.9 s
    later (inferred). After a minute there are 15 again.
    """
    account = open_account()
    equal("the number of requests that pass at once", 15, _passing(account, 17))
    account.wait(59.9)
    late = _look(account)
    equal("the status of one more after 59.9 s", 429, late, evidence="inferred", source=_NOTES)
    account.wait(0.2)
    equal("the number of requests that pass after a minute", 15, _passing(account, 17))


@check(_NOTES, evidence="inferred", lean=False)
def the_minute_is_a_rolling_one(open_account: Open) -> None:
    """In no 60 seconds more than 15 requests pass: each is free again a minute after it was used."""
    account = open_account()
    equal("the number of requests that pass at once", 10, _passing(account, 10))
    account.wait(40)
    equal("the number of requests that pass 40 s later", 5, _passing(account, 17))
    account.wait(20.1)
    equal("the number that pass once the first ten are a minute old", 10, _passing(account, 17))
    account.wait(40)
    equal("the number that pass once the next five are a minute old", 5, _passing(account, 17))


@check(_NOTES, evidence="inferred", lean=False)
def retry_after_can_be_relied_on(open_account: Open) -> None:
    """A request is accepted after the seconds of Retry-After, though others were refused in between,
    and not a second earlier.
    """
    account = open_account(rate_limit=2)
    _look(account)
    account.wait(20.5)
    _look(account)
    seconds = _retry_after(account.call("get_job", path={"job_id": 2147483647}))
    equal("the seconds of Retry-After, the oldest request being 20.5 s old", 40, seconds)
    account.wait(seconds - 1)
    equal("the status a second before the time", 429, _look(account))
    account.wait(1)
    promised(
        _look(account) != 429, f"a request is refused {seconds} s after a Retry-After of {seconds}"
    )


@check(_NOTES, evidence="inferred", cost=44, lean=False)
def all_endpoints_count_together(open_account: Open, data: Callable[[str], Json]) -> None:
    """Requests to every endpoint count towards the same limit, and it holds for all of them."""
    account, bodies = open_account(rate_limit=3), data("bodies")
    passed, refused = (
        [
            account.call("generate", body=bodies["generate"]).status,
            account.call("upscale", body=bodies["upscale"]).status,
            _look(account),
        ]
        for _ in range(2)
    )
    equal("the statuses of the first three requests", [200, 200, 404], passed)
    equal("the statuses of the next three", [429] * 3, refused)


@check("vendor-notes.md, All five", evidence="inferred", cost=4, lean=False)
def refused_requests_count_too(open_account: Open, data: Callable[[str], Json]) -> None:
    """A request that is refused as invalid has used up its place in the minute all the same."""
    account, body = open_account(rate_limit=1), data("bodies")["generate"]
    account.call("generate", body=body | {"prompt": ""}).must_be(400)
    account.call("generate", body=body).must_be(429)


@check(_NOTES, evidence="inferred", lean=False)
def each_account_has_its_own_limit(open_account: Open) -> None:
    """Who has used up the minute stands in nobody else's way."""
    first, second = open_account(), open_account()
    equal("the number of requests that pass", 15, _passing(first, 17))
    equal("the number of another account's that pass", 15, _passing(second, 17))


@check(_NOTES, evidence="inferred", lean=False)
def the_limit_holds_for_requests_at_once(open_account: Open) -> None:
    """Of 20 requests at the same time 15 pass."""
    account = open_account()
    statuses = account.together([lambda: _look(account)] * 20)
    equal("the number of requests that pass", 15, sum(status != 429 for status in statuses))


@check("productai.md, Rate Limits, Daily Limit", lean=False)
def a_day_has_its_limit(open_account: Open) -> None:
    """An account whose plan has a daily limit makes so many requests in a day and no more."""
    account, other = open_account(daily_limit=20), open_account(daily_limit=20)
    equal("the number of requests that pass in the first minute", 15, _passing(account, 15))
    account.wait(61)
    equal("the number of requests that pass in the next minute", 5, _passing(account, 15))
    account.wait(3600)
    equal("the status of one more an hour later", 429, _look(account))
    other.wait(3722)
    promised(
        _look(other) != 429, "another account is refused as well, which has asked for nothing yet"
    )


@check("vendor-notes.md, productai, daily limit", evidence="inferred", lean=False)
def the_day_is_a_rolling_one(open_account: Open) -> None:
    """The daily limit is free again 24 hours after it was used, and Retry-After says so."""
    account = open_account(daily_limit=2)
    equal("the number of requests that pass", 2, _passing(account, 2))
    account.wait(3600)
    seconds = _retry_after(account.call("get_job", path={"job_id": 2147483647}))
    equal("the seconds of Retry-After after an hour", 23 * 3600, seconds)
    account.wait(seconds - 1)
    equal("the status a second before the day is over", 429, _look(account))
    account.wait(1)
    equal("the number of requests that pass a day later", 2, _passing(account, 4))
