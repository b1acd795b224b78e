"""What is promised about jobs and their states. Source: cutx.txt, GET /api/generate/status."""

from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]

STATUS = "cutx.txt, GET /api/generate/status"
STATES = "vendor-notes.md, cutx, job states"
STAGES = {"pending": 0, "queued": 1, "processing": 2}
ENDS = ("completed", "failed", "canceled", "expired")
DAY = 86_400


def _state(answer: Answer) -> str:
    state = answer.at("/status")
    promised(state in {*STAGES, *ENDS}, f"{answer.what} with the status {state!r}")
    return str(state)


def _files(answer: Answer) -> int:
    assets = answer.at("/assets")
    promised(isinstance(assets, list), f"{answer.what} with the assets {assets!r}")
    return len(assets)


def _poll(api: Api, job: str) -> Answer:
    return api.call("get_generation_status", query={"jobId": job}).must_be(200)


@check(
    "cutx.txt, POST /api/generate/static-ad",
    cost=6,
    wait=60,
    shows=[("generate_static_ad", 200), ("get_generation_status", 200)],
)
def an_ad_is_made(api: Api, a_product: Json, rng: Random) -> Json:
    """A static ad is queued for three credits, and polling sees it through to completed."""
    key = f"dressform-{rng.getrandbits(64):016x}"
    body = a_product | {"prompt": "A plain shirt on a white wall", "idempotencyKey": key}
    seen: Json = {"before": api.call("get_credit_balance"), "asked": api.now()}
    seen["made"] = api.call("generate_static_ad", body=body).must_be(200)
    seen["answered"], seen["paid"] = api.now(), api.call("get_credit_balance")
    equal("creditsUsed", 3, seen["made"].at("/creditsUsed"))
    seen["repeated"] = api.call("generate_static_ad", body=body)
    seen["waiting"] = api.call("get_credit_balance")
    job = {"jobId": seen["made"].at("/jobId")}
    polled = api.follow("get_generation_status", query=job, done=lambda a: _state(a) in ENDS)
    seen["done"], seen["polled"] = api.now(), polled
    seen["again"] = [_poll(api, job["jobId"]) for _ in range(2)]
    seen["end"] = api.call("get_credit_balance")
    equal("the last status", "completed", _state(polled[-1]))
    return seen


@check("cutx.txt, POST /api/generate/copy", cost=1, shows=[("generate_copy", 200)])
def a_copy_is_written(api: Api, a_product: Json, rng: Random, data: Callable[..., Any]) -> Json:
    """Copy comes with the answer, and its job is completed by then."""
    chosen = {name: rng.choice(data("options")[name]) for name in ("platform", "format", "tone")}
    body = a_product | chosen | {"customInstructions": "x" * 500, "idempotencyKey": "k" * 128}
    seen: Json = {"before": api.call("get_credit_balance"), "asked": api.now()}
    seen["made"] = api.call("generate_copy", body=body).must_be(200)
    seen["polled"] = _poll(api, seen["made"].at("/jobId"))
    seen["end"] = api.call("get_credit_balance")
    return seen


@check("cutx.txt, POST /api/generate/copy")
def copy_is_completed_at_once(a_copy_is_written: Json) -> None:
    """Copy is synchronous: its job is completed when it is answered, and has no files."""
    polled = a_copy_is_written["polled"]
    equal("the status in the answer", "completed", a_copy_is_written["made"].at("/status"))
    equal("the status asked for", "completed", polled.at("/status"))
    equal("the assets of copy", [], polled.at("/assets"), evidence="inferred", source=STATUS)


@check(STATUS)
def the_job_polled_is_the_one_that_was_made(an_ad_is_made: Json) -> None:
    """A status has the id that was asked for, and a static ad is of the type static_ad."""
    for answer in an_ad_is_made["polled"]:
        equal("the id", an_ad_is_made["made"].at("/jobId"), answer.at("/id"))
        equal("the type", "static_ad", answer.at("/type"))


@check("vendor-notes.md, cutx, `type` in a status", "observed")
def copy_has_a_type_of_its_own(a_copy_is_written: Json) -> None:
    """The jobs of copy are of the type copy."""
    equal("the type", "copy", a_copy_is_written["polled"].at("/type"))


@check("vendor-notes.md, cutx, `type` in a status", "observed", lean=False)
def videos_have_a_type_of_their_own(videos: list[Json]) -> None:
    """The jobs of videos are of the type ugc_video."""
    for video in videos:
        equal("the type", "ugc_video", video["polled"][-1].at("/type"))


@check(STATES, "observed")
def states_only_go_forward(an_ad_is_made: Json) -> None:
    """A job is pending, queued, processing, completed; it leaves out states but never goes back."""
    states = [_state(answer) for answer in an_ad_is_made["polled"]]
    order = [*STAGES, "completed"]
    promised(states == sorted(states, key=order.index), f"a job was {', then '.join(states)}")
    equal("the status of a fresh ad", "queued", an_ad_is_made["made"].at("/status"))


