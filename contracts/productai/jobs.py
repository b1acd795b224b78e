"""A job from its start to its end: states, and what an answer says in each of them.

Sources: productai.md, "Endpoints"; vendor-notes.md, productai.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, Undecided, check, equal, promised

Json = dict[str, Any]

_WORDS = [
    "lipstick",
    "Sonnenbrille",
    "café",
    "шарф",
    "帽子",
    'a "quoted" \\ word',
    "  blanks  ",
    "🔥",
]
_MONTH = 30 * 24 * 3600


def _ended(answer: Answer) -> bool:
    return answer.at("/data/status") in ("COMPLETED", "ERROR")


def _follow(api: Api, made: Answer) -> list[Answer]:
    return api.follow("get_job", {"job_id": made.at("/data/id")}, done=_ended)


def _completed(api: Api, made: Answer) -> list[Answer]:
    """The start of a job and what polling it answers until it is COMPLETED. No document says how long
    that may take: only on a simulator, where nothing is left to happen, is a job stuck for sure.
    """
    answers = [made.must_be(200), *_follow(api, made)]
    if not _ended(answers[-1]) and not isinstance(api, Account):
        raise Undecided(f"job {made.at('/data/id')} is still RUNNING; a longer --max-wait may tell")
    equal("the last status", "COMPLETED", answers[-1].at("/data/status"))
    return answers


def _shown_when_done(answers: list[Answer]) -> None:
    for answer in answers:
        status, url = answer.at("/data/status"), answer.get("/data/image_url")
        promised(
            (url is not None) == (status == "COMPLETED"),
            f"{answer.what}, {status}, with the image_url {url!r}",
        )


@check(
    "productai.md, POST /api/generate",
    cost=2,
    wait=30,
    shows=[("generate", 200), ("get_job", 200)],
)
def a_picture_is_made(api: Api, data: Callable[[str], Json], rng: Random) -> list[Answer]:
    """A generation request starts a job, and polling sees it through to COMPLETED."""
    prompt = f"Put it on a marble table with {', '.join(rng.sample(_WORDS, 3))} {rng.random()}"
    body = data("bodies")["generate"] | {"prompt": prompt}
    return _completed(api, api.call("generate", body=body))


@check("productai.md, POST /api/generate, image_url", cost=3, wait=30)
def two_references_are_taken(api: Api, data: Callable[[str], Json]) -> list[Answer]:
    """A model that supports two reference images makes one picture of two URLs in an array."""
    body = data("bodies")["generate"] | {
        "model": "nanobanana",
        "image_url": data("bodies")["references"],
        "prompt": "Put the first image on top of the second image.",
    }
    return _completed(api, api.call("generate", body=body))


@check("productai.md, POST /api/upscale", cost=20, wait=30, shows=[("upscale", 200)])
def an_upscale_is_made(api: Api, a_picture_is_made: list[Answer]) -> list[Answer]:
    """A picture that the service has made itself can be upscaled, and that job ends in COMPLETED."""
    source = a_picture_is_made[-1].at("/data/image_url")
    return _completed(api, api.call("upscale", body={"image_url": source}))


@check("productai.md, POST /api/generate, Success Response")
def a_job_starts_as_running(
    a_picture_is_made: list[Answer], an_upscale_is_made: list[Answer]
) -> None:
    """What has just been accepted is RUNNING, whatever it is."""
    for made in (a_picture_is_made[0], an_upscale_is_made[0]):
        equal(f"the status when {made.what}", "RUNNING", made.at("/data/status"))


@check("productai.md, Status Values")
def a_job_runs_and_then_ends(
    a_picture_is_made: list[Answer],
    two_references_are_taken: list[Answer],
    an_upscale_is_made: list[Answer],
) -> None:
    """A job is RUNNING until it is COMPLETED, has no other status, and never goes back."""
    for answers in (a_picture_is_made, two_references_are_taken, an_upscale_is_made):
        told = [answer.at("/data/status") for answer in answers]
        promised(
            told == ["RUNNING"] * (len(told) - 1) + ["COMPLETED"],
            f"{answers[-1].what} in the end; the statuses on the way were {', '.join(map(str, told))}",
        )


@check("productai.md, Status Values")
def a_result_is_there_when_it_is_done(
    a_picture_is_made: list[Answer], two_references_are_taken: list[Answer]
) -> None:
    """An answer has an image_url when the job is COMPLETED, and none before."""
    _shown_when_done([*a_picture_is_made, *two_references_are_taken])


@check("productai.md, POST /api/upscale, Completed Response")
def an_upscale_is_there_when_it_is_done(an_upscale_is_made: list[Answer]) -> None:
    """An answer has an image_url when the upscale is COMPLETED, and none before."""
    _shown_when_done(an_upscale_is_made)


@check("productai.md, GET /api/job/:job_id", wait=30)
def a_completed_job_stays_as_it_is(api: Api, a_picture_is_made: list[Answer]) -> None:
    """A job that is COMPLETED is answered in the same words ever after."""
    last = a_picture_is_made[-1]
    path = {"job_id": last.at("/data/id")}
    for pause in (0, 30):
        api.wait(pause)
        again = api.call("get_job", path=path).must_be(200)
        equal(f"the answer {pause} s after the job was done", last.json, again.json)


@check("productai.md, GET /api/job/:job_id, Error Response", cost=22, lean=False)
def a_failed_job_says_so_and_no_more(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """A job that fails is answered with its id and ERROR alone, and stays so for a month."""
    account, bodies = open_account(), data("bodies")
    for operation in ("generate", "upscale"):
        job = account.call(operation, body=bodies[operation]).must_be(200).at("/data/id")
        account.end(job, "fail")
        for pause in (0, 30, _MONTH):
            account.wait(pause)
            answer = account.call("get_job", path={"job_id": job}).must_be(200)
            expected = {"status": "OK", "data": {"id": job, "status": "ERROR"}}
            equal(f"the answer about a failed {operation} {pause} s later", expected, answer.json)


@check("productai.md, Status Values", cost=22, lean=False)
def a_job_fails_while_it_runs(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """A job that the provider fails is RUNNING until it is ERROR, without a picture, and has no
    other status.
    """
    account, bodies = open_account(), data("bodies")
    account.fault("provider_error")
    for operation in ("generate", "upscale"):
        made = account.call(operation, body=bodies[operation]).must_be(200)
        answers = [made, *_follow(account, made)]
        told = [answer.at("/data/status") for answer in answers]
        equal(
            f"the statuses of a failing {operation}",
            ["RUNNING"] * (len(told) - 1) + ["ERROR"],
            told,
        )
        for answer in answers:
            promised(
                "image_url" not in answer.at("/data"), f"{answer.what} with a picture of a failure"
            )


@check("productai.md, GET /api/job/:job_id", cost=4, lean=False)
def jobs_end_each_for_itself(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """The end of one job changes nothing about another one that was started at the same time."""
    account, body = open_account(), data("bodies")["generate"]
    first, second = (
        account.call("generate", body=body | {"prompt": text}).must_be(200).at("/data/id")
        for text in ("the first", "the second")
    )
    account.end(second, "finish")
    polls = [account.call("get_job", path={"job_id": job}).must_be(200) for job in (first, second)]
    for poll, job, status, text in zip(
        polls, (first, second), ("RUNNING", "COMPLETED"), ("the first", "the second"), strict=True
    ):
        found = (poll.at("/data/id"), poll.at("/data/status"), poll.get("/data/prompt"))
        equal(f"id, status and prompt of job {job}", (job, status, text), found)


@check("productai.md, POST /api/generate, Parameters", cost=30, lean=False)
def every_model_makes_a_picture(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> list[str]:
    """Each of the seven models takes a job and completes it; the pictures lie at different URLs."""
    account, found = open_account(rate_limit=1000), []
    for model in data("prices")["generate"]:
        made = account.call("generate", body=data("bodies")["generate"] | {"model": model})
        found.append(_completed(account, made)[-1].at("/data/image_url"))
    equal("the number of different URLs", len(found), len(set(map(str, found))))
    return [str(url) for url in found]
