"""Plans, rolling windows and sessions: who may ask, and how often, to the microsecond."""

import base64
import json
from typing import Any

import jwt
import pytest
import requests

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.neofashion.answers import KNOWN, PAID, READING, SHOT, refusal, success

Json = dict[str, Any]

NOON = 1772366400  # 2026-03-01T12:00:00Z
AT_NOON = {"mode": "manual", "now": "2026-03-01T12:00:00Z"}


def limits(response: requests.Response) -> tuple[int, int]:
    """What is left of the window, and when its oldest request leaves it, in seconds after noon."""
    left, reset = (int(response.headers[name]) for name in sorted(KNOWN))
    return left, reset - NOON


def token(shop: Shop, **settings: Any) -> str:
    return str(shop.control("POST", "token", json=settings)["token"])


def bearer(text: str) -> Json:
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.parametrize(("plan", "limit"), [("starter", 60), ("pro", 300), ("enterprise", 1000)])
def test_a_plan_has_its_documented_limit(
    plan: str, limit: int, open_workspace: OpenWorkspace
) -> None:
    shop = open_workspace("neofashion", plan=plan, clock=AT_NOON)
    assert limit == shop.facts["rate_limit"]
    session = bearer(token(shop))
    first = shop.call("GET", "/models", headers=session)
    assert (limit - 1, 60) == limits(first)


def test_a_workspace_is_on_pro_unless_asked_otherwise(neofashion: Shop) -> None:
    assert ("pro", 300) == (neofashion.facts["plan"], neofashion.facts["rate_limit"])


