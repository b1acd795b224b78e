"""The client lint knows what ProductAI asks of a client: polls, retries and webhooks."""

from typing import Any

import pytest

from tests.support.productai import CHEAP, generate, job
from tests.support.receiver import receiving
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]


def findings(shop: Shop) -> list[Json]:
    items: list[Json] = shop.control("GET", "lint")["items"]
    return items


@pytest.mark.parametrize(("seconds", "found"), [(2, ["polled_too_fast"]), (3, []), (5, [])])
def test_polls_have_to_be_three_seconds_apart(
    productai: Shop, seconds: int, found: list[str]
) -> None:
    made = generate(productai, prompt="[[fault:stuck]]")
    for _ in range(4):
        job(productai, made)
        productai.advance(seconds=seconds)
    rows = findings(productai)
    assert [row["rule"] for row in rows] == found
    assert all(row["source"].startswith("productai.md, Best Practices, 1") for row in rows)


def test_polling_stops_with_the_job(productai: Shop) -> None:
    made = generate(productai)
    productai.advance(to="idle")
    for _ in range(4):
        job(productai, made)
        productai.advance(seconds=5)
    (row,) = findings(productai)
    assert row["rule"] == "polled_after_end"
    assert row["source"].startswith("productai.md, Poll Job Status Until Complete")


@pytest.mark.parametrize(("status", "found"), [(200, []), (204, ["webhook_not_acknowledged"])])
def test_only_200_acknowledges_a_webhook(productai: Shop, status: int, found: list[str]) -> None:
    with receiving(status) as receiver:
        productai.control("PATCH", json={"webhook_url": receiver.url})
        productai.control("POST", f"jobs/{generate(productai)}/finish")
        rows = findings(productai)
    assert [row["rule"] for row in rows] == found
    assert all("Answer 200 as soon as" in row["message"] for row in rows)


def test_who_is_told_to_wait_has_to_wait(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("productai", rate_limit=1, clock={"mode": "manual"})
    for _ in range(3):
        shop.call("POST", "/api/generate", json=CHEAP)
    assert "ignored_retry_after" in {row["rule"] for row in findings(shop)}
