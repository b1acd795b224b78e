"""Sound requests to CutX, and how its refusals look."""

from typing import Any

import requests

from dressform.engine.workspace import Workspace
from tests.support.serving import Shop

Json = dict[str, Any]

PROJECT = "00000000-0000-4000-8000-000000000001"
PRODUCT = "00000000-0000-4000-8000-000000000002"
NOBODYS = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
PAIR = {"projectId": PROJECT, "productId": PRODUCT}

COPY = "/api/generate/copy"
STATIC_AD = "/api/generate/static-ad"
VIDEO = "/api/generate/video"
STATUS = "/api/generate/status"
PRODUCTS = "/api/products"
BALANCE = "/api/credits/balance"

SOUND: dict[str, Json] = {
    COPY: PAIR | {"platform": "meta", "format": "short", "tone": "bold"},
    STATIC_AD: PAIR,
    VIDEO: PAIR | {"script": "Look at this."},
    PRODUCTS: {"name": "Cedar Candle"},
}
"""The shortest body that each POST takes."""

PRICES = {COPY: 1, STATIC_AD: 3, VIDEO: 40}


def send(shop: Shop, path: str, **members: Any) -> requests.Response:
    """A POST that is sound but for these members."""
    return shop.call("POST", path, json=SOUND[path] | members)


def make(shop: Shop, path: str, **members: Any) -> Json:
    """The answer to a generation that has to succeed."""
    response = send(shop, path, **members)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def status(shop: Shop, job_id: str) -> Json:
    """One poll."""
    answer: Json = shop.json("GET", STATUS, params={"jobId": job_id})
    return answer


def refused(response: requests.Response, code: int) -> str:
    """The sentence of a refusal that has to be of that status and of no other shape."""
    assert response.status_code == code, response.text
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert list(body) == ["error"]
    assert isinstance(body["error"], str)
    return str(body["error"])


def mistakes(response: requests.Response) -> Json:
    """What a refusal of what was sent says of each member, and of the whole as ``""``."""
    assert response.status_code == 400, response.text
    body = response.json()
    assert (list(body), body["error"]) == (["error", "details"], "Validation failed")
    assert list(body["details"]) == ["formErrors", "fieldErrors"]
    whole = {"": body["details"]["formErrors"]} if body["details"]["formErrors"] else {}
    return whole | dict(body["details"]["fieldErrors"])


def inside(shop: Shop) -> Workspace:
    """The account itself, for what no API shows."""
    deployment = shop.server.fronts["cutx"].deployment
    return deployment.tenants[shop.facts["id"]].workspace


def movements(shop: Shop) -> list[tuple[str, int]]:
    """Every movement of credits after the first grant."""
    rows = shop.control("GET", "ledger")["items"][1:]
    return [(row["kind"], row["amount"]) for row in rows]
