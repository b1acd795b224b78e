"""Plans: what a vendor's workspaces may do, and how often."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from dressform.engine.errors import Forbidden
from dressform.engine.workspace import Workspace
from dressform.http.server import Server
from dressform.vendor import Answer, Finishing, Plan, Via
from dressform.vendors.uwear import UWEAR
from tests.support.serving import Shop, open_shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

DAY = 24 * 3600


def _admit(workspace: Workspace, operation: str, via: Via) -> None:
    if workspace.plan == "none":
        raise Forbidden("not in your plan")


def _finish(answer: Answer, finishing: Finishing) -> Answer:
    window = finishing.workspace.window if finishing.workspace else None
    left = {"X-Left": str(window.remaining(finishing.now))} if window else {}
    numbered = {"X-Number": str(finishing.number)}
    return Answer(answer.status, answer.body, {**answer.headers, **left, **numbered})


PLANNED = replace(
    UWEAR,
    plans={"small": Plan(2), "big": Plan(4, 5), "none": Plan()},
    plan="small",
    admit=_admit,
    finish=_finish,
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(vendors=(PLANNED,)) as server:
        yield server


@pytest.fixture
def opened(server: Server) -> Iterator[Any]:
    shops: list[Shop] = []

    def open_one(**settings: Any) -> Shop:
        shops.append(open_shop(server, clock={"mode": "manual"}, **settings))
        return shops[-1]

    yield open_one
    for shop in shops:
        shop.http.close()


def ask(shop: Shop, times: int) -> list[int]:
    return [shop.call("GET", "/cameras").status_code for _ in range(times)]


def test_a_workspace_has_the_default_plan_and_its_limit(opened: Any) -> None:
    shop = opened()
    assert (shop.facts["plan"], shop.facts["rate_limit"]) == ("small", 2)
    assert ask(shop, 3) == [200, 200, 429]


def test_a_limit_of_its_own_wins_over_the_plans(opened: Any) -> None:
    assert ask(opened(plan="big", rate_limit=1), 2) == [200, 429]


def test_the_day_is_limited_besides_the_minute_and_a_refusal_counts_in_neither(
    opened: Any,
) -> None:
    shop = opened(plan="big")
    assert ask(shop, 5) == [200] * 4 + [429]
    shop.advance(seconds=60)
    assert ask(shop, 2) == [200, 429]
    shop.advance(seconds=DAY - 60.000001)
    assert ask(shop, 1) == [429]
    shop.advance(seconds=0.000001)
    assert ask(shop, 5) == [200, 200, 200, 200, 429]


def test_a_change_of_plan_changes_the_limits_and_forgets_no_request(opened: Any) -> None:
    shop = opened()
    ask(shop, 2)
    changed = shop.control("PATCH", json={"plan": "big"})
    assert (changed["plan"], changed["rate_limit"], changed["daily_limit"]) == ("big", 4, 5)
    assert ask(shop, 3) == [200, 200, 429]


def test_a_limit_of_its_own_outlives_a_change_of_anything_else(opened: Any) -> None:
    shop = opened(rate_limit=7)
    for body, limits in (
        ({"plan": "big"}, (7, 5)),
        ({"daily_limit": 9}, (7, 9)),
        ({"credits": 1}, (7, 9)),
        ({"rate_limit": None}, (4, 9)),
        ({"plan": "small", "daily_limit": None}, (2, None)),
    ):
        changed = shop.control("PATCH", json=body)
        assert (changed["rate_limit"], changed["daily_limit"]) == limits, body


def test_an_unknown_plan_is_refused_with_those_there_are(server: Server, opened: Any) -> None:
    shop = opened()
    url = f"{server.origin}/_mock/uwear/workspaces"
    for response in (
        requests.post(url, json={"plan": "huge"}, timeout=10),
        requests.patch(shop.control_url, json={"plan": "huge", "credits": 1}, timeout=10),
    ):
        status, detail = problem_of(response)
        assert (status, detail) == (422, "no plan 'huge'; uwear has: small, big, none")
    assert shop.credits == 1000


def test_what_a_plan_does_not_include_is_forbidden_before_it_is_counted(opened: Any) -> None:
    shop = opened(plan="none", rate_limit=1)
    answers = [shop.call("GET", "/cameras") for _ in range(2)]
    assert [a.status_code for a in answers] == [403, 403]


def test_every_answer_is_finished_with_what_is_known_of_its_workspace(
    server: Server, opened: Any
) -> None:
    shop = opened()
    left = [shop.call("GET", path).headers["X-Left"] for path in ("/cameras", "/generation/7")]
    assert left == ["1", "0"]
    refused = shop.call("GET", "/cameras")
    assert (refused.status_code, refused.headers["X-Left"]) == (429, "0")
    assert refused.headers["X-Number"] == "3"
    for path in ("/nowhere", "/cameras"):
        stray = requests.get(f"{server.origin}/uwear{path}", timeout=10)
        assert ("X-Left" in stray.headers, "X-Number" in stray.headers) == (False, True)
