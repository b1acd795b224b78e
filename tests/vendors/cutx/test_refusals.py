"""What is refused, in CutX's shape: in which order, in which words, and without a trace."""

import base64
import json
from typing import Any

import jwt
import pytest
import requests

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import (
    BALANCE,
    COPY,
    NOBODYS,
    PAIR,
    PRODUCTS,
    SOUND,
    STATIC_AD,
    STATUS,
    VIDEO,
    make,
    mistakes,
    refused,
    send,
    status,
)

Json = dict[str, Any]

JSON = {"Content-Type": "application/json"}
MISSING = "Invalid input: expected string, received undefined"
PLATFORM = (
    'Invalid option: expected one of "meta"|"tiktok"|"google"|"linkedin"|"pinterest"|"universal"'
)
FORMAT = 'Invalid option: expected one of "short"|"long"|"hook"|"story"'
TONE = 'Invalid option: expected one of "professional"|"casual"|"urgent"|"luxe"|"playful"|"bold"'


def everything(shop: Shop) -> Json:
    """All that a refused request must leave as it was."""
    return shop.state() | {"products": shop.json("GET", PRODUCTS)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            COPY,
            {
                "projectId": [MISSING],
                "productId": [MISSING],
                "platform": [PLATFORM],
                "format": [FORMAT],
                "tone": [TONE],
            },
        ),
        (STATIC_AD, {"projectId": [MISSING], "productId": [MISSING]}),
        (VIDEO, {"projectId": [MISSING], "productId": [MISSING], "script": [MISSING]}),
        (PRODUCTS, {"name": [MISSING]}),
    ],
)
def test_every_member_that_is_missing_is_named_at_once(
    cutx: Shop, path: str, expected: Json
) -> None:
    assert mistakes(cutx.call("POST", path, json={})) == expected


@pytest.mark.parametrize(
    ("path", "members", "message"),
    [
        (COPY, {"projectId": "uuid"}, "Invalid UUID"),
        (COPY, {"projectId": ""}, "Invalid UUID"),
        (COPY, {"productId": 7}, "Invalid input: expected string, received number"),
        (COPY, {"productId": None}, "Invalid input: expected string, received null"),
        (COPY, {"platform": "myspace"}, PLATFORM),
        (COPY, {"platform": 5}, PLATFORM),
        (COPY, {"format": None}, FORMAT),
        (COPY, {"tone": ["bold"]}, TONE),
        (
            COPY,
            {"customInstructions": "x" * 501},
            "Too big: expected string to have <=500 characters",
        ),
        (
            COPY,
            {"customInstructions": None},
            "Invalid input: expected string, received null",
        ),
        (
            STATIC_AD,
            {"style": "baroque"},
            'Invalid option: expected one of "product_hero"|"lifestyle"|"minimal"|"bold"|"seasonal"|"modern"',
        ),
        (
            STATIC_AD,
            {"aspectRatio": "2:3"},
            'Invalid option: expected one of "1:1"|"9:16"|"4:5"|"16:9"',
        ),
        (STATIC_AD, {"prompt": "four"}, "Too small: expected string to have >=5 characters"),
        (STATIC_AD, {"prompt": "x" * 1001}, "Too big: expected string to have <=1000 characters"),
        (STATIC_AD, {"prompt": {}}, "Invalid input: expected string, received object"),
        (STATIC_AD, {"idempotencyKey": True}, "Invalid input: expected string, received boolean"),
        (VIDEO, {"script": "too short"}, "Too small: expected string to have >=10 characters"),
        (VIDEO, {"script": "x" * 2001}, "Too big: expected string to have <=2000 characters"),
        (VIDEO, {"script": ["x"] * 10}, "Invalid input: expected string, received array"),
        (VIDEO, {"avatarUrl": "avatar.jpg"}, "Invalid URL"),
        (VIDEO, {"avatarUrl": ""}, "Invalid URL"),
        (VIDEO, {"avatarUrl": "data:image/png;base64,AAAA"}, "Invalid image"),
        (VIDEO, {"voiceId": 1.5}, "Invalid input: expected string, received number"),
        (
            VIDEO,
            {"aspectRatio": "4:5"},
            'Invalid option: expected one of "9:16"|"1:1"|"16:9"',
        ),
        (PRODUCTS, {"name": ""}, "Too small: expected string to have >=1 characters"),
        (PRODUCTS, {"project_id": "p"}, "Invalid UUID"),
        (PRODUCTS, {"image_url": "picture"}, "Invalid URL"),
    ],
)
def test_a_member_that_is_wrong_is_refused_in_zods_words_and_nothing_changes(
    cutx: Shop, path: str, members: Json, message: str
) -> None:
    before = everything(cutx)
    assert mistakes(send(cutx, path, **members)) == {next(iter(members)): [message]}
    assert everything(cutx) == before


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO, PRODUCTS])
@pytest.mark.parametrize(
    ("body", "received"),
    [
        (b"[]", "array"),
        (b'"text"', "string"),
        (b"5", "number"),
        (b"true", "boolean"),
        (b"null", "undefined"),
        (b"", "undefined"),
    ],
)
def test_a_body_that_is_no_object_is_refused_as_a_whole(
    cutx: Shop, path: str, body: bytes, received: str
) -> None:
    response = cutx.call("POST", path, data=body, headers=JSON)
    assert mistakes(response) == {"": [f"Invalid input: expected object, received {received}"]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "Invalid JSON body"),
        (b"projectId=x", "Invalid JSON body"),
        (b'{"script": NaN}', "Invalid JSON body"),
        (b'{"script": "a", "script": "b"}', "Invalid JSON body"),
        (b'{"script": "\xff"}', "Invalid request body"),
        (b"[" * 100_000, "Invalid request body"),
    ],
)
def test_a_body_that_is_no_json_is_refused_in_one_sentence(
    cutx: Shop, body: bytes, words: str
) -> None:
    assert refused(cutx.call("POST", VIDEO, data=body, headers=JSON), 400) == words


