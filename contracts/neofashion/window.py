"""How many requests a minute may have. Sources: neofashion.txt, Rate Limits & Plans ("Rate limits apply
per workspace. Limits reset on a rolling 60-second window. The current limit is returned in every
response"); what the headers count: vendor-notes.md, neofashion, X-RateLimit-Reset.
"""

from collections.abc import Callable
from math import ceil

from dressform.checks import Account, Answer, Api, Mismatch, bearer, check, equal, promised

Opener = Callable[..., Account]

_LIMITS = "neofashion.txt, Rate Limits & Plans"
_RESET = "vendor-notes.md, neofashion, X-RateLimit-Reset"
_PHOTO = {"prompt": "A red hat"}


def _ask(api: Api) -> Answer:
    return api.call("get_credit_balance")


def _header(answer: Answer, name: str) -> int:
    text = answer.headers.get(name, "")
    if not text.lstrip("-").isdecimal():
        raise Mismatch(f"{answer.what} with {name} {text!r}, which is no number")
    return int(text)


def _holds(api: Api, limit: int) -> None:
    """So many requests are answered, each with one less remaining, and the next is refused."""
    for used in range(1, limit + 1):
        answer = _ask(api)
        promised(answer.status == 200, f"request {used} of {limit} in a minute: {answer.what}")
        left = _header(answer, "X-RateLimit-Remaining")
        equal(f"X-RateLimit-Remaining of request {used} of {limit}", limit - used, left)
    refused = _ask(api)
    promised(refused.status == 429, f"request {limit + 1} where {limit} may be: {refused.what}")
    equal("the code of one too many", "RATE_LIMITED", refused.at("/error/code"))
    left = _header(refused, "X-RateLimit-Remaining")
    equal("X-RateLimit-Remaining of one too many", 0, left)


@check(_LIMITS)
def the_headers_tell_the_window(api: Api) -> None:
    """X-RateLimit-Remaining goes down with a request, and X-RateLimit-Reset is within a minute."""
    first, second = _ask(api).must_be(200), _ask(api).must_be(200)
    reset, now = _header(second, "X-RateLimit-Reset"), api.now()
    before, after = (_header(answer, "X-RateLimit-Remaining") for answer in (first, second))
    same = reset == _header(first, "X-RateLimit-Reset")  # nothing has left the window meanwhile
    promised(after < before or not same, f"X-RateLimit-Remaining is {before}, and then {after}")
    promised(
        now - 5 <= reset <= now + 65,
        f"X-RateLimit-Reset is {reset - now:.0f} s from now, and a window has 60",
        evidence="inferred",
        source=_RESET,
    )


@check(_LIMITS, lean=False)
def pro_has_300_a_minute(open_account: Opener) -> None:
    """A Pro workspace may ask 300 times in a minute, and is told each time how often it still may."""
    _holds(open_account(plan="pro"), 300)


@check(_LIMITS, lean=False)
def starter_has_60_a_minute(open_account: Opener) -> None:
    """A session of a Starter workspace may ask 60 times in a minute."""
    account = open_account(plan="starter")
    account.headers = bearer(account.token())
    _holds(account, 60)


@check("vendor-notes.md, neofashion, Enterprise limit", "inferred", lean=False)
def enterprise_has_its_own_limit(open_account: Opener) -> None:
    """An Enterprise workspace has the limit that was agreed with it, and 1000 a minute without any."""
    answer = _ask(open_account(plan="enterprise")).must_be(200)
    equal("X-RateLimit-Remaining", 999, _header(answer, "X-RateLimit-Remaining"))
    _holds(open_account(plan="enterprise", rate_limit=5), 5)


@check(_LIMITS, wait=60, lean=False)
def the_window_rolls(open_account: Opener) -> None:
    """Each request leaves the window 60 seconds after it was made, and not with the others."""
    account = open_account(rate_limit=3)
    for _ in range(3):
        _ask(account).must_be(200)
        account.wait(20)
    for number in (1, 2, 3):
        answer, refused = _ask(account), _ask(account)
        when = f"60 s after request {number} of 3, which were 20 s apart"
        promised(answer.status == 200, f"{when}, {answer.what}")
        promised(refused.status == 429, f"{when}, two more fit: {refused.what}")
        account.wait(20)


