"""What is promised about time. Sources: cutx.txt, GET /api/generate/status (its timestamps) and the
three operations; vendor-notes.md, cutx, "durations", and All five.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, check, equal, promised

Json = dict[str, Any]

STATUS = "cutx.txt, GET /api/generate/status"
WINDOW = "vendor-notes.md, All five"
SKEW = 30.0
"""Seconds that two clocks may be apart."""


def _took(answer: Answer) -> float:
    return answer.instant("/completedAt") - answer.instant("/createdAt")


@check(STATUS, "inferred")
def a_job_is_created_when_it_was_asked_for(an_ad_is_made: Json) -> None:
    """A job tells the time of its request as createdAt, in every answer."""
    first = an_ad_is_made["polled"][0].at("/createdAt")
    created = an_ad_is_made["polled"][0].instant("/createdAt")
    promised(
        an_ad_is_made["asked"] - SKEW <= created <= an_ad_is_made["answered"] + SKEW,
        f"createdAt is {created - an_ad_is_made['asked']:g} s after it was asked for",
    )
    for answer in an_ad_is_made["polled"]:
        equal("createdAt", first, answer.at("/createdAt"))


@check(STATUS, "inferred")
def a_job_is_completed_when_polling_says_so(an_ad_is_made: Json) -> None:
    """A job has completedAt when it is completed and not before; it lies in no future."""
    *earlier, last = an_ad_is_made["polled"]
    for answer in earlier:
        equal(f"completedAt of a job {answer.at('/status')}", None, answer.at("/completedAt"))
    completed = last.instant("/completedAt")
    promised(_took(last) >= 0, f"a job was completed {-_took(last):g} s before it was created")
    late = completed - an_ad_is_made["done"]
    promised(late <= SKEW, f"completedAt lies {late:g} s in the future")


@check(STATUS, "inferred")
def copy_is_dated(a_copy_is_written: Json) -> None:
    """Copy was created when it was asked for, and completed within the minute."""
    polled = a_copy_is_written["polled"]
    late = polled.instant("/createdAt") - a_copy_is_written["asked"]
    promised(abs(late) <= SKEW, f"createdAt of copy is {late:g} s after it was asked for")
    promised(0 <= _took(polled) <= 60, f"copy, which comes at once, took {_took(polled):g} s")


@check("vendor-notes.md, cutx, durations", "inferred")
def an_ad_takes_about_25_seconds(an_ad_is_made: Json) -> None:
    """A static ad takes about 25 seconds: between 10 and 60."""
    took = _took(an_ad_is_made["polled"][-1])
    promised(10 <= took <= 60, f"an ad took {took:g} s")


@check("cutx.txt, POST /api/generate/video", lean=False)
def a_video_takes_one_to_three_minutes(videos: list[Json]) -> None:
    """A video takes between one minute and three."""
    for video in videos:
        took = _took(video["polled"][-1])
        promised(60 <= took <= 180, f"a video took {took:g} s")


@check(STATUS, "inferred", cost=3, wait=3600, lean=False)
def a_job_ends_unwatched(open_account: Callable[..., Account], a_product: Json) -> None:
    """A job that nobody polls ends in its own time all the same, and to the second."""
    account = open_account()
    made = account.call("generate_static_ad", body=a_product).must_be(200)
    begun, query = account.now(), {"jobId": made.at("/jobId")}
    account.wait(3600)
    first = account.call("get_generation_status", query=query)
    equal("the status an hour later", "completed", first.at("/status"))
    promised(10 <= _took(first) <= 60, f"an unwatched ad took {_took(first):g} s")
    created = first.instant("/createdAt") - begun
    promised(abs(created) <= 1, f"createdAt is {created:g} s after it was asked for")


@check(STATUS, "inferred", cost=3, lean=False)
def completed_at_is_exact(open_account: Callable[..., Account], a_product: Json) -> None:
    """A job tells the second in which it was completed as completedAt."""
    account = open_account()
    made = account.call("generate_static_ad", body=a_product).must_be(200)
    polled = account.follow(
        "get_generation_status",
        query={"jobId": made.at("/jobId")},
        done=lambda answer: answer.at("/status") == "completed",
    )
    late = polled[-1].instant("/completedAt") - account.now()
    promised(abs(late) <= 1, f"completedAt is {late:g} s after the job was completed")


@check(STATUS, "inferred", cost=3, wait=604_800, lean=False)
def a_file_stays_where_it_is(open_account: Callable[..., Account], a_product: Json) -> None:
    """No end of a file's life is documented: a week later it is where it was."""
    account = open_account()
    made = account.call("generate_static_ad", body=a_product).must_be(200)
    account.end(made.at("/jobId"), "finish")
    query = {"jobId": made.at("/jobId")}
    url = account.call("get_generation_status", query=query).at("/assets/0/url")
    first = account.fetch(str(url)).must_be(200)
    account.wait(604_800)
    equal(
        "the URL a week later",
        url,
        account.call("get_generation_status", query=query).at("/assets/0/url"),
    )
    equal("the file a week later", first.body, account.fetch(str(url)).must_be(200).body)


@check(WINDOW, "inferred", wait=60, lean=False)
def the_minute_rolls(open_account: Callable[..., Account]) -> None:
    """An account limited to three requests a minute gets the next one as each turns 60 seconds old."""
    account = open_account(rate_limit=3)

    def asked(*statuses: int) -> None:
        for status in statuses:
            account.call("get_credit_balance").must_be(status)

    asked(200)
    account.wait(30)
    asked(200, 200, 429)
    account.wait(29.9)
    asked(429)
    account.wait(0.1)
    asked(200, 429)
    account.wait(29.9)
    asked(429)
    account.wait(0.1)
    asked(200, 200, 429)


@check(WINDOW, "inferred", wait=60, lean=False)
def retry_after_is_when_to_retry(open_account: Callable[..., Account]) -> None:
    """Retry-After counts the seconds until the oldest request of the minute is 60 seconds old."""
    account = open_account(rate_limit=1)
    account.call("get_credit_balance").must_be(200)
    account.wait(20)
    refused = account.call("get_credit_balance").must_be(429)
    equal("Retry-After", "40", refused.headers.get("Retry-After"))
    account.wait(40)
    account.call("get_credit_balance").must_be(200)


@check(WINDOW, "inferred", lean=False)
def everybody_has_a_window_of_their_own(open_account: Callable[..., Account]) -> None:
    """The requests of one account do not count against another."""
    first, second = open_account(rate_limit=2), open_account(rate_limit=2)
    for account in (first, second, first, second):
        account.call("get_credit_balance").must_be(200)
    first.call("get_credit_balance").must_be(429)
