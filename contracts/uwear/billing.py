"""What generations cost, and when credits come back. Sources: uwear.md, "Core Rules" and the model
catalogues; vendor-notes.md, uwear.

No answer shows a balance. So a price is found out by what an account can still pay: it is right if
somebody who has exactly twice as much can pay it twice, and then not even one credit more.
"""

from collections.abc import Callable, Iterator
from typing import Any

from dressform.checks import Account, check, equal, promised
from dressform.checks.verdicts import Evidence

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]

_SHOWN = (
    "use_case",
    "model_slug",
    "resolution",
    "upscale_factor",
    "duration",
    "generate_audio",
    "num_images",
)


def _costs(
    open_account: Open, data: Data, price: int, body: Json, evidence: Evidence = "documented"
) -> None:
    """An account of twice that many credits is emptied by asking for it twice."""
    asked = ", ".join(f"{name} {body[name]}" for name in _SHOWN if name in body)
    account = open_account(credits=2 * price)
    first = account.call("create_generation", body=body)
    # By the simulator's ledger, and before anything else: a run ends where a call was too dear.
    equal(f"what it took to ask for {asked}", price, first.exchange.spent, evidence=evidence)
    others = [
        account.call("create_generation", body=each).status
        for each in (body, data("requests")["edit"])
    ]
    equal(
        f"with {2 * price} credits to begin with, what is answered to {asked}, to the same again,"
        " and then to a generation of one credit",
        [200, 200, 402],
        [first.status, *others],
        evidence=evidence,
    )


def _images(data: Data) -> Iterator[tuple[str, Json, int]]:
    """Model, request and price of every image that has a resolution."""
    for model, steps in data("prices")["by_resolution"].items():
        for resolution, price in steps.items():
            for use_case in ("generate", "edit"):
                body = data("requests")[use_case]
                yield model, body | {"model_slug": model, "resolution": resolution}, price


def _videos(data: Data, *, ends: bool) -> Iterator[tuple[Json, int]]:
    """Request and price of every video at an end of its model's range, or of every other one."""
    for model, rates in data("prices")["by_second"].items():
        shortest, longest = data("models")["video"][model]["seconds"]
        cheapest, dearest = (
            (shortest, "silent"),
            (longest, "sound" if "sound" in rates else "silent"),
        )
        for kind, prices in rates.items():
            for seconds, price in prices.items():
                asked = {"model_slug": model, "duration": seconds}
                if kind == "sound":
                    asked["generate_audio"] = True
                if ((seconds, kind) in {cheapest, dearest}) is ends:
                    yield data("requests")["video"] | asked, price


@check("uwear.md, Create Generation, Image and edit models", cost=380, lean=False)
def an_image_costs_its_price(open_account: Open, data: Data) -> None:
    """At its smallest and at its largest, an image costs what its model's row says, made anew or edited."""
    for model, body, price in _images(data):
        if price in data("prices")["image"][model]:
            _costs(open_account, data, price, body)
    for use_case in ("generate", "edit"):
        _costs(open_account, data, 1, data("requests")[use_case])


@check("vendor-notes.md, uwear, prices inside a documented range", "inferred", cost=72, lean=False)
def an_image_between_costs_its_step(open_account: Open, data: Data) -> None:
    """Between the ends of a model's range the resolution steps evenly."""
    for model, body, price in _images(data):
        if price not in data("prices")["image"][model]:
            _costs(open_account, data, price, body, "inferred")


@check("uwear.md, Create Upscale Generation, Upscale models", cost=9, lean=False)
def an_upscale_costs_its_price(open_account: Open, data: Data) -> None:
    """An upscale costs one credit, by whichever factor."""
    for model, row in data("models")["upscale"].items():
        price = data("prices")["upscale"][model][0]
        for factor in row["factors"]:
            body = data("requests")["upscale"] | {"model_slug": model, "upscale_factor": factor}
            _costs(open_account, data, price, body)


@check("uwear.md, Create Video Generation, Video models", cost=1328, lean=False)
def a_video_costs_its_price(open_account: Open, data: Data) -> None:
    """The shortest silent video costs the low end of its model's range, the longest with all that
    the model can add the high end.
    """
    for body, price in _videos(data, ends=True):
        _costs(open_account, data, price, body)


@check(
    "vendor-notes.md, uwear, prices inside a documented range", "inferred", cost=13568, lean=False
)
def a_video_between_costs_its_share(open_account: Open, data: Data) -> None:
    """Between the ends of a model's range the price goes with the seconds, and sound is the rest."""
    for body, price in _videos(data, ends=False):
        _costs(open_account, data, price, body, "inferred")


@check("uwear.md, Create Video Generation, generate_audio", cost=203, lean=False)
def a_video_is_silent_unless_asked(open_account: Open, data: Data) -> None:
    """Who does not ask for sound does not pay for it."""
    asked = {"model_slug": "kling-3-pro", "duration": 3}
    _costs(open_account, data, 14, data("requests")["video"] | asked)


@check("uwear.md, Core Rules", cost=177, lean=False)
def each_output_costs_the_price(open_account: Open, data: Data) -> None:
    """Several outputs cost as many times the price of one, whatever the use case."""
    for use_case in ("generate", "edit", "upscale"):
        for count in range(2, 6):
            _costs(open_account, data, count, data("requests")[use_case] | {"num_images": count})
    _costs(open_account, data, 12, data("requests")["video"] | {"num_images": 2})