def test_a_lone_surrogate_is_refused_where_it_stands(cutx: Shop) -> None:
    body = json.dumps(SOUND[VIDEO] | {"voiceId": "\ud800"}).encode()
    assert mistakes(cutx.call("POST", VIDEO, data=body, headers=JSON)) == {
        "voiceId": ["Invalid input"]
    }


def test_a_body_beyond_the_limit_is_refused(cutx: Shop) -> None:
    body = json.dumps(SOUND[VIDEO] | {"more": "x" * 2**25}).encode()
    response = cutx.call("POST", VIDEO, data=body, headers=JSON)
    assert refused(response, 413) == "Request body too large"


def test_members_that_nobody_knows_are_passed_over(cutx: Shop) -> None:
    assert make(cutx, STATIC_AD, colour="red", webhook_url=5)["status"] == "queued"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", MISSING),
        ("?jobId=", "Invalid UUID"),
        ("?jobId=7", "Invalid UUID"),
        ("?jobid=x", MISSING),
    ],
)
def test_a_status_without_a_uuid_is_refused(cutx: Shop, query: str, message: str) -> None:
    assert mistakes(cutx.call("GET", STATUS + query)) == {"jobId": [message]}


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
@pytest.mark.parametrize(
    ("members", "what"), [({"projectId": NOBODYS}, "Project"), ({"productId": NOBODYS}, "Product")]
)
def test_what_is_not_there_is_not_found_and_costs_nothing(
    cutx: Shop, path: str, members: Json, what: str
) -> None:
    before = everything(cutx)
    assert refused(send(cutx, path, **members), 404) == f"{what} not found"
    assert everything(cutx) == before


@pytest.mark.parametrize("path", [COPY, STATIC_AD, VIDEO])
def test_a_uuid_has_no_case(cutx: Shop, path: str) -> None:
    made = cutx.call("POST", PRODUCTS, json={"name": "n"}).json()["product"]
    answer = make(cutx, path, productId=made["id"].upper())
    assert status(cutx, answer["jobId"].upper())["id"] == answer["jobId"]


def test_one_accounts_jobs_and_products_are_not_found_by_another(
    open_workspace: OpenWorkspace,
) -> None:
    mine, theirs = (open_workspace("cutx", seed=seed) for seed in (1, 2))
    job_id = make(mine, STATIC_AD)["jobId"]
    product = mine.call("POST", PRODUCTS, json={"name": "Secret"}).json()["product"]

    polled = theirs.call("GET", STATUS, params={"jobId": job_id})
    assert refused(polled, 404) == "Job not found"
    wanted = send(theirs, COPY, productId=product["id"])
    assert refused(wanted, 404) == "Product not found"
    assert "Secret" not in theirs.call("GET", PRODUCTS).text