@check(_LIMITS, wait=60, lean=False)
def the_window_has_sixty_seconds(open_account: Opener) -> None:
    """A full window is still full after 59.9 seconds, and empty after 60."""
    account = open_account(rate_limit=4)
    account.wait(17.3)  # no window that is aligned to the clock begins here
    for _ in range(4):
        _ask(account).must_be(200)
    account.wait(30)
    _ask(account).must_be(429)
    account.wait(29.9)
    refused = _ask(account)
    promised(refused.status == 429, f"59.9 s after the window was filled, {refused.what}")
    account.wait(0.1)
    for _ in range(4):
        answer = _ask(account)
        promised(answer.status == 200, f"60 s after the window was filled, {answer.what}")
    _ask(account).must_be(429)


@check(_RESET, "inferred", wait=60, lean=False)
def reset_is_when_the_oldest_leaves(open_account: Opener) -> None:
    """X-RateLimit-Reset is the unix second at which the oldest request leaves, and Retry-After the seconds
    until then; who waits for it is let in.
    """
    account = open_account(rate_limit=2)
    since = account.now()
    first = _ask(account).must_be(200)
    account.wait(12.5)
    second = _ask(account).must_be(200)
    account.wait(7.5)
    refused = _ask(account).must_be(429)
    for answer in (first, second, refused):
        found = _header(answer, "X-RateLimit-Reset")
        equal(f"X-RateLimit-Reset when {answer.what}", ceil(since + 60), found)
    equal("Retry-After 20 s after the oldest", 40, _header(refused, "Retry-After"))
    account.wait(40)
    third = _ask(account).must_be(200)
    found = _header(third, "X-RateLimit-Reset")
    equal("X-RateLimit-Reset once the oldest has left", ceil(since + 72.5), found)


@check(_LIMITS, lean=False)
def each_workspace_has_its_window(open_account: Opener) -> None:
    """A workspace that has used its requests up does not keep another one from asking."""
    busy, idle = open_account(rate_limit=2), open_account(rate_limit=2)
    for _ in range(2):
        _ask(busy).must_be(200)
    _ask(busy).must_be(429)
    for _ in range(2):
        answer = _ask(idle)
        promised(answer.status == 200, f"the other workspace's first two requests: {answer.what}")


@check(_LIMITS, lean=False)
def key_and_session_share_the_window(open_account: Opener) -> None:
    """Requests with the key and with a session of one workspace count together."""
    account = open_account(rate_limit=2)
    key = account.headers
    _ask(account).must_be(200)
    account.headers = bearer(account.token())
    _ask(account).must_be(200)
    for headers in (account.headers, key):
        account.headers = headers
        refused = _ask(account)
        promised(refused.status == 429, f"the third of two, one with the key: {refused.what}")


@check("vendor-notes.md, All five: order of refusals", "inferred", cost=200, lean=False)
def refused_requests_count(open_account: Opener) -> None:
    """Requests refused with 400, 402 or 404 count in the window, those without a credential in nobody's."""
    account = open_account(rate_limit=4, credits=49)
    account.call("generate_image", body={}).must_be(400)
    account.call("generate_image", body=_PHOTO).must_be(402)
    account.call("get_credit_balance", headers={"Authorization": ""}).must_be(401)
    account.call("get_generation", path={"id": "gen_0"}).must_be(404)
    answer = _ask(account).must_be(200)
    equal("X-RateLimit-Remaining", 0, _header(answer, "X-RateLimit-Remaining"))
    account.call("generate_image", body={}).must_be(429)
    account.call("generate_image", body=_PHOTO).must_be(429)


@check(_LIMITS, cost=50, lean=False)
def every_endpoint_counts(open_account: Opener) -> None:
    """Requests to whatever endpoint count together."""
    account = open_account(rate_limit=9)
    answers = [
        account.call("generate_image", body=_PHOTO).must_be(200),
        account.call("list_generations").must_be(200),
        account.call("list_personas").must_be(200),
        account.call("list_models").must_be(200),
        _ask(account).must_be(200),
    ]
    found = [_header(answer, "X-RateLimit-Remaining") for answer in answers]
    equal("X-RateLimit-Remaining over five endpoints", [8, 7, 6, 5, 4], found)