@check(
    "uwear.md, Core Rules",
    cost=10,
    lean=False,
    shows=[("create_generation", 402)],
)
def nobody_pays_more_than_he_has(open_account: Open, data: Data) -> None:
    """An account that lacks one credit is refused, and keeps all that it has."""
    account = open_account(credits=4)
    edit = data("requests")["edit"]
    account.call("create_generation", body=edit | {"num_images": 5}).must_be(402)
    account.call("create_generation", body=edit | {"num_images": 4}).must_be(200)
    account.call("create_generation", body=edit).must_be(402)
    equal("the balance", 0, account.steer("GET", "")["credits"])


@check("vendor-notes.md, All five", "inferred", cost=12, lean=False)
def nobody_overdraws_by_asking_at_once(open_account: Open, data: Data) -> None:
    """Of twelve requests at once, an account of five credits can pay five."""
    account, edit = open_account(credits=5), data("requests")["edit"]
    answers = account.together(
        [lambda: account.call("create_generation", body=edit) for _ in range(12)]
    )
    equal(
        "the list of statuses", [200] * 5 + [402] * 7, sorted(answer.status for answer in answers)
    )


@check("uwear.md, Core Rules", cost=2, lean=False)
def what_succeeds_stays_paid(open_account: Open, data: Data) -> None:
    """A generation that is Done keeps its credits."""
    account, edit = open_account(credits=1), data("requests")["edit"]
    made = account.call("create_generation", body=edit).must_be(200)
    account.follow(
        "get_generation",
        {"generation_id": made.at("/generation_id")},
        done=lambda answer: answer.at("/status") == "Done",
    )
    account.call("create_generation", body=edit).must_be(402)


@check("uwear.md, Core Rules", cost=2, lean=False)
def to_read_costs_nothing(open_account: Open, data: Data) -> None:
    """Polling, listing and looking at results are free."""
    account, edit = open_account(credits=2), data("requests")["edit"]
    made = account.call("create_generation", body=edit).must_be(200)
    path = {"generation_id": made.at("/generation_id")}
    done = account.follow(
        "get_generation", path, done=lambda answer: answer.at("/status") == "Done"
    )
    result_id = done[-1].at("/generation_results/0/generation_result_id")
    account.call("get_generation_result", path={"generation_result_id": result_id}).must_be(200)
    for operation in (
        "list_generations",
        "list_generation_results",
        "list_clothing_items",
        "list_avatars",
        "list_cameras",
    ):
        account.call(operation).must_be(200)
    account.call("create_generation", body=edit).must_be(200)


@check("vendor-notes.md, uwear, failed generation", "observed", cost=96, lean=False)
def a_failed_generation_is_refunded(open_account: Open, data: Data) -> None:
    """Who had exactly the price and whose generation failed can pay it again, once."""
    prices = {"generate": 1, "edit": 1, "upscale": 1, "video": 6}
    for use_case, price in prices.items():
        body = data("requests")[use_case] | {"num_images": 2}
        account = open_account(credits=2 * price)
        _fails(account, body)
        _can_pay_once(account, body, data, f"after a failed {use_case}")


@check("vendor-notes.md, uwear, failed generation", "observed", cost=13, lean=False)
def each_failure_is_refunded_once(open_account: Open, data: Data) -> None:
    """However often a generation fails, is asked for and time goes by, its credits come back once."""
    account, body = open_account(credits=3), data("requests")["edit"] | {"num_images": 3}
    for _ in range(3):
        made = _fails(account, body)
        account.wait(3600)
        account.call("get_generation", path={"generation_id": made}).must_be(200)
        equal("the balance after a failure", 3, account.steer("GET", "")["credits"])
    _can_pay_once(account, body, data, "after three failures")


@check("vendor-notes.md, uwear, failed generation", "observed", cost=8, lean=False)
def only_the_failed_one_is_refunded(open_account: Open, data: Data) -> None:
    """Of two generations under way the one that fails gives back its own credits, and no others."""
    account, edit = open_account(credits=5), data("requests")["edit"]
    account.call("create_generation", body=edit | {"num_images": 3}).must_be(200)
    _fails(account, edit | {"num_images": 2})
    _can_pay_once(account, edit | {"num_images": 2}, data, "after one of two failed")


def _fails(account: Account, body: Json) -> int:
    """Ask for it, and let it fail while it is at work; its id."""
    made = account.call("create_generation", body=body).must_be(200)
    number = made.at("/generation_id")
    account.follow(
        "get_generation",
        {"generation_id": number},
        done=lambda answer: answer.at("/status") != "Created",
    )
    account.end(number, "fail")
    return int(number)


def _can_pay_once(account: Account, body: Json, data: Data, when: str) -> None:
    statuses = [
        account.call("create_generation", body=each).status
        for each in (body, data("requests")["edit"])
    ]
    promised(
        statuses == [200, 402],
        f"{when} the same again and then one credit more is answered {statuses}, not [200, 402]:"
        " the refund is not exactly what was paid",
    )
