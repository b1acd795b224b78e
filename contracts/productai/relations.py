"""What is answered is what was asked for, and nobody else's.

Sources: productai.md, "Endpoints"; vendor-notes.md, productai.
"""

import json
from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, Evidence, Mismatch, check, equal, promised

Json = dict[str, Any]

_NO_JOB = "JOB_NOT_FOUND"
_NOTES = "vendor-notes.md, productai"


@check("productai.md, GET /api/job/:job_id, Success Response")
def the_prompt_comes_back(
    a_picture_is_made: list[Answer], two_references_are_taken: list[Answer]
) -> None:
    """The prompt stands in every answer about its job, letter for letter as it was sent."""
    for answers in (a_picture_is_made, two_references_are_taken):
        sent = json.loads(answers[0].exchange.body)["prompt"]
        for answer in answers:
            equal(f"the prompt when {answer.what}", sent, answer.at("/data/prompt"))


@check("productai.md, POST /api/generate, prompt", evidence="inferred", cost=2, lean=False)
def a_long_prompt_comes_back_whole(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """No document limits a prompt: one of 4,000 characters comes back with the blanks at its ends."""
    prompt = f"  {'Put it on a table, then look again. ' * 110}\n\t the end \n"
    account = open_account()
    made = account.call("generate", body=data("bodies")["generate"] | {"prompt": prompt})
    polled = account.call("get_job", path={"job_id": made.must_be(200).at("/data/id")})
    for answer in (made, polled.must_be(200)):
        found = answer.get("/data/prompt")
        promised(
            found == prompt,
            f"{answer.what} with a prompt of {len(str(found))} characters, {str(found)[:20]!r} to"
            f" {str(found)[-20:]!r}, instead of the {len(prompt)} that were sent",
        )


@check("productai.md, GET /api/job/:job_id")
def a_job_is_found_by_its_id(
    a_picture_is_made: list[Answer],
    two_references_are_taken: list[Answer],
    an_upscale_is_made: list[Answer],
) -> None:
    """The id that a start is answered with is the id of the job that polling answers."""
    runs = (a_picture_is_made, two_references_are_taken, an_upscale_is_made)
    for made, *polled in runs:
        for answer in polled:
            equal(f"the id when {answer.what}", made.at("/data/id"), answer.at("/data/id"))
    ids = [str(made.at("/data/id")) for made, *_ in runs]
    promised(len(set(ids)) == len(ids), f"three jobs have the ids {', '.join(ids)}")


@check("productai.md, Endpoints, the example responses", evidence="inferred")
def an_answer_has_no_more_than_its_example(
    a_picture_is_made: list[Answer], an_upscale_is_made: list[Answer]
) -> None:
    """A job has the members of the printed examples and no others: the id, the status, the prompt of a
    generation, and the image_url when it is done.
    """
    for answers, kept in ((a_picture_is_made, {"prompt"}), (an_upscale_is_made, set[str]())):
        for answer in answers:
            done = {"image_url"} if answer.at("/data/status") == "COMPLETED" else set[str]()
            data = answer.at("/data")
            equal(
                f"the members of data when {answer.what}",
                sorted({"id", "status"} | kept | done),
                sorted(data),
            )
            equal(f"the members when {answer.what}", ["data", "status"], sorted(answer.json))


@check(f"{_NOTES}, ids", cost=24, lean=False)
def ids_rise(open_account: Callable[..., Account], data: Callable[[str], Json]) -> None:
    """Each job has a greater id than all before it, be it a generation or an upscale."""
    account, bodies = open_account(), data("bodies")
    ids = [
        account.call(operation, body=bodies[operation]).must_be(200).at("/data/id")
        for operation in ("generate", "upscale", "generate")
    ]
    promised(all(type(job) is int for job in ids), f"the ids {ids} are no whole numbers")
    promised(ids == sorted(set(ids)), f"the ids {ids} do not rise")


@check(f"{_NOTES}, 401, 404, 429 bodies", evidence="inferred", shows=[("get_job", 404)])
def a_strangers_job_is_not_found(stranger: Api, an_upscale_is_made: list[Answer]) -> None:
    """A job of another account is answered like one that does not exist: 404, JOB_NOT_FOUND."""
    job = an_upscale_is_made[0].at("/data/id")
    answer = stranger.call("get_job", path={"job_id": job}).must_be(404)
    equal("the message", _NO_JOB, answer.get("/message"))


@check("vendor-notes.md, productai, 401, 404, 429 bodies", evidence="inferred", cost=6, lean=False)
def accounts_see_their_own_jobs(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """Two accounts at work at the same time see each its own jobs, also where the ids are alike."""
    body = data("bodies")["generate"]
    ours, theirs = open_account(), open_account()
    jobs: dict[str, Any] = {}
    for whose, account, text in (
        ("o", ours, "our first"),
        ("t", theirs, "their first"),
        ("p", ours, "our second"),
    ):
        made = account.call("generate", body=body | {"prompt": text}).must_be(200)
        jobs[whose] = made.at("/data/id")
    for account, job, text in ((ours, jobs["o"], "our first"), (theirs, jobs["t"], "their first")):
        answer = account.call("get_job", path={"job_id": job}).must_be(200)
        equal(f"the prompt of job {job}", text, answer.get("/data/prompt"))
    if jobs["p"] != jobs["t"]:
        foreign = theirs.call("get_job", path={"job_id": jobs["p"]})
        if foreign.status < 300:
            raise Mismatch(f"{foreign.what}, with a job of another account: {foreign.excerpt}")


@check("productai.md, Rate Limits, Credit System", cost=8, lean=False)
def accounts_pay_for_themselves(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """What an account spends is taken from its own balance, and from nobody else's."""
    body = data("bodies")["generate"]
    first, second = open_account(credits=2), open_account(credits=2)
    for expected in (200, 402):
        for account in (first, second):
            account.call("generate", body=body).must_be(expected)


@check("productai.md, POST /api/generate, Parameters", cost=30, lean=False)
def one_url_in_an_array_is_one_picture(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """Every model takes a single URL as text (documented) and in an array."""
    account, body = open_account(rate_limit=1000), data("bodies")["generate"]
    for model in data("prices")["generate"]:
        many = body | {"model": model, "image_url": [body["image_url"]]}
        account.call("generate", body=many).must_be(
            200, evidence="inferred", source=f"{_NOTES}, arrays in image_url"
        )


@check(
    "productai.md, POST /api/generate, image_url", cost=44, lean=False, shows=[("generate", 400)]
)
def too_many_references_are_refused(
    open_account: Callable[..., Account], data: Callable[[str], Json]
) -> None:
    """Three reference images are more than any model supports, two more than the GPT models and Kontext
    Pro do: 400, INVALID_IMAGE_URL. As many as a model supports it takes.
    """
    account, bodies = open_account(rate_limit=1000), data("bodies")
    first, second = bodies["references"]
    for model, row in data("prices")["generate"].items():
        urls = [first, second, first][: row["references"] + 1]
        grade: Evidence = "documented" if row["references"] > 1 else "inferred"
        source = "productai.md, POST /api/generate, image_url" if row["references"] > 1 else _NOTES
        body = bodies["generate"] | {"model": model, "image_url": urls}
        answer = account.call("generate", body=body).must_be(400, evidence=grade, source=source)
        equal(
            f"the message with {model}",
            "INVALID_IMAGE_URL",
            answer.get("/message"),
            evidence="observed",
            source=f"{_NOTES}, 400",
        )
        if row["references"] > 1:
            account.call("generate", body=body | {"image_url": urls[:-1]}).must_be(200)