@pytest.mark.parametrize(
    ("method", "path", "code", "words"),
    [
        ("GET", "/api/generate", 404, "Not found"),
        ("POST", COPY + "/", 404, "Not found"),
        ("GET", "/", 404, "Not found"),
        ("GET", COPY, 405, "Method not allowed"),
        ("DELETE", PRODUCTS, 405, "Method not allowed"),
        ("POST", STATUS, 405, "Method not allowed"),
    ],
)
def test_what_is_no_route_is_told_so(
    cutx: Shop, method: str, path: str, code: int, words: str
) -> None:
    response = cutx.call(method, path)
    assert refused(response, code) == words
    if code == 405:
        allowed = {COPY: "POST", PRODUCTS: "GET, POST", STATUS: "GET"}[path]
        assert response.headers["Allow"] == allowed


def _unsigned(token: str) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def _by_another(token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, "x" * 64, algorithm="HS256")


def _balance(shop: Shop, **headers: str) -> requests.Response:
    return requests.get(shop.base_url + BALANCE, headers=headers, timeout=10)


def test_a_session_token_is_as_good_as_an_opaque_one_until_it_ends(cutx: Shop) -> None:
    token = cutx.control("POST", "token", json={"expires_in": 60})["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert _balance(cutx, **bearer).json()["balance"] == 1000
    response = requests.post(
        cutx.base_url + STATIC_AD, json=SOUND[STATIC_AD], headers=bearer, timeout=10
    )
    assert response.json()["creditsRemaining"] == 997
    cutx.advance(seconds=61)
    assert refused(_balance(cutx, **bearer), 401) == "Unauthorized"


@pytest.mark.parametrize("forged", [_unsigned, _by_another])
def test_a_token_with_no_signature_or_anothers_is_nobodys(cutx: Shop, forged: Any) -> None:
    token = forged(cutx.control("POST", "token")["token"])
    assert refused(_balance(cutx, Authorization=f"Bearer {token}"), 401) == "Unauthorized"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer nobody"])
def test_a_request_without_a_known_token_is_unauthorized(cutx: Shop, header: str | None) -> None:
    response = _balance(cutx, **({} if header is None else {"Authorization": header}))
    assert refused(response, 401) == "Unauthorized"
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", path) for path in SOUND] + [("GET", p) for p in (STATUS, PRODUCTS, BALANCE)],
)
def test_a_suspended_account_may_do_nothing_until_it_is_active_again(
    cutx: Shop, method: str, path: str
) -> None:
    body = {"json": SOUND[path]} if method == "POST" else {}
    query = f"?jobId={make(cutx, STATIC_AD)['jobId']}" if path == STATUS else ""
    cutx.control("PATCH", json={"plan": "suspended"})
    before = cutx.state()
    assert refused(cutx.call(method, path + query, **body), 403) == "Account suspended"
    assert cutx.state() == before
    cutx.control("PATCH", json={"plan": "active"})
    assert cutx.call(method, path + query, **body).status_code in {200, 201}


def test_there_is_no_rate_limit_but_the_accounts_own(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("cutx", clock={"mode": "manual"})
    assert {shop.call("GET", BALANCE).status_code for _ in range(100)} == {200}

    shop = open_workspace("cutx", rate_limit=2, clock={"mode": "manual"})
    shop.call("GET", BALANCE)
    shop.advance(seconds=1.5)
    shop.call("GET", BALANCE)
    response = shop.call("GET", BALANCE)
    assert refused(response, 429) == "Too many requests"
    assert response.headers["Retry-After"] == "59"
    shop.advance(seconds=58.499999)
    assert shop.call("GET", BALANCE).status_code == 429
    shop.advance(seconds=0.000001)
    assert shop.call("GET", BALANCE).status_code == 200


def test_of_several_reasons_to_refuse_the_first_in_order_is_given(
    open_workspace: OpenWorkspace,
) -> None:
    """Route, token, suspension, rate, what was sent, what it refers to, credits."""
    shop = open_workspace(
        "cutx", credits=0, rate_limit=1, plan="suspended", clock={"mode": "manual"}
    )
    bad, unknown = {"platform": "?"}, PAIR | {"productId": NOBODYS}
    told = []

    def ask(path: str = COPY, token: str | None = None, **members: Any) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        body = SOUND[COPY] | unknown | members
        told.append(shop.call("POST", path, json=body, headers=headers).status_code)

    ask("/api/generate/nothing", token="nobody", **bad)
    ask(token="nobody", **bad)
    ask(**bad)
    shop.control("PATCH", json={"plan": "active", "rate_limit": 1})
    assert shop.call("GET", BALANCE).status_code == 200
    ask(**bad)
    shop.control("PATCH", json={"rate_limit": None})
    ask(**bad)
    ask()
    ask(**PAIR)
    assert told == [404, 401, 403, 429, 400, 404, 402]
    assert shop.state() == shop.state() | {"jobs": []}
