"""What is charged, when, and what is not. No answer shows a balance: an account that is opened with so
many tokens shows by what it can still pay for.

Sources: productai.md, "Token Pricing"; vendor-notes.md, "All five" and productai.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, check, equal

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Json]
Request = tuple[str, Json]
"""An operation and a body."""

_CHEAPEST = 2
_REMAINDERS = [("generate", 2, 2, 200), ("generate", 2, 1, 402), ("upscale", 20, 1, 402)]
"""An operation, its price, the tokens that are left then, and how the cheapest picture is answered."""

_PRICING = "productai.md, Token Pricing"
_ALL = "vendor-notes.md, All five"
_REFUSED = {"name": "ApiError", "message": "OUT_OF_TOKENS", "details": "Not enough credits"}


def _costs(open_account: Open, what: str, tokens: int, request: Request, cheap: Json) -> None:
    """Hold a price to what an account of one token less, one more and two more can pay for."""
    operation, body = request
    short, one, two = (open_account(credits=tokens + more) for more in (-1, 1, _CHEAPEST))
    refused = short.call(operation, body=body)
    equal(f"the status of {what} with {tokens - 1} tokens", 402, refused.status)
    for account, left, after in ((one, 1, 402), (two, _CHEAPEST, 200)):
        paid = account.call(operation, body=body)
        equal(f"the status of {what} with {tokens + left} tokens", 200, paid.status)
        equal(f"the charge for {what}", tokens, paid.exchange.spent)
        rest = account.call("generate", body=cheap)
        equal(
            f"the status of what costs {_CHEAPEST}, once {what} has left {left}", after, rest.status
        )


@check(_PRICING, cost=118, lean=False)
def a_picture_costs_its_price(open_account: Open, data: Data) -> None:
    """A picture costs exactly the tokens of its model: gpt-low 2, gpt-medium 3, gpt-high 8,
    kontext-pro 3, nanobanana 3, nanobananapro 8, seedream 3.
    """
    cheap = data("bodies")["generate"]
    for model, row in data("prices")["generate"].items():
        _costs(open_account, model, row["tokens"], ("generate", cheap | {"model": model}), cheap)


@check(_PRICING, cost=54, lean=False)
def two_references_cost_no_more_than_one(open_account: Open, data: Data) -> None:
    """A second reference image leaves the model's price as it is."""
    cheap, urls = data("bodies")["generate"], data("bodies")["references"]
    for model, row in data("prices")["generate"].items():
        if row["references"] == 2:
            body = cheap | {"model": model, "image_url": urls}
            what = f"{model} with two images"
            _costs(open_account, what, row["tokens"], ("generate", body), cheap)


@check("productai.md, POST /api/upscale, Token Cost", cost=64, lean=False)
def an_upscale_costs_its_price(open_account: Open, data: Data) -> None:
    """An upscale costs exactly 20 tokens."""
    bodies, tokens = data("bodies"), data("prices")["upscale"]
    upscale = ("upscale", bodies["upscale"])
    _costs(open_account, "an upscale", tokens, upscale, bodies["generate"])


@check("productai.md, Token Pricing, Note", cost=4, lean=False)
def tokens_are_taken_at_the_start(open_account: Open, data: Data) -> None:
    """Tokens are gone as soon as the operation starts, while its job is RUNNING."""
    account, body = open_account(credits=_CHEAPEST), data("bodies")["generate"]
    account.call("generate", body=body).must_be(200)
    account.call("generate", body=body).must_be(402)


@check(
    "productai.md, Error Response (Out of Credits)",
    cost=22,
    lean=False,
    shows=[("generate", 402), ("upscale", 402)],
)
def want_of_tokens_is_told(open_account: Open, data: Data) -> None:
    """An account that has one token too few is told OUT_OF_TOKENS in the documented words."""
    for operation, tokens in (("generate", _CHEAPEST - 1), ("upscale", 19)):
        answer = open_account(credits=tokens).call(operation, body=data("bodies")[operation])
        equal(f"the body when {answer.what}", _REFUSED, answer.json)
        answer.must_be(
            402, evidence="observed", source="vendor-notes.md, productai, status of OUT_OF_TOKENS"
        )


