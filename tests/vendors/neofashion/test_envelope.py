"""Every answer is in the envelope, each refusal has its code, and they come in their order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from dressform.engine.errors import Refused
from dressform.vendor import Answer, Call, Finishing
from dressform.vendors.neofashion import NEOFASHION
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.vendors.neofashion.answers import (
    KNOWN,
    PAID,
    READING,
    SHOT,
    data,
    opened,
    refusal,
    success,
)

Json = dict[str, Any]


def _classes(base: type[Refused]) -> Iterator[type[Refused]]:
    for each in base.__subclasses__():
        yield each
        yield from _classes(each)


def test_there_is_an_answer_to_every_reason_to_say_no() -> None:
    ours = {c for c in _classes(Refused) if c.__module__.startswith("dressform.")}
    assert ours == set(NEOFASHION.refusals)


@pytest.mark.parametrize("path", READING.values())
def test_reading_is_answered_in_the_envelope(path: str, neofashion: Shop) -> None:
    success(neofashion.call("GET", path))


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/generate", "/generate/image/", "/generations/a/b", "/api/v1/models"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_not_found_in_the_envelope(
    path: str, method: str, neofashion: Shop
) -> None:
    answer = neofashion.call(method, path)
    assert ("NOT_FOUND", {}) == refusal(answer, 404)
    assert not KNOWN & set(answer.headers)


def test_a_method_that_the_endpoint_does_not_take_is_told_those_it_takes(neofashion: Shop) -> None:
    for method, path, allowed in (
        ("DELETE", "/generations/gen_1", "GET"),
        ("GET", "/generate/image", "POST"),
        ("PUT", "/credits/balance", "GET"),
    ):
        answer = neofashion.call(method, path)
        assert ("METHOD_NOT_ALLOWED", {}) == refusal(answer, 405)
        assert allowed == answer.headers["Allow"]


@pytest.mark.parametrize(
    ("credential", "message"),
    [
        (None, "No API key or session token was sent."),
        ("Basic bmU6bmU=", "The Authorization header is not a bearer token."),
        ("Bearer", "The Authorization header is not a bearer token."),
        ("Bearer ne_live_of_nobody", "The API key or session token is not valid."),
        ("Bearer eyJhbGci", "The API key or session token is not valid."),
    ],
)
def test_a_credential_that_opens_nothing_is_unauthorized(
    credential: str | None, message: str, neofashion: Shop
) -> None:
    headers = {"Authorization": credential} if credential else {}
    for path in READING.values():
        answer = requests.get(neofashion.base_url + path, headers=headers, timeout=10)
        assert ("UNAUTHORIZED", {}) == refusal(answer, 401)
        assert message == answer.json()["error"]["message"]
        assert "Bearer" == answer.headers["WWW-Authenticate"]
        assert not KNOWN & set(answer.headers)


def test_keys_begin_as_the_page_says(neofashion: Shop) -> None:
    assert neofashion.facts["api_key"].startswith("ne_live_")
    bearer = {"Authorization": "Bearer ne_live_dressform"}
    url = f"{neofashion.base_url}/models"
    assert 200 == requests.get(url, headers=bearer, timeout=10).status_code


def test_it_answers_by_its_real_host_name_at_the_documented_path_and_is_documented(
    neofashion: Shop,
) -> None:
    origin, headers = neofashion.server.origin, neofashion.http.headers
    host = {"Authorization": headers["Authorization"], "Host": "app.neofashion.ai"}
    assert 200 == requests.get(f"{origin}/api/v1/models", headers=host, timeout=10).status_code
    assert "neofashion" in requests.get(f"{origin}/neofashion/docs", timeout=10).text
    document = requests.get(f"{origin}/neofashion/openapi.json", timeout=10).json()
    assert neofashion.base_url == document["servers"][0]["url"]


def test_every_answer_has_a_request_id_of_its_own(neofashion: Shop) -> None:
    answers = [neofashion.call("GET", path) for path in ("/models", "/generations/x", "/no") * 3]
    ids = [answer.json()["meta"]["request_id"] for answer in answers]
    assert len(set(ids)) == len(ids)


def test_request_ids_are_the_same_for_the_same_calls(open_workspace: OpenWorkspace) -> None:
    now = {"mode": "manual", "now": "2026-03-01T12:00:00Z"}
    shop = open_workspace("neofashion", clock=now)
    made = shop.control("POST", "snapshots")
    seen = []
    for _ in range(2):
        seen.append(shop.call("POST", "/generate/image", json=SHOT).json()["data"]["id"])
        shop.control("POST", f"snapshots/{made['id']}/restore")
    assert seen[0] == seen[1]


def test_refusals_come_in_their_order(open_workspace: OpenWorkspace) -> None:
    """Route, authentication, plan, rate limit, validation, what is referred to, credits."""
    shop = open_workspace(
        "neofashion", plan="starter", rate_limit=6, credits=0, clock={"mode": "manual"}
    )
    bad, lost = {"prompt": 1, "persona_id": "x"}, SHOT | {"persona_id": "x"}
    session = {"Authorization": f"Bearer {shop.control('POST', 'token')['token']}"}

    def send(path: str, body: Json, **headers: str) -> str:
        return str(shop.call("POST", path, json=body, headers=headers).json()["error"]["code"])

    assert [
        send("/generate/images", bad, Authorization="x"),
        send("/generate/image", bad, Authorization="x"),
        send("/generate/image", bad),
        send("/generate/image", bad, **session),
        send("/generate/image", lost, **session),
        send("/generate/image", SHOT, **session),
    ] == [
        "NOT_FOUND",
        "UNAUTHORIZED",
        "FORBIDDEN",
        "VALIDATION_ERROR",
        "NOT_FOUND",
        "INSUFFICIENT_CREDITS",
    ]
    for _ in range(3):
        send("/generate/image", bad, **session)
    assert "RATE_LIMITED" == send("/generate/image", bad, **session)
    assert "FORBIDDEN" == send("/generate/image", bad)
    assert [] == shop.control("GET", "jobs")["items"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "VALIDATION_ERROR"),
        (402, "INSUFFICIENT_CREDITS"),
        (502, "PROVIDER_ERROR"),
        (503, "SERVICE_UNAVAILABLE"),
        (418, "I_M_A_TEAPOT"),
        (499, "ERROR"),
    ],
)
def test_a_planned_status_speaks_in_the_envelope(status: int, code: str, neofashion: Shop) -> None:
    neofashion.control("POST", "faults", json={"kind": "status", "status": status, "times": 1})
    answer = neofashion.call("GET", "/models")
    assert (code, {}) == refusal(answer, status)
    assert set(answer.headers) >= KNOWN


@pytest.mark.parametrize("body", [{"mine": 1}, [1], {"data": 1, "meta": 2, "error": 3}])
def test_a_planned_body_is_left_as_it_was_planned(body: Any, neofashion: Shop) -> None:
    fault = {"kind": "status", "status": 503, "body": body, "times": 1}
    neofashion.control("POST", "faults", json=fault)
    answer = neofashion.call("GET", "/models")
    assert (503, body) == (answer.status_code, answer.json())


def test_what_is_finished_is_not_changed_where_it_came_from() -> None:
    body: Json = {"data": None, "meta": {}, "error": {}}
    finished = NEOFASHION.finish(Answer(404, body), Finishing(None, 1, 0))
    assert ({}, ["request_id"]) == (body["meta"], list(finished.body["meta"]))


def _broken(call: Call) -> Any:
    raise ZeroDivisionError


def test_a_mistake_of_dressforms_own_is_never_told_as_neofashions() -> None:
    deviant = replace(NEOFASHION, handlers=NEOFASHION.handlers | {"list_models": _broken})
    with serving(vendors=(deviant,), strict=False) as server:
        shop = open_shop(server, "neofashion")
        answer = shop.call("GET", "/models")
        shop.http.close()
    assert (500, "Dressform failed") == (answer.status_code, answer.json()["title"])


def test_what_costs_nothing_is_nine_operations_less_four(neofashion: Shop) -> None:
    assert set(NEOFASHION.handlers) == {*PAID, *READING, "get_generation"}
    made = data(neofashion.call("POST", "/generate/image", json=SHOT))
    opened(neofashion.call("GET", f"/generations/{made['id']}"), 200)
