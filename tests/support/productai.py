"""What a client of ProductAI sends, and how its refusals look."""

from typing import Any

import requests

from tests.support.serving import Shop

Json = dict[str, Any]

URL = "https://example.com/product.jpg"
CHEAP: Json = {"model": "gpt-low", "image_url": URL, "prompt": "on a marble table"}
TWO = ["https://example.com/product1.jpg", "https://example.com/product2.jpg"]
TOKENS = {
    "gpt-low": 2,
    "gpt-medium": 3,
    "gpt-high": 8,
    "kontext-pro": 3,
    "nanobanana": 3,
    "nanobananapro": 8,
    "seedream": 3,
}
TAKE_TWO = {"seedream", "nanobanana", "nanobananapro"}


def generate(shop: Shop, **changes: Any) -> int:
    """The id of a new job."""
    answer = shop.json("POST", "/api/generate", json=CHEAP | changes)
    return int(answer["data"]["id"])


def upscale(shop: Shop, url: str = URL) -> int:
    """The id of a new job."""
    return int(shop.json("POST", "/api/upscale", json={"image_url": url})["data"]["id"])


def job(shop: Shop, job_id: int) -> Json:
    """The job as a poll answers it."""
    data: Json = shop.json("GET", f"/api/job/{job_id}")["data"]
    return data


def finished(shop: Shop, job_id: int) -> str:
    """The picture's URL once the job has been brought to its end."""
    shop.control("POST", f"jobs/{job_id}/finish")
    return str(job(shop, job_id)["image_url"])


def refusal(response: requests.Response, status: int) -> tuple[str, str]:
    """Code and sentence of a refusal that has to be of that status."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert list(body) == ["name", "message", "details"]
    assert body["name"] == "ApiError"
    assert body["details"]
    return body["message"], body["details"]
