"""What generations cost, and that balances agree. Sources: neofashion.txt, Core Endpoints ("Generation
endpoints consume credits from your workspace balance before calling the AI provider") and Response
Shape; prices.yaml beside this file.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Api, check, equal, promised

Json = dict[str, Any]
Opener = Callable[..., Account]
Data = Callable[[str], Any]

_PRICES = "vendor-notes.md, neofashion, prices"
_BODIES: dict[str, Json] = {
    "generate_image": {"prompt": "A red hat"},
    "sketch_to_photo": {"prompt": "A red hat", "sketch_url": "https://example.com/hat.png"},
    "generate_video": {"prompt": "A red hat"},
    "generate_bulk": {"items": [{"prompt": "A red hat"}, {"prompt": "A blue hat"}]},
}


def _price(prices: dict[str, int], operation: str) -> int:
    return prices[operation] * len(_BODIES[operation].get("items", [0]))


def _balance(api: Api) -> Any:
    return api.call("get_credit_balance").must_be(200).at("/data/balance")


def _costs(thing: SimpleNamespace, price: int) -> None:
    """The price is what the answer says, twice, and what the balance has lost."""
    made, left = thing.made, thing.before.at("/data/balance") - price
    equal(f"{made.what}; meta.credits_used", price, made.at("/meta/credits_used"))
    equal(f"{made.what}; data.credits_used", price, made.at("/data/credits_used"))
    equal(f"{made.what}; the balance after it", left, thing.after.at("/data/balance"))


@check("neofashion.txt, Response Shape")
def a_photo_costs_its_price(a_photo_is_made: SimpleNamespace, data: Data) -> None:
    """A photo costs 50 credits, by its answer and by the balance."""
    _costs(a_photo_is_made, data("prices")["generate_image"])


@check("neofashion.txt, Response Shape")
def options_of_a_photo_cost_nothing(a_photo_is_made_as_asked: SimpleNamespace, data: Data) -> None:
    """A photo with every option costs 50 credits as well."""
    _costs(a_photo_is_made_as_asked, data("prices")["generate_image"])


@check(_PRICES, evidence="inferred")
def a_sketch_costs_its_price(a_sketch_becomes_a_photo: SimpleNamespace, data: Data) -> None:
    """A photo from a sketch costs 75 credits, by its answer and by the balance."""
    _costs(a_sketch_becomes_a_photo, data("prices")["sketch_to_photo"])


@check(_PRICES, evidence="inferred")
def a_video_costs_its_price(a_video_is_made: SimpleNamespace, data: Data) -> None:
    """A video costs 250 credits as soon as it is queued, by its answer and by the balance."""
    _costs(a_video_is_made, data("prices")["generate_video"])


@check(_PRICES, evidence="inferred")
def a_bulk_costs_its_price(a_bulk_is_made: SimpleNamespace, data: Data) -> None:
    """A bulk costs 50 credits an item as soon as it is queued, by its answer and by the balance."""
    items = a_bulk_is_made.asked["items"]
    _costs(a_bulk_is_made, data("prices")["generate_bulk"] * len(items))


@check("neofashion.txt, Response Shape")
def balances_agree(
    a_photo_is_made: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """The credits_remaining of an answer is the balance that is asked for right afterwards, and that of
    the balance endpoint is the balance itself.
    """
    for thing in (a_photo_is_made, a_sketch_becomes_a_photo, a_video_is_made, a_bulk_is_made):
        told, asked = thing.made.at("/meta/credits_remaining"), thing.after.at("/data/balance")
        equal(f"{thing.made.what}; the balance afterwards", told, asked)
        for answer in (thing.before, thing.after):
            told = answer.at("/meta/credits_remaining")
            equal(f"{answer.what}; credits_remaining", answer.at("/data/balance"), told)


@check("neofashion.txt, Response Shape", shows=[("list_generations", 200)])
def reading_is_free(api: Api, a_video_is_made: SimpleNamespace) -> None:
    """Whatever only reads says that it used no credits, and leaves the balance as it was."""
    before = _balance(api)
    answers = [
        api.call(operation).must_be(200)
        for operation in ("list_generations", "list_personas", "list_models", "get_credit_balance")
    ]
    answers.append(
        api.call("get_generation", path={"id": a_video_is_made.made.at("/data/id")}).must_be(200)
    )
    for answer in [*answers, *a_video_is_made.polled]:
        equal(f"{answer.what}; meta.credits_used", 0, answer.at("/meta/credits_used"))
    for answer in answers:
        found = answer.at("/meta/credits_remaining")
        equal(f"{answer.what}; meta.credits_remaining", before, found)


@check("neofashion.txt, Core Endpoints", cost=400, wait=600, lean=False)
def a_finished_generation_keeps_its_price(open_account: Opener) -> None:
    """What goes well is not given back: the balance after it is the balance it was queued with."""
    account = open_account(credits=1000)
    for operation in ("generate_image", "generate_video", "generate_bulk"):
        account.call(operation, body=_BODIES[operation]).must_be(200)
    account.wait(600)
    equal("the balance once all is completed", 600, _balance(account))
    listed = account.call("list_generations").must_be(200)
    statuses = [listed.at(f"/data/{index}/status") for index in range(3)]
    equal("the statuses after ten minutes", ["completed"] * 3, statuses)


@check("neofashion.txt, Error Codes: INSUFFICIENT_CREDITS", cost=950, lean=False)
def exactly_the_price_is_enough(open_account: Opener, data: Data) -> None:
    """An account with exactly the price can pay for one generation of each kind, and not for two."""
    for operation, body in _BODIES.items():
        account = open_account(credits=_price(data("prices"), operation))
        paid, refused = (account.call(operation, body=body) for _ in range(2))
        paid.must_be(200)
        equal(f"{paid.what}; credits_remaining", 0, paid.at("/meta/credits_remaining"))
        refused.must_be(402)
        equal(f"the balance after {refused.what}", 0, _balance(account))


@check(
    "neofashion.txt, Response Shape, Error: required and available",
    cost=475,
    lean=False,
    shows=[(operation, 402) for operation in _BODIES],
)
def a_credit_short_is_refused(open_account: Opener, data: Data) -> None:
    """One credit less than the price is 402 INSUFFICIENT_CREDITS with what is required and what there is;
    nothing is made and nothing taken.
    """
    for operation, body in _BODIES.items():
        price = _price(data("prices"), operation)
        account = open_account(credits=price - 1)
        refused = account.call(operation, body=body).must_be(402)
        equal(f"{refused.what}; error.code", "INSUFFICIENT_CREDITS", refused.at("/error/code"))
        details = {name: refused.at(f"/error/details/{name}") for name in ("required", "available")}
        equal(f"{refused.what}; details", {"required": price, "available": price - 1}, details)
        equal(f"the balance after {refused.what}", price - 1, _balance(account))
        listed = account.call("list_generations").must_be(200).at("/data")
        equal(f"what is listed after {refused.what}", [], listed)


@check(_PRICES, evidence="inferred", cost=600, lean=False)
def a_bulk_is_paid_by_the_item(open_account: Opener, data: Data) -> None:
    """Bulks of 1, 4 and 7 photos cost 50 credits for each."""
    account, each = open_account(credits=600), data("prices")["generate_bulk"]
    for count in (1, 4, 7):
        items = [{"prompt": f"Shirt {n}"} for n in range(count)]
        answer = account.call("generate_bulk", body={"items": items}).must_be(200)
        equal(f"credits_used of a bulk of {count}", each * count, answer.at("/meta/credits_used"))
    equal("the balance after 12 photos", 600 - 12 * each, _balance(account))


@check("vendor-notes.md, All five", evidence="inferred", cost=1000, lean=False)
def nothing_is_overdrawn(open_account: Opener) -> None:
    """Of 20 photos asked for at once, an account with credits for 3 gets 3, and ends at zero."""
    account = open_account(credits=170)
    body = _BODIES["generate_image"]
    answers = account.together([lambda: account.call("generate_image", body=body)] * 20)
    statuses = sorted(answer.status for answer in answers)
    equal("the statuses of 20 requests at once", [200] * 3 + [402] * 17, statuses)
    equal("the balance after them", 20, _balance(account))


@check("neofashion.txt, Core Endpoints", cost=100, lean=False)
def the_same_request_is_another_generation(open_account: Opener) -> None:
    """A request that is sent twice makes two generations and is charged twice: nothing is reused."""
    account = open_account(credits=500)
    first, second = (
        account.call("generate_image", body=_BODIES["generate_image"]).must_be(200)
        for _ in range(2)
    )
    promised(
        first.at("/data/id") != second.at("/data/id"),
        f"two requests made one generation, {first.at('/data/id')}",
    )
    equal("the balance after two photos", 400, _balance(account))


@check("vendor-notes.md, All five", evidence="inferred", cost=475, lean=False)
def refusals_leave_the_balance(open_account: Opener) -> None:
    """Requests that are refused with 400, 401, 402 or 404 change neither balance nor list."""
    account = open_account(credits=240)
    wrong: list[tuple[str, Json]] = [
        ("generate_image", {"body": {"prompt": ""}}),
        ("generate_image", {"body": {"prompt": "A hat", "persona_id": "persona_of_nobody"}}),
        ("generate_image", {"body": {"prompt": "A hat", "model_id": "model_of_nobody"}}),
        ("sketch_to_photo", {"body": {"prompt": "A hat"}}),
        ("generate_video", {"body": {"prompt": "A hat"}}),
        ("get_generation", {"path": {"id": "gen_00000000000000000000000000"}}),
        ("list_generations", {"query": {"page": 0}}),
        ("get_credit_balance", {"headers": {"Authorization": ""}}),
    ]
    for operation, sent in wrong:
        refused = account.call(operation, **sent).must_be(400, 401, 402, 404)
        equal(f"the balance after {refused.what}", 240, _balance(account))
    listed = account.call("list_generations").must_be(200).at("/data")
    equal("what is listed after refusals only", [], listed)
