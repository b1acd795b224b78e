"""Time: the states of a job, the rolling minute, the plan's day."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dressform.engine.clock import SECOND
from dressform.vendors.productai.catalogue import MODELS, UPSCALE
from tests.support.productai import CHEAP, TOKENS, URL, generate, job, refusal, upscale
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

START = {"mode": "manual", "now": "2026-03-01T12:00:00Z"}


def test_a_job_is_running_until_it_is_done_and_has_its_picture_only_then(productai: Shop) -> None:
    made = generate(productai)
    seen = []
    for _ in range(3):
        answer = job(productai, made)
        seen.append((answer["status"], "image_url" in answer))
        productai.advance(to="next")
    assert seen == [("RUNNING", False), ("RUNNING", False), ("COMPLETED", True)]


@pytest.mark.parametrize("end", [None, "finish", "fail", "cancel", "expire"])
@pytest.mark.parametrize("started", [False, True])
def test_no_other_status_than_three_is_ever_shown(
    productai: Shop, end: str | None, *, started: bool
) -> None:
    made = generate(productai)
    statuses = {job(productai, made)["status"]}
    if started:
        productai.advance(to="next")
        statuses.add(job(productai, made)["status"])
    if end is not None:
        productai.control("POST", f"jobs/{made}/{end}")
    statuses.add(job(productai, made)["status"])
    ends = {None: set(), "finish": {"COMPLETED"}}.get(end, {"ERROR"})
    assert statuses == {"RUNNING"} | ends


def test_under_an_auto_clock_a_client_that_polls_needs_no_sleep(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("productai", clock={"mode": "auto"})
    made = upscale(shop)
    statuses = [job(shop, made)["status"] for _ in range(3)]
    assert statuses == ["RUNNING", "COMPLETED", "COMPLETED"]


@pytest.mark.parametrize("model", [*TOKENS, None])
def test_a_job_takes_seconds_and_no_more_than_a_minute(productai: Shop, model: str | None) -> None:
    shortest, longest = (MODELS[model] if model else UPSCALE).run
    assert 8 * SECOND <= shortest < longest <= 60 * SECOND
    made = generate(productai, model=model) if model else upscale(productai)
    productai.advance(seconds=8)
    assert job(productai, made)["status"] == "RUNNING"
    productai.advance(seconds=61 - 8)
    assert job(productai, made)["status"] == "COMPLETED"


def test_the_same_seed_and_calls_make_the_same_world(open_workspace: OpenWorkspace) -> None:
    worlds = []
    for _ in range(2):
        shop = open_workspace("productai", seed=7, clock=START)
        generate(shop)
        upscale(shop)
        fired = [(row["at"], row["what"], row["subject"]) for row in shop.advance(to="idle")]
        worlds.append((fired, [job(shop, made)["image_url"][-37:] for made in (22292, 22293)]))
    assert worlds[0] == worlds[1]


def test_ids_rise(productai: Shop) -> None:
    made = [generate(productai), upscale(productai), generate(productai)]
    assert made == [22292, 22293, 22294]


def test_the_sixteenth_request_of_a_minute_is_refused_until_the_first_leaves_the_window(
    open_workspace: OpenWorkspace,
) -> None:
    """One request a second; all three operations count, those that are refused later too."""
    shop = open_workspace("productai", clock=START)
    calls: list[tuple[str, str, Json | None, int]] = [
        ("POST", "/api/generate", CHEAP, 200),
        ("POST", "/api/upscale", {"image_url": URL}, 200),
        ("GET", "/api/job/22292", None, 200),
        ("GET", "/api/job/1", None, 404),
        ("POST", "/api/generate", {}, 400),
    ]
    for number in range(15):
        method, path, body, status = calls[number % 5]
        assert shop.call(method, path, json=body).status_code == status
        shop.advance(seconds=1)
    for after, wait in ((0, "45"), (0.5, "45"), (0.5, "44"), (43.5, "1"), (0.499999, "1")):
        shop.advance(seconds=after)
        for method, path, body, _ in calls:
            answer = shop.call(method, path, json=body)
            assert refusal(answer, 429)[0] == "RATE_LIMIT_EXCEEDED"
            assert answer.headers["Retry-After"] == wait
    shop.advance(seconds=0.000001)
    assert shop.call("GET", "/api/job/22292").status_code == 200
    assert shop.call("GET", "/api/job/22292").headers["Retry-After"] == "1"
    shop.advance(seconds=1)
    assert shop.call("GET", "/api/job/22292").status_code == 200


def test_40_concurrent_requests_get_exactly_the_fifteen_places_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("productai", clock=START)

    def create(_: int) -> int:
        return shop.call("POST", "/api/generate", json=CHEAP).status_code

    with ThreadPoolExecutor(20) as pool:
        assert Counter(pool.map(create, range(40))) == {200: 15, 429: 25}
    assert shop.credits == 1000 - 15 * 2


def test_a_client_that_waits_as_long_as_it_is_told_is_accepted(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("productai", credits=10_000, clock=START)
    accepted = 0
    for _ in range(50):
        answer = shop.call("POST", "/api/generate", json=CHEAP)
        if answer.status_code == 429:
            shop.advance(seconds=int(answer.headers["Retry-After"]))
            answer = shop.call("POST", "/api/generate", json=CHEAP)
        accepted += answer.status_code == 200
    assert accepted == 50


@pytest.mark.parametrize("plan", [None, "standard", "pro"])
def test_every_plan_has_fifteen_a_minute_and_no_limit_a_day(
    open_workspace: OpenWorkspace, plan: str | None
) -> None:
    shop = open_workspace("productai", **({} if plan is None else {"plan": plan}))
    assert (shop.facts["rate_limit"], shop.facts["daily_limit"]) == (15, None)
    assert shop.facts["plan"] == plan or (plan, shop.facts["plan"]) == (None, "standard")


def test_a_limit_that_was_raised_holds_instead(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("productai", plan="pro", rate_limit=20, clock=START)
    statuses = [shop.call("GET", "/api/job/1").status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]


def test_a_daily_limit_holds_for_any_24_hours(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("productai", daily_limit=2, clock=START)
    generate(shop)
    shop.advance(seconds=3600)
    generate(shop)
    answer = shop.call("POST", "/api/generate", json=CHEAP)
    assert refusal(answer, 429)[0] == "RATE_LIMIT_EXCEEDED"
    assert answer.headers["Retry-After"] == str(23 * 3600)
    shop.advance(seconds=23 * 3600 - 0.000001)
    assert shop.call("GET", "/api/job/22292").status_code == 429
    shop.advance(seconds=0.000001)
    assert shop.call("GET", "/api/job/22292").status_code == 200