@check(STATES, "observed", cost=43, lean=False)
def every_state_on_the_way_is_told(open_account: Callable[..., Account], a_product: Json) -> None:
    """An ad and a video that are watched closely are queued, then processing, then completed."""
    account = open_account()
    script = {"script": "Look at this shirt."}
    for operation, body in {"generate_static_ad": {}, "generate_video": script}.items():
        made = account.call(operation, body=a_product | body).must_be(200)
        polled = account.follow(
            "get_generation_status",
            query={"jobId": made.at("/jobId")},
            done=lambda answer: _state(answer) in ENDS,
        )
        states = list(dict.fromkeys(_state(answer) for answer in polled))
        equal(f"the states of {operation}", ["queued", "processing", "completed"], states)


@check(STATUS)
def results_are_there_when_it_is_completed(an_ad_is_made: Json) -> None:
    """A static ad has its image once it is completed, and none before."""
    for answer in [*an_ad_is_made["polled"], *an_ad_is_made["again"]]:
        state = _state(answer)
        equal(f"the number of files of an ad {state}", int(state == "completed"), _files(answer))


@check(STATUS, lean=False)
def a_video_is_there_when_it_is_completed(videos: list[Json]) -> None:
    """A video has its file once it is completed, and none before."""
    for answer in [answer for video in videos for answer in video["polled"]]:
        state = _state(answer)
        equal(f"the number of files of a video {state}", int(state == "completed"), _files(answer))


@check(STATUS)
def a_completed_job_stays_as_it_is(an_ad_is_made: Json) -> None:
    """Once a job is completed, every poll tells the same of it, its files included."""
    last = an_ad_is_made["polled"][-1]
    for answer in an_ad_is_made["again"]:
        equal("a completed job, polled again,", last.json, answer.json)


@check(STATES, "observed", cost=12, wait=DAY, lean=False)
def an_ended_job_stays_ended(open_account: Callable[..., Account], a_product: Json) -> None:
    """Completed, failed, canceled, expired: what has ended is the same the next day."""
    account = open_account()
    ended = {}
    for how, state in zip(("finish", "fail", "cancel", "expire"), ENDS, strict=True):
        job = account.call("generate_static_ad", body=a_product).must_be(200).at("/jobId")
        account.end(job, how)
        ended[job] = _poll(account, job)
        equal(f"the status after {how!r}", state, _state(ended[job]), evidence="documented")
    account.wait(DAY)
    for job, answer in ended.items():
        equal("a job that had ended, a day later,", answer.json, _poll(account, job).json)


@check(STATUS, "inferred", cost=9, lean=False)
def a_job_that_ends_badly_has_no_results(
    open_account: Callable[..., Account], a_product: Json
) -> None:
    """What failed, was canceled or ran out of time has no files and was never completed."""
    account = open_account()
    for how in ("fail", "cancel", "expire"):
        job = account.call("generate_static_ad", body=a_product).must_be(200).at("/jobId")
        account.end(job, how)
        answer = _poll(account, job)
        equal(f"the assets after {how!r}", [], answer.at("/assets"))
        equal(f"completedAt after {how!r}", None, answer.at("/completedAt"))


@check(STATUS, "inferred", cost=3, lean=False)
def a_failed_job_says_why(
    open_account: Callable[..., Account], a_product: Json, an_ad_is_made: Json
) -> None:
    """A job that failed names the error; one that has not names none."""
    for answer in an_ad_is_made["polled"]:
        equal(f"the error of a job {_state(answer)}", None, answer.get("/error"))
    account = open_account()
    job = account.call("generate_static_ad", body=a_product).must_be(200).at("/jobId")
    account.end(job, "fail", error="No shirt in sight")
    equal("the error", "No shirt in sight", _poll(account, job).at("/error"))


@check(STATES, "observed", cost=6, lean=False)
def a_job_can_be_sent_through_again(open_account: Callable[..., Account], a_product: Json) -> None:
    """A failed or expired job that an operator sends through again is pending, and then made."""
    account = open_account()
    for how in ("fail", "expire"):
        job = account.call("generate_static_ad", body=a_product).must_be(200).at("/jobId")
        account.end(job, how)
        account.steer("POST", f"jobs/{job}/retry")
        query = {"jobId": job}
        polled = account.follow(
            "get_generation_status", query=query, done=lambda answer: _state(answer) in ENDS
        )
        states = list(dict.fromkeys(_state(answer) for answer in polled))
        equal("the states", ["pending", "queued", "processing", "completed"], states)
        equal("the number of files", 1, _files(polled[-1]))


@check(STATUS, cost=9, lean=False)
def jobs_go_their_own_ways(open_account: Callable[..., Account], a_product: Json) -> None:
    """The end of one job is not the end of another."""
    account = open_account()
    made = [account.call("generate_static_ad", body=a_product).must_be(200) for _ in range(3)]
    jobs = [answer.at("/jobId") for answer in made]
    equal("the number of different ids", 3, len(set(jobs)))
    account.end(jobs[1], "fail")
    states = [_state(_poll(account, job)) for job in jobs]
    equal("the states after the second one failed", ["queued", "failed", "queued"], states)
    account.end(jobs[0], "finish")
    states = [_state(_poll(account, job)) for job in jobs]
    equal("the states after the first one", ["completed", "failed", "queued"], states)
