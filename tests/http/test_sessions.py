"""Session tokens: ours, in time, and for the workspace they name; all else is nobody's."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jwt
import pytest
import requests

from dressform.http.server import Server
from dressform.vendors.uwear import UWEAR
from tests.support.serving import Shop, open_shop, serving
from tests.support.wire import problem_of

Json = dict[str, Any]

SESSIONED = replace(UWEAR, sessions=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(vendors=(SESSIONED,)) as server:
        yield server


@pytest.fixture
def shop(server: Server) -> Iterator[Shop]:
    shop = open_shop(server, clock={"mode": "manual", "now": "2026-03-01T12:00:00.9Z"})
    yield shop
    shop.http.close()


def status(shop: Shop, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{shop.base_url}/cameras", headers=headers, timeout=10).status_code


def test_a_token_opens_its_workspace_until_its_end_by_the_workspaces_time(shop: Shop) -> None:
    minted = shop.control("POST", "token", json={"expires_in": 60})
    assert minted["expires_at"] == "2026-03-01T12:01:00Z"
    seen = [status(shop, minted["token"])]
    shop.advance(seconds=59.099999)
    seen.append(status(shop, minted["token"]))
    shop.advance(seconds=0.000001)
    seen.append(status(shop, minted["token"]))
    assert seen == [200, 200, 401]
    assert [r["status"] for r in shop.control("GET", "requests")["items"]] == [200, 200]


def test_a_token_lasts_an_hour_unless_asked_otherwise_and_says_whose_it_is(shop: Shop) -> None:
    claims = jwt.decode(shop.control("POST", "token")["token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 3600
    assert (claims["workspace_id"], claims["role"]) == (shop.facts["id"], "authenticated")


def _unsigned(token: str) -> str:
    payload = token.split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{payload}."


def _changed(token: str, **claims: Any) -> str:
    head, payload, signature = token.split(".")
    facts = json.loads(base64.urlsafe_b64decode(payload + "=="))
    text = base64.urlsafe_b64encode(json.dumps(facts | claims).encode()).decode().rstrip("=")
    return f"{head}.{text}.{signature}"


def _by_another(token: str, algorithm: str = "HS256") -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, "x" * 64, algorithm=algorithm)


@pytest.mark.parametrize(
    "forged",
    [
        _unsigned,
        _by_another,
        lambda token: _by_another(token, "HS512"),
        lambda token: _changed(token, exp=10**12),
        lambda token: _changed(token, workspace_id="default"),
        lambda token: token[:-4],
        lambda token: f"{token}.{token}",
        lambda token: "..",
        lambda token: "a.b.c",
        lambda token: token.split(".")[1],
    ],
)
def test_a_token_that_is_not_ours_is_nobodys(forged: Any, shop: Shop) -> None:
    token = shop.control("POST", "token")["token"]
    assert (status(shop, token), status(shop, forged(token))) == (200, 401)


def test_a_token_of_a_workspace_that_is_gone_is_nobodys(server: Server) -> None:
    shop = open_shop(server)
    token = shop.control("POST", "token")["token"]
    requests.delete(shop.control_url, timeout=10)
    assert status(shop, token) == 401
    shop.http.close()


def test_a_token_of_another_server_is_nobodys(shop: Shop) -> None:
    with serving(vendors=(SESSIONED,)) as other:
        theirs = open_shop(other)
        token = theirs.control("POST", "token")["token"]
        theirs.http.close()
    assert status(shop, token) == 401


def test_a_vendor_without_sessions_mints_none_and_takes_none(shop: Shop) -> None:
    token = shop.control("POST", "token")["token"]
    with serving() as other:
        plain = open_shop(other)
        refused = requests.post(f"{plain.control_url}/token", timeout=10)
        seen = status(plain, token)
        plain.http.close()
    assert problem_of(refused)[0] == 409
    assert "uwear takes API keys only" in problem_of(refused)[1]
    assert seen == 401