@check("productai.md, Rate Limits, Credit System", cost=6, lean=False)
def each_request_is_charged(open_account: Open, data: Data) -> None:
    """The same request twice is two jobs, and each takes its tokens."""
    account, body = open_account(credits=2 * _CHEAPEST + 1), data("bodies")["generate"]
    jobs = [account.call("generate", body=body).must_be(200).at("/data/id") for _ in range(2)]
    equal("the number of jobs", 2, len(set(map(str, jobs))))
    account.call("generate", body=body).must_be(402)


@check(
    "vendor-notes.md, productai, refund of a failed job", evidence="observed", cost=30, lean=False
)
def a_failed_job_keeps_its_tokens(open_account: Open, data: Data) -> None:
    """A job that fails gives back nothing, neither at once nor a day later, and takes nothing more."""
    bodies = data("bodies")
    for operation, tokens, more, after in _REMAINDERS:
        account = open_account(credits=tokens + more)
        job = account.call(operation, body=bodies[operation]).must_be(200).at("/data/id")
        account.end(job, "fail")
        account.wait(24 * 3600)
        rest = account.call("generate", body=bodies["generate"])
        what = f"the status of what costs {_CHEAPEST} when {operation} has left {more}"
        equal(f"{what} and has failed", after, rest.status)


@check("productai.md, Token Pricing, Note", cost=30, lean=False)
def a_finished_job_changes_no_balance(open_account: Open, data: Data) -> None:
    """A job that is completed, and looking at it, gives back nothing and takes nothing more."""
    bodies = data("bodies")
    for operation, tokens, more, after in _REMAINDERS:
        account = open_account(credits=tokens + more)
        job = account.call(operation, body=bodies[operation]).must_be(200).at("/data/id")
        account.end(job, "finish")
        for _ in range(3):
            account.call("get_job", path={"job_id": job}).must_be(200)
        account.wait(24 * 3600)
        rest = account.call("generate", body=bodies["generate"])
        what = f"the status of what costs {_CHEAPEST} when {operation} has left {more}"
        equal(f"{what} and is completed", after, rest.status)


@check(_ALL, evidence="inferred", cost=42, lean=False)
def nothing_is_overdrawn_at_once(open_account: Open, data: Data) -> None:
    """Of 20 requests at the same time an account pays for as many as its tokens are enough for, and
    the others are told so; every job has an id of its own.
    """
    account, body = open_account(credits=15, rate_limit=1000), data("bodies")["generate"]
    answers = account.together([lambda: account.call("generate", body=body)] * 20)
    equal("the statuses", [200] * 7 + [402] * 13, sorted(answer.status for answer in answers))
    jobs = {str(answer.at("/data/id")) for answer in answers if answer.status == 200}
    equal("the number of different jobs", 7, len(jobs))
    account.call("generate", body=body).must_be(402)


@check(_ALL, evidence="inferred", cost=54, lean=False)
def a_refused_request_is_free(open_account: Open, data: Data) -> None:
    """What is refused, for whatever reason, takes no tokens: what was enough for one picture still is."""
    account, bodies = open_account(credits=_CHEAPEST, rate_limit=6), data("bodies")
    body = bodies["generate"]
    statuses = [
        account.call("generate", body=body | {"prompt": ""}).status,
        account.call("generate", body=body | {"image_url": "no URL"}).status,
        account.call("generate", body=body | {"model": "no-such-model"}).status,
        account.call("upscale", body=bodies["upscale"]).status,
        account.call("get_job", path={"job_id": 2147483647}).status,
        account.call("get_job", path={"job_id": "x"}).status,
        account.call("upscale", body=bodies["upscale"]).status,
    ]
    equal("the statuses of the refusals", [400, 400, 400, 402, 404, 400, 429], statuses)
    account.wait(61)
    account.call("generate", body=body).must_be(200)


@check(
    "productai.md, Common Error Codes, 500",
    cost=44,
    lean=False,
    shows=[("generate", 500), ("upscale", 500), ("get_job", 500)],
)
def a_server_error_is_free(open_account: Open, data: Data) -> None:
    """A request that ends in a server error takes no tokens."""
    bodies = data("bodies")
    for operation, tokens in (("generate", _CHEAPEST), ("upscale", 20)):
        account = open_account(credits=tokens)
        account.fault("status", status=500, times=2)
        account.call(operation, body=bodies[operation]).must_be(500)
        account.call("get_job", path={"job_id": 2147483647}).must_be(500)
        account.call(operation, body=bodies[operation]).must_be(
            200, evidence="inferred", source=_ALL
        )
