"""The life of a generation, and of its files. Sources: uwear.md, "Core Rules" and "Generation Results";
vendor-notes.md, uwear.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]

_ORDER = ("Created", "Ongoing", "Done", "Error")
_ENDS = {"Done", "Error"}
_LIFE = 4 * 3600.0
_DAY = 24 * 3600.0


@check("uwear.md, Get All Generations, status")
def its_status_only_goes_forward(
    a_generation_is_made: list[Answer], a_garment_is_worn: tuple[Json, list[Answer]]
) -> None:
    """A generation is Created, then Ongoing, then Done; it never goes back."""
    for made, *polled in (a_generation_is_made, a_garment_is_worn[1]):
        seen = [answer.at("/status") for answer in polled]
        promised(
            all(status in _ORDER[:3] for status in seen),
            f"generation {made.at('/generation_id')} was {seen}: not Created, Ongoing or Done",
        )
        ranks = [_ORDER.index(status) for status in seen]
        promised(
            ranks == sorted(ranks),
            f"generation {made.at('/generation_id')} was {seen}: not in this order",
        )


@check("uwear.md, Core Rules")
def a_finished_generation_stays_as_it_is(api: Api, a_generation_is_made: list[Answer]) -> None:
    """A generation that is Done is answered in the same way again and again."""
    last = a_generation_is_made[-1]
    for _ in range(2):
        again = _polled(api, last.at("/generation_id"))
        for name in ("status", "updated_at", "payload", "num_images", "feature_name"):
            equal(
                f"{name} of a generation that was Done", last.at(f"/{name}"), again.at(f"/{name}")
            )
        equal("the list of its results' ids", _ids(last), _ids(again))


@check("uwear.md, Get All Generations, status", cost=2, lean=False, wait=_DAY)
def an_end_is_an_end(open_account: Open, data: Data) -> None:
    """Done and Error are final: minutes and days later, with the same results."""
    account = open_account()
    for how, status in (("finish", "Done"), ("fail", "Error")):
        number = _begun(account, data("requests")["edit"])
        account.end(number, how)
        before = _polled(account, number)
        equal("the status", status, before.at("/status"))
        for seconds in (5.0, 600.0, 3600.0, _DAY):
            account.wait(seconds)
            after = _polled(account, number)
            for name in ("status", "updated_at", "num_images", "payload"):
                equal(
                    f"{name}, {seconds:g} s after an end",
                    before.at(f"/{name}"),
                    after.at(f"/{name}"),
                )
            equal("the list of results' ids", _ids(before), _ids(after))


@check("uwear.md, Get All Generations, status", cost=1, lean=False)
def it_waits_its_turn_and_works(open_account: Open, data: Data) -> None:
    """Polled at each of its steps, a generation is seen Created, Ongoing and Done."""
    account = open_account()
    number = _begun(account, data("requests")["edit"])
    answers = account.follow(
        "get_generation",
        {"generation_id": number},
        done=lambda answer: answer.at("/status") in _ENDS,
    )
    seen = list(dict.fromkeys(answer.at("/status") for answer in answers))
    equal("what a generation is seen as, poll after poll,", ["Created", "Ongoing", "Done"], seen)


@check("uwear.md, Generation Results", cost=3, lean=False)
def nothing_of_it_is_listed_before_its_end(open_account: Open, data: Data) -> None:
    """Until a generation is Done, no way of asking shows a result of it; then all do, at once."""
    account = open_account()
    number = _begun(account, data("requests")["generate"] | {"num_images": 3})
    for _ in range(20):
        status = _polled(account, number).at("/status")
        found = account.call("list_generation_results", query={"generation_ids": [number]})
        whole = account.call("list_generations").must_be(200)
        counts = [
            found.must_be(200).at("/total_count"),
            len(whole.at("/data/0/generation_results")),
        ]
        expected = 3 if status == "Done" else 0
        equal(
            f"the number of results listed and shown of a generation that is {status}",
            [expected] * 2,
            counts,
        )
        if status in _ENDS:
            return
        account.wait(2)
    raise Mismatch(f"generation {number} was still {status} after 40 s", evidence="inferred")


@check("uwear.md, Get Generation Details, Example Response")
def its_times_follow_each_other(
    a_generation_is_made: list[Answer], a_garment_is_worn: tuple[Json, list[Answer]]
) -> None:
    """A generation keeps its created_at, its updated_at never goes back, and its results are no older."""
    for made, *polled in (a_generation_is_made, a_garment_is_worn[1]):
        created, updated = made.instant("/created_at"), made.instant("/updated_at")
        for answer in polled:
            equal("created_at of a generation", made.at("/created_at"), answer.at("/created_at"))
            promised(
                created <= updated <= answer.instant("/updated_at"),
                f"{answer.what} with updated_at {answer.at('/updated_at')}, which goes back in time",
            )
            updated = answer.instant("/updated_at")
        for index in range(len(polled[-1].get("/generation_results") or [])):
            promised(
                created <= polled[-1].instant(f"/generation_results/{index}/created_at") <= updated,
                f"result {index} was not made between created_at and updated_at of its generation",
            )


@check("uwear.md, Get Generation Details, Example Response", cost=1, lean=False)
def its_times_are_those_of_the_clock(open_account: Open, data: Data) -> None:
    """created_at is when a generation was asked for; updated_at and its result's, when it was done."""
    account = open_account()
    asked = account.now()
    made = account.call("create_generation", body=data("requests")["edit"]).must_be(200)
    _is_now(made, "/created_at", asked)
    answers = account.follow(
        "get_generation",
        {"generation_id": made.at("/generation_id")},
        done=lambda answer: answer.at("/status") in _ENDS,
    )
    done = account.now()
    _is_now(answers[-1], "/created_at", asked)
    for pointer in ("/updated_at", "/generation_results/0/created_at"):
        _is_now(answers[-1], pointer, done)


