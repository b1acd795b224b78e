"""Webhooks: to the account's URL, unsigned, and again until somebody answers HTTP 200."""

import json
from typing import Any

import pytest
import requests

from tests.support.productai import CHEAP, generate, upscale
from tests.support.receiver import Receiver, receiving
from tests.support.serving import OpenWorkspace, Shop
from tests.support.webhooks import latest_delivery, seconds_after

Json = dict[str, Any]

BACKOFF = [10, 60, 300, 1800, 7200, 21600, 43200]


@pytest.fixture
def told(productai: Shop, receiver: Receiver) -> Shop:
    """An account whose webhook is the receiver."""
    productai.control("PATCH", json={"webhook_url": receiver.url})
    return productai


def bodies(receiver: Receiver) -> list[Json]:
    return [json.loads(received.body) for received in receiver.received]


@pytest.mark.parametrize("start", [generate, upscale])
def test_a_job_that_is_done_is_reported_with_the_picture_that_polling_shows(
    told: Shop, receiver: Receiver, start: Any
) -> None:
    made = start(told)
    told.advance(to="idle")
    url = told.json("GET", f"/api/job/{made}")["data"]["image_url"]
    assert bodies(receiver) == [{"status": "success", "image_url": url, "job_id": str(made)}]
    assert requests.get(url, timeout=30).headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("start", [generate, upscale])
@pytest.mark.parametrize("end", ["fail", "cancel", "expire"])
def test_a_job_that_failed_is_reported_and_not_named(
    told: Shop, receiver: Receiver, start: Any, end: str
) -> None:
    told.control("POST", f"jobs/{start(told)}/{end}")
    assert bodies(receiver) == [{"status": "error"}]


def test_a_webhook_is_json_and_carries_no_signature(told: Shop, receiver: Receiver) -> None:
    told.control("PATCH", json={"webhook_secret": "whsec_c2VjcmV0"})
    told.control("POST", f"jobs/{generate(told)}/finish")
    (received,) = receiver.received
    headers = {name.lower(): value for name, value in received.headers.items()}
    assert headers["content-type"] == "application/json"
    assert not {name for name in headers if "signature" in name or name.startswith("webhook-")}
    assert latest_delivery(told)["signed"] is False


def test_without_a_configured_url_nobody_is_told(productai: Shop) -> None:
    productai.control("POST", f"jobs/{generate(productai)}/finish")
    assert productai.control("GET", "deliveries")["items"] == []


@pytest.mark.parametrize("status", [201, 202, 204, 301, 400, 404, 410, 429, 500, 503])
def test_any_answer_but_200_is_a_failure_and_brings_it_again(productai: Shop, status: int) -> None:
    with receiving(status, status, 200) as receiver:
        productai.control("PATCH", json={"webhook_url": receiver.url})
        productai.control("POST", f"jobs/{generate(productai)}/finish")
        assert latest_delivery(productai)["state"] == "pending"
        productai.advance(seconds=10 + 60)
    delivery = latest_delivery(productai)
    assert delivery["state"] == "delivered"
    assert seconds_after(delivery) == [0, 10, 70]
    assert len({received.body for received in receiver.received}) == 1


def test_a_webhook_nobody_takes_is_tried_for_most_of_a_day_and_given_up(productai: Shop) -> None:
    with receiving(500) as receiver:
        productai.control("PATCH", json={"webhook_url": receiver.url})
        productai.control("POST", f"jobs/{generate(productai)}/fail")
        productai.advance(to="idle")
    delivery = latest_delivery(productai)
    assert (delivery["state"], delivery["event"]) == ("failed", "error")
    assert seconds_after(delivery) == [sum(BACKOFF[:n]) for n in range(len(BACKOFF) + 1)]
    assert len(receiver.received) == 8


def test_each_account_hears_of_its_own_jobs_only(open_workspace: OpenWorkspace) -> None:
    with receiving() as ours, receiving() as theirs:
        for receiver in (ours, theirs):
            shop = open_workspace("productai", webhook_url=receiver.url, clock={"mode": "manual"})
            shop.control("POST", f"jobs/{generate(shop)}/finish")
        assert [len(ours.received), len(theirs.received)] == [1, 1]


@pytest.mark.parametrize(
    ("fault", "statuses"), [("duplicate", [200, 200]), ("drop", []), ("delay seconds=30", [200])]
)
def test_faults_bend_the_webhooks(
    told: Shop, receiver: Receiver, fault: str, statuses: list[int]
) -> None:
    told.json("POST", "/api/generate", json=CHEAP | {"prompt": f"a [[fault:{fault}]] b"})
    told.advance(to="idle")
    assert [a["status"] for a in latest_delivery(told)["attempts"]] == statuses
    assert len(receiver.received) == len(statuses)