def test_an_enterprise_workspace_may_have_a_limit_of_its_own(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", plan="enterprise", rate_limit=5000, clock=AT_NOON)
    assert (4999, 60) == limits(shop.call("GET", "/models"))


def test_a_key_of_a_starter_workspace_is_forbidden_and_its_session_is_not(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("neofashion", plan="starter", clock=AT_NOON)
    for path in READING.values():
        answer = shop.call("GET", path)
        assert ("FORBIDDEN", {}) == refusal(answer, 403)
        assert (60, 0) == limits(answer)
    for path, body, _ in PAID.values():
        assert "FORBIDDEN" == refusal(shop.call("POST", path, json=body), 403)[0]
    assert {"ledger": shop.state()["ledger"][:1], "jobs": [], "deliveries": []} == shop.state()
    made = shop.call("POST", "/generate/image", json=SHOT, headers=bearer(token(shop)))
    assert 950 == success(made)["meta"]["credits_remaining"]
    shop.control("PATCH", json={"plan": "pro"})
    assert 200 == shop.call("GET", "/models").status_code


@pytest.mark.parametrize(("plan", "limit"), [("starter", 60), ("pro", 300)])
def test_the_window_rolls_exactly_and_the_headers_say_so_at_every_step(
    plan: str, limit: int, open_workspace: OpenWorkspace
) -> None:
    """`limit` requests a tenth of a second apart; then one only when the first leaves, and so on."""
    shop = open_workspace("neofashion", plan=plan, clock=AT_NOON)
    session = bearer(token(shop, expires_in=86400))

    def ask() -> requests.Response:
        return shop.call("GET", "/credits/balance", headers=session)

    for number in range(limit):
        answer = ask()
        assert 200 == answer.status_code
        assert (limit - 1 - number, 60) == limits(answer)
        shop.advance(seconds=0.1)

    refused = ask()
    assert ("RATE_LIMITED", {"limit": limit}) == refusal(refused, 429)
    assert (0, 60) == limits(refused)
    left = 60 - limit / 10
    assert str(-(-left // 1)).removesuffix(".0") == refused.headers["Retry-After"]
    shop.advance(seconds=left - 0.000001)
    refused = ask()
    assert (429, "1", (0, 60)) == (
        refused.status_code,
        refused.headers["Retry-After"],
        limits(refused),
    )

    shop.advance(seconds=0.000001)  # noon and a minute: the first of them leaves
    answer = ask()
    assert (200, (0, 61)) == (answer.status_code, limits(answer))
    assert 429 == ask().status_code
    shop.advance(seconds=0.099999)
    assert 429 == ask().status_code
    shop.advance(seconds=0.000001)
    assert 200 == ask().status_code
    shop.advance(seconds=3600)
    assert (limit - 1, 3600 + 60 + 61) == limits(ask())


def test_the_second_that_the_headers_name_is_late_enough(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", rate_limit=1, clock=AT_NOON)
    shop.advance(seconds=0.25)
    shop.call("GET", "/models")
    refused = shop.call("GET", "/models")
    assert ((0, 61), "60") == (limits(refused), refused.headers["Retry-After"])
    shop.advance(seconds=60.75)
    assert 200 == shop.call("GET", "/models").status_code


def test_keys_and_sessions_share_the_window_of_their_workspace(
    open_workspace: OpenWorkspace,
) -> None:
    shop, other = (open_workspace("neofashion", rate_limit=2, clock=AT_NOON) for _ in range(2))
    seen = [shop.call("GET", "/models"), shop.call("GET", "/models", headers=bearer(token(shop)))]
    seen += [shop.call("GET", "/models", headers=bearer(token(shop))), other.call("GET", "/models")]
    assert [200, 200, 429, 200] == [answer.status_code for answer in seen]
    assert [1, 0, 0, 1] == [limits(answer)[0] for answer in seen]


@pytest.mark.parametrize(
    ("send", "status"),
    [
        ({"json": {"prompt": 1}}, 400),
        ({"json": SHOT | {"model_id": "x"}}, 404),
        ({"json": {"items": [SHOT] * 30}}, 402),
        ({"json": {"prompt": "A coat [[fault:provider_error]]"}}, 502),
        ({"data": b"\xff", "headers": {"Content-Type": "application/json"}}, 400),
    ],
)
def test_every_refusal_of_a_known_workspace_tells_its_limits(
    send: Json, status: int, open_workspace: OpenWorkspace
) -> None:
    shop = open_workspace("neofashion", clock=AT_NOON)
    path = "/generate/bulk" if status == 402 else "/generate/image"
    answer = shop.call("POST", path, **send)
    refusal(answer, status)
    assert (299, 60) == limits(answer)


def test_a_planned_rate_limit_tells_the_same_in_all_its_headers(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("neofashion", clock=AT_NOON)
    fault = {"kind": "rate_limit", "retry_after": 7, "times": 1}
    shop.control("POST", "faults", json=fault)
    refused = shop.call("GET", "/models")
    assert ("RATE_LIMITED", {"limit": 300}) == refusal(refused, 429)
    assert ("7", (0, 7)) == (refused.headers["Retry-After"], limits(refused))
    shop.control("POST", "faults", json={"kind": "status", "status": 429, "times": 1})
    assert (300, 0) == limits(shop.call("GET", "/models"))


def test_a_day_that_is_full_is_told_as_the_minute_is(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", daily_limit=1, clock=AT_NOON)
    shop.call("GET", "/models")
    refused = shop.call("GET", "/models")
    assert ("86400", (0, 86400)) == (refused.headers["Retry-After"], limits(refused))


def test_a_session_ends_when_it_says_by_the_workspaces_time(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", clock=AT_NOON)
    session = bearer(token(shop, expires_in=60))
    shop.advance(seconds=59.999999)
    assert 200 == shop.call("GET", "/models", headers=session).status_code
    shop.advance(seconds=0.000001)
    expired = shop.call("GET", "/models", headers=session)
    assert ("UNAUTHORIZED", {}) == refusal(expired, 401)
    assert "The session token has expired." == expired.json()["error"]["message"]


def _unsigned(text: str) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{text.split('.')[1]}."


def _with_another_key(text: str) -> str:
    claims = jwt.decode(text, options={"verify_signature": False})
    return jwt.encode(claims, "another-key" * 8, algorithm="HS256")


def _longer(text: str) -> str:
    head, payload, signature = text.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    longer = json.dumps(claims | {"exp": 10**11}).encode()
    return f"{head}.{base64.urlsafe_b64encode(longer).decode().rstrip('=')}.{signature}"


@pytest.mark.parametrize("forged", [_unsigned, _with_another_key, _longer])
def test_a_session_that_is_forged_is_unauthorized(forged: Any, neofashion: Shop) -> None:
    text = token(neofashion)
    for send in (text, forged(text)):
        answer = neofashion.call("GET", "/models", headers=bearer(send))
        assert (200 if send == text else 401) == answer.status_code
    assert ("UNAUTHORIZED", {}) == refusal(answer, 401)
    assert not KNOWN & set(answer.headers)


def test_an_unknown_plan_is_told_which_there_are(neofashion: Shop) -> None:
    refused = requests.patch(neofashion.control_url, json={"plan": "Pro"}, timeout=10)
    assert "neofashion has: starter, pro, enterprise" in refused.json()["detail"]
