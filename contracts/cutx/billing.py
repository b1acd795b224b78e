"""What is promised about credits. Sources: cutx.txt, AI Generation ("deduct credits from your
balance") and the answers of the three operations; vendor-notes.md, cutx, "credits endpoint".
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]

SOURCE = "cutx.txt, AI Generation"
BALANCE = "vendor-notes.md, cutx, credits endpoint"
NOBODYS = "00000000-0000-4000-8000-000000000000"
BODIES: dict[str, Json] = {
    "generate_copy": {"platform": "meta", "format": "short", "tone": "bold"},
    "generate_static_ad": {},
    "generate_video": {"script": "Look at this shirt."},
}


def _held(answer: Answer) -> int:
    """The balance that an answer of the credits endpoint tells."""
    found = answer.must_be(200, evidence="observed", source=BALANCE).at("/balance")
    promised(type(found) is int, f"{answer.what} with the balance {found!r}", evidence="observed")
    return int(found)


def _balance(api: Api) -> int:
    return _held(api.call("get_credit_balance"))


@check("cutx.txt, POST /api/generate/copy")
def copy_costs_one_credit(a_copy_is_written: Json) -> None:
    """Copy says that it costs one credit."""
    equal("creditsUsed", 1, a_copy_is_written["made"].at("/creditsUsed"))


@check(BALANCE, "observed", shows=[("get_credit_balance", 200)])
def copy_takes_one_credit(a_copy_is_written: Json) -> None:
    """What is asked of the balance before and after copy differs by its price."""
    before, end = _held(a_copy_is_written["before"]), _held(a_copy_is_written["end"])
    equal("the price of copy, by the balance,", 1, before - end)


@check(BALANCE, "observed")
def an_ad_takes_three_credits(an_ad_is_made: Json) -> None:
    """What is asked of the balance before and after an ad differs by its price."""
    before, paid = _held(an_ad_is_made["before"]), _held(an_ad_is_made["paid"])
    equal("the price of an ad, by the balance,", 3, before - paid)


@check(BALANCE, "observed")
def the_answer_and_the_balance_agree(a_copy_is_written: Json, an_ad_is_made: Json) -> None:
    """What an answer says is left is what is left when the balance is asked for."""
    for what, seen, after in (("copy", a_copy_is_written, "end"), ("ad", an_ad_is_made, "paid")):
        left = seen["made"].at("/creditsRemaining")
        equal(f"creditsRemaining of the {what}", _held(seen[after]), left)


@check(BALANCE, "inferred")
def polling_costs_nothing(an_ad_is_made: Json) -> None:
    """Waiting for a job and polling it does not change the balance."""
    equal("the balance at the end", _held(an_ad_is_made["waiting"]), _held(an_ad_is_made["end"]))


@check(BALANCE, "inferred")
def the_balance_adds_up(a_copy_is_written: Json, an_ad_is_made: Json) -> None:
    """The balance is what was ever purchased less what was ever used, and only the latter grows."""
    for seen, price in ((a_copy_is_written, 1), (an_ad_is_made, 3)):
        before, end = seen["before"], seen["end"]
        for answer in (before, end):
            sums = [answer.at("/lifetime_purchased"), answer.at("/lifetime_used")]
            promised(all(type(s) is int for s in sums), f"{answer.what}: {answer.excerpt}")
            equal("purchased less used", _held(answer), sums[0] - sums[1])
        for name, change in (("lifetime_purchased", 0), ("lifetime_used", price)):
            equal(f"the change of {name}", change, end.at(f"/{name}") - before.at(f"/{name}"))


@check(SOURCE, cost=44, lean=False, shows=[("generate_video", 200)])
def exactly_enough_is_enough(
    open_account: Callable[..., Account], a_product: Json, data: Any
) -> None:
    """Whoever has the price of copy, an ad or a video gets it, and has nothing left."""
    for operation, price in data("prices").items():
        account = open_account(credits=price)
        answer = account.call(operation, body=a_product | BODIES[operation]).must_be(200)
        equal(f"creditsUsed of {operation}", price, answer.at("/creditsUsed"))
        equal(f"creditsRemaining after {operation}", 0, answer.at("/creditsRemaining"))
        equal(f"the balance after {operation}", 0, _balance(account))


@check(SOURCE, cost=44, lean=False, shows=[(operation, 402) for operation in BODIES])
def one_credit_less_is_too_little(
    open_account: Callable[..., Account], a_product: Json, data: Any
) -> None:
    """Whoever has one credit less than the price is refused with 402, and keeps what there is."""
    for operation, price in data("prices").items():
        account = open_account(credits=price - 1)
        account.call(operation, body=a_product | BODIES[operation]).must_be(402)
        equal(f"the balance after {operation} was refused", price - 1, _balance(account))


@check(SOURCE, cost=18, lean=False)
def no_option_changes_the_price_of_an_ad(
    open_account: Callable[..., Account], a_product: Json, data: Any
) -> None:
    """Every style and every aspect ratio of an ad is accepted, and costs three credits."""
    account, options = open_account(credits=18), data("options")
    for number, style in enumerate(options["style"]):
        chosen = {"style": style, "aspectRatio": options["image_ratio"][number % 4]}
        answer = account.call("generate_static_ad", body=a_product | chosen).must_be(200)
        equal(f"creditsUsed of {chosen}", 3, answer.at("/creditsUsed"))
        equal(f"creditsRemaining after {chosen}", 15 - 3 * number, answer.at("/creditsRemaining"))


@check("cutx.txt, table of statuses", cost=12, lean=False)
def a_failed_job_is_refunded_once(open_account: Callable[..., Account], a_product: Json) -> None:
    """An ad that fails gives back its three credits: they pay for one more ad, and for no second."""
    account = open_account(credits=3)
    first = account.call("generate_static_ad", body=a_product).must_be(200)
    account.call("generate_static_ad", body=a_product).must_be(402)
    account.end(first.at("/jobId"), "fail")
    equal("the balance after the failure", 3, _balance(account))
    second = account.call("generate_static_ad", body=a_product).must_be(200)
    equal("creditsRemaining of the next one", 0, second.at("/creditsRemaining"))
    account.call("generate_static_ad", body=a_product).must_be(402)


@check("cutx.txt, table of statuses", cost=40, lean=False)
def a_failed_video_gives_back_forty(open_account: Callable[..., Account], a_product: Json) -> None:
    """A video that fails gives back its forty credits, and what was used is as before."""
    account = open_account(credits=45)
    body = a_product | BODIES["generate_video"]
    account.end(account.call("generate_video", body=body).must_be(200).at("/jobId"), "fail")
    answer = account.call("get_credit_balance")
    equal("the balance", 45, _held(answer))
    equal("lifetime_used", 0, answer.at("/lifetime_used"), evidence="inferred", source=BALANCE)
    equal("purchased", 45, answer.at("/lifetime_purchased"), evidence="inferred", source=BALANCE)


@check("vendor-notes.md, cutx, refund", "inferred", cost=86, lean=False)
def what_never_completes_is_refunded(open_account: Callable[..., Account], a_product: Json) -> None:
    """Canceled and expired jobs give back what they cost, as failed ones do."""
    for operation in ("generate_static_ad", "generate_video"):
        for how in ("cancel", "expire"):
            account = open_account(credits=50)
            made = account.call(operation, body=a_product | BODIES[operation]).must_be(200)
            account.end(made.at("/jobId"), how)
            equal(f"the balance of {operation} after {how!r}", 50, _balance(account))


@check(SOURCE, cost=3, wait=3600, lean=False)
def a_completed_job_keeps_its_credits(
    open_account: Callable[..., Account], a_product: Json
) -> None:
    """What was made stays paid for."""
    account = open_account(credits=5)
    made = account.call("generate_static_ad", body=a_product).must_be(200)
    account.end(made.at("/jobId"), "finish")
    equal("the balance after the end", 2, _balance(account))
    account.wait(3600)
    equal("the balance an hour later", 2, _balance(account))


@check("vendor-notes.md, All five", "inferred", cost=3, lean=False)
def a_second_failure_is_not_refunded(open_account: Callable[..., Account], a_product: Json) -> None:
    """A job that fails, is sent through again and fails again gives its credits back once."""
    account = open_account(credits=5)
    job = account.call("generate_static_ad", body=a_product).must_be(200).at("/jobId")
    account.end(job, "fail")
    account.steer("POST", f"jobs/{job}/retry")
    account.end(job, "fail")
    equal("the balance after two failures", 5, _balance(account))


@check("vendor-notes.md, All five", "inferred", cost=1, lean=False, shows=[("generate_copy", 502)])
def copy_that_fails_costs_nothing(open_account: Callable[..., Account], a_product: Json) -> None:
    """When the writing fails, the answer is 502 and the credit is back."""
    account = open_account(credits=1)
    account.fault("provider_error", operation="generate_copy", times=1)
    account.call("generate_copy", body=a_product | BODIES["generate_copy"]).must_be(502)
    equal("the balance", 1, _balance(account))


@check(SOURCE, cost=24, lean=False)
def nobody_overdraws_at_once(open_account: Callable[..., Account], a_product: Json) -> None:
    """Of eight ads that are asked for at once, those are made that can be paid for."""
    account = open_account(credits=10)
    asked = [lambda: account.call("generate_static_ad", body=a_product)] * 8
    statuses = sorted(answer.status for answer in account.together(asked))
    equal("the statuses", [200] * 3 + [402] * 5, statuses)
    equal("the balance", 1, _balance(account))


@check(SOURCE, "inferred", cost=5)
def a_refusal_leaves_the_balance_alone(api: Api, a_product: Json) -> None:
    """What is refused for its body, or for a product that is not there, costs nothing."""
    before = _balance(api)
    lost = a_product | {"productId": NOBODYS}
    copy = BODIES["generate_copy"]
    missing = api.call("generate_copy", body=lost | copy)
    missing.must_be(404, evidence="documented", source="cutx.txt, table of statuses")
    api.call("generate_copy", body=a_product | copy | {"tone": "grumpy"}).must_be(400)
    api.call("generate_static_ad", body=a_product | {"prompt": "abcd"}).must_be(400)
    equal("the balance after three refusals", before, _balance(api))


@check(BALANCE, "inferred", lean=False)
def looking_around_costs_nothing(open_account: Callable[..., Account]) -> None:
    """Products and balances are looked at, and products added, for nothing."""
    account = open_account(credits=5)
    for operation, body in (
        ("list_products", None),
        ("create_product", {"name": "Cup"}),
        ("get_credit_balance", None),
        ("get_credit_balance", None),
    ):
        account.call(operation, body=body)
    equal("the balance", 5, _balance(account))
