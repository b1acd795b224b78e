"""What is promised about `idempotencyKey`. Source: cutx.txt, its paragraph about it."""

from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]

SOURCE = "cutx.txt, idempotencyKey"
COPY = {"platform": "meta", "format": "short", "tone": "bold"}
VIDEO = {"script": "Look at this shirt."}


def _ad(account: Api, body: Json) -> Answer:
    return account.call("generate_static_ad", body=body).must_be(200)


def _must_be_reused(job: str, answer: Answer) -> None:
    answer.must_be(200)
    found = {name: answer.at(f"/{name}") for name in ("jobId", "creditsUsed", "status")}
    equal("the repeat", {"jobId": job, "creditsUsed": 0, "status": "reused"}, found)


def _must_be_new(known: list[str], answer: Answer, price: int) -> str:
    job = answer.must_be(200).at("/jobId")
    promised(job not in known, f"{answer.what} with a job that was there before")
    equal("creditsUsed", price, answer.at("/creditsUsed"))
    return str(job)


@check(SOURCE)
def a_repeat_finds_the_job(an_ad_is_made: Json) -> None:
    """While an ad is under way, its key finds it: reused, for no credits."""
    _must_be_reused(an_ad_is_made["made"].at("/jobId"), an_ad_is_made["repeated"])


@check(SOURCE)
def a_repeat_is_not_charged(an_ad_is_made: Json) -> None:
    """A repeat leaves the balance as it was."""
    paid, waiting = an_ad_is_made["paid"], an_ad_is_made["waiting"]
    equal("the balance after a repeat", paid.at("/balance"), waiting.at("/balance"))


@check(SOURCE, cost=83, lean=False)
def a_key_finds_jobs_of_every_kind(open_account: Callable[..., Account], a_product: Json) -> None:
    """Every endpoint takes a key, and finds the job under way that has it, even with no credits left."""
    account, body = open_account(credits=40), a_product | {"idempotencyKey": "a-video"}
    video = account.call("generate_video", body=body | VIDEO).must_be(200).at("/jobId")
    for operation, more in (
        ("generate_video", VIDEO),
        ("generate_static_ad", {}),
    ):
        _must_be_reused(video, account.call(operation, body=body | more))
    equal("the balance", 0, account.call("get_credit_balance").at("/balance"))


@check(SOURCE, cost=4, lean=False)
def copy_finds_the_job_of_its_key(open_account: Callable[..., Account], a_product: Json) -> None:
    """Copy with the key of an ad under way is not written: that job is returned."""
    account, body = open_account(), a_product | {"idempotencyKey": "an-ad"}
    ad = _ad(account, body).at("/jobId")
    _must_be_reused(ad, account.call("generate_copy", body=body | COPY))


@check(SOURCE, cost=104, lean=False)
def the_key_of_an_ended_job_is_free(open_account: Callable[..., Account], a_product: Json) -> None:
    """Once the job of a key has ended, however it did, the key makes and charges a new one."""
    account, known = open_account(), list[str]()
    for how in ("finish", "fail", "cancel", "expire"):
        body = a_product | {"idempotencyKey": f"key-{how}"}
        known.append(_must_be_new(known, _ad(account, body), 3))
        account.end(known[-1], how)
        known.append(_must_be_new(known, _ad(account, body), 3))
    for _ in range(2):
        video = a_product | VIDEO | {"idempotencyKey": "key-video"}
        known.append(_must_be_new(known, account.call("generate_video", body=video), 40))
        account.end(known[-1], "finish")


@check(SOURCE, cost=9, lean=False)
def the_newest_job_of_a_key_is_found(open_account: Callable[..., Account], a_product: Json) -> None:
    """A key that has made a second job finds that one."""
    account, body = open_account(), a_product | {"idempotencyKey": "twice"}
    account.end(_ad(account, body).at("/jobId"), "finish")
    second = _ad(account, body).at("/jobId")
    _must_be_reused(second, account.call("generate_static_ad", body=body))


@check("vendor-notes.md, cutx, idempotency", cost=2)
def repeated_copy_is_written_anew(api: Api, a_product: Json, rng: Random) -> None:
    """Copy is finished when it is answered, so its key finds nothing: it is written and charged again."""
    key = {"idempotencyKey": f"dressform-{rng.getrandbits(64):016x}"}
    known = list[str]()
    for _ in range(2):
        answer = api.call("generate_copy", body=a_product | COPY | key)
        known.append(_must_be_new(known, answer, 1))


@check(SOURCE, cost=21, lean=False)
def other_keys_make_other_jobs(open_account: Callable[..., Account], a_product: Json) -> None:
    """Jobs without a key, and with different ones, are different jobs; a key counts to its last letter."""
    account, known = open_account(), list[str]()
    long = "k" * 127
    keys: list[Json] = [
        {},
        {},
        *({"idempotencyKey": k} for k in ("a", "b", "ab", long, f"{long}x")),
    ]
    for key in keys:
        known.append(_must_be_new(known, _ad(account, a_product | key), 3))


@check(SOURCE, "inferred", cost=12, lean=False)
def an_empty_key_is_none_and_case_counts(
    open_account: Callable[..., Account], a_product: Json
) -> None:
    """An empty key stands for no job, and a key in capitals is another one."""
    account, known = open_account(), list[str]()
    for key in ("", "", "key", "KEY"):
        answer = _ad(account, a_product | {"idempotencyKey": key})
        known.append(_must_be_new(known, answer, 3))


@check(SOURCE, cost=6, lean=False)
def a_key_belongs_to_its_user(open_account: Callable[..., Account], a_product: Json) -> None:
    """Two users with the same key have a job each."""
    body = a_product | {"idempotencyKey": "shared"}
    first, second = open_account(), open_account()
    job = _ad(first, body).at("/jobId")
    _must_be_new([job], _ad(second, body), 3)


@check(SOURCE, cost=60, lean=False)
def twenty_repeats_at_once_make_one_job(
    open_account: Callable[..., Account], a_product: Json
) -> None:
    """Twenty requests with one key, all at once, make one job and one charge."""
    account, body = open_account(credits=100), a_product | {"idempotencyKey": "at-once"}
    asked = [lambda: account.call("generate_static_ad", body=body)] * 20
    answers = account.together(asked)
    equal("the number of jobs", 1, len({answer.must_be(200).at("/jobId") for answer in answers}))
    equal("the credits used", 3, sum(answer.at("/creditsUsed") for answer in answers))
    equal("the balance", 97, account.call("get_credit_balance").at("/balance"))