@check("uwear.md, Core Rules", cost=23, lean=False, wait=_LIFE)
def a_result_lives_for_four_hours(open_account: Open, data: Data) -> None:
    """Until four hours are over a result can be downloaded and is available; then neither."""
    for use_case in ("generate", "edit", "upscale", "video"):
        account = open_account()
        number = _begun(account, data("requests")[use_case])
        account.end(number, "finish")
        url = _polled(account, number).at("/generation_results/0/url")
        account.wait(_LIFE - 0.5)
        account.fetch(url, method="HEAD").must_be(200)
        _is_available(account, number, expected=True)
        account.wait(1)
        dead = account.fetch(url, method="HEAD")
        promised(dead.status >= 400, f"{dead.what}, four hours and half a second after it was made")
        _is_available(account, number, expected=False)


@check("vendor-notes.md, uwear, result expiry", "inferred", cost=1, lean=False, wait=_DAY)
def an_expired_url_says_so(open_account: Open, data: Data) -> None:
    """An expired URL answers 403 with the XML of S3, for good; its generation stays Done."""
    account = open_account()
    number = _begun(account, data("requests")["edit"])
    account.end(number, "finish")
    done = _polled(account, number)
    for seconds in (_LIFE + 1, _DAY):
        account.wait(seconds)
        dead = account.fetch(done.at("/generation_results/0/url")).must_be(403)
        kind = dead.headers.get("Content-Type", "").partition(";")[0]
        promised(kind in {"application/xml", "text/xml"}, f"{dead.what} as {kind}, not as XML")
        for text in (b"<Code>AccessDenied</Code>", b"Request has expired"):
            promised(text in dead.body, f"{dead.what} without {text.decode()}: {dead.excerpt}")
    after = _polled(account, number)
    equal("the list of results' ids", _ids(done), _ids(after))


@check("vendor-notes.md, uwear, failed generation", "observed", cost=4, lean=False)
def a_failed_generation_shows_no_results(open_account: Open, data: Data) -> None:
    """A generation that fails, in the queue or at work, is Error and has no results."""
    for use_case in ("generate", "edit"):
        for at_work in (False, True):
            account = open_account()
            number = _begun(account, data("requests")[use_case])
            if at_work:
                account.follow(
                    "get_generation",
                    {"generation_id": number},
                    done=lambda answer: answer.at("/status") == "Ongoing",
                )
            account.end(number, "fail")
            failed = _polled(account, number)
            where = "at work" if at_work else "in the queue"
            equal(f"the status after a failure {where}", "Error", failed.at("/status"))
            equal("the list of a failure's results", [], failed.at("/generation_results"))


def _begun(account: Api, body: Json) -> int:
    number = account.call("create_generation", body=body).must_be(200).at("/generation_id")
    if not isinstance(number, int):
        raise Mismatch(f"POST /generation answered with the generation_id {number!r}")
    return number


def _polled(account: Api, number: int) -> Answer:
    return account.call("get_generation", path={"generation_id": number}).must_be(200)


def _ids(answer: Answer) -> list[Any]:
    results = answer.get("/generation_results") or []
    return [answer.at(f"/generation_results/{i}/generation_result_id") for i in range(len(results))]


def _is_available(account: Api, number: int, *, expected: bool) -> None:
    """Whichever way the result is asked for."""
    polled = _polled(account, number)
    result_id = polled.at("/generation_results/0/generation_result_id")
    listed = account.call("list_generation_results", query={"generation_ids": [number]})
    for answer, pointer in (
        (polled, "/generation_results/0/available"),
        (
            account.call("get_generation_result", path={"generation_result_id": result_id}),
            "/available",
        ),
        (listed, "/data/0/available"),
    ):
        equal(
            f"available, when {answer.exchange.path} is asked,",
            expected,
            answer.must_be(200).at(pointer),
        )


def _is_now(answer: Answer, pointer: str, now: float) -> None:
    """A second may be cut off."""
    found = answer.instant(pointer) - now
    promised(-2 < found < 2, f"{answer.what} with {pointer} {found:+.0f} s from the target's clock")
