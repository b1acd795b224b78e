"""neofashion's envelope, taken apart: whatever is in it, its three members are."""

import re
from typing import Any

import requests

Json = dict[str, Any]

SHOT: Json = {"prompt": "A linen blazer on a model"}
SKETCH: Json = SHOT | {"sketch_url": "https://example.com/sketch.png"}
PAID: dict[str, tuple[str, Json, int]] = {
    "generate_image": ("/generate/image", SHOT, 50),
    "sketch_to_photo": ("/sketch-to-photo", SKETCH, 75),
    "generate_video": ("/generate/video", SHOT, 250),
    "generate_bulk": ("/generate/bulk", {"items": [SHOT, SHOT]}, 100),
}
"""Path, shortest body and price of what costs something, by operation."""
READING = {
    "list_generations": "/generations",
    "get_credit_balance": "/credits/balance",
    "list_personas": "/personas",
    "list_models": "/models",
}
KNOWN = {"X-RateLimit-Remaining", "X-RateLimit-Reset"}


def opened(response: requests.Response, status: int) -> Json:
    """The envelope of an answer that has to be of that status."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/json"
    body: Json = response.json()
    assert list(body) == ["data", "meta", "error"]
    assert re.fullmatch("req_[0-9a-hjkmnp-tv-z]{26}", body["meta"]["request_id"])
    return body


def success(response: requests.Response) -> Json:
    """The envelope of a success."""
    body = opened(response, 200)
    assert body["error"] is None
    assert list(body["meta"])[:2] == ["credits_used", "credits_remaining"]
    assert set(response.headers) >= KNOWN
    return body


def data(response: requests.Response) -> Any:
    """What was asked for, of an answer that has to be a success."""
    return success(response)["data"]


def refusal(response: requests.Response, status: int) -> tuple[str, Json]:
    """Code and details of a refusal of that status."""
    body = opened(response, status)
    assert body["data"] is None
    assert list(body["meta"]) == ["request_id"]
    assert list(body["error"]) == ["code", "message", "details"]
    assert body["error"]["message"]
    return body["error"]["code"], body["error"]["details"]


def mistakes(response: requests.Response) -> dict[str, str]:
    """The message at each path of a request that is not valid."""
    code, details = refusal(response, 400)
    assert (code, list(details)) == ("VALIDATION_ERROR", ["issues"])
    assert [set(issue) for issue in details["issues"]] == [{"path", "message"}] * len(
        details["issues"]
    )
    return {".".join(map(str, i["path"])): i["message"] for i in details["issues"]}
