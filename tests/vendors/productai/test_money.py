"""Tokens: the documented prices, taken once, never given back, refused when they run out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.productai import CHEAP, TAKE_TWO, TOKENS, TWO, URL, generate, refusal, upscale
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

ROWS = ("kind", "amount")


def movements(shop: Shop) -> list[tuple[str, int]]:
    rows = shop.control("GET", "ledger")["items"]
    return [(row["kind"], row["amount"]) for row in rows]


@pytest.mark.parametrize("model", TOKENS)
@pytest.mark.parametrize("image_url", [URL, [URL], TWO])
def test_a_picture_costs_what_its_model_costs(
    productai: Shop, model: str, image_url: str | list[str]
) -> None:
    if image_url == TWO and model not in TAKE_TWO:
        return
    generate(productai, model=model, image_url=image_url)
    assert movements(productai) == [("grant", 1000), ("charge", -TOKENS[model])]


def test_an_upscale_costs_20(productai: Shop) -> None:
    upscale(productai)
    assert movements(productai) == [("grant", 1000), ("charge", -20)]


def test_looking_costs_nothing(productai: Shop) -> None:
    made = generate(productai)
    for _ in range(3):
        productai.json("GET", f"/api/job/{made}")
    assert productai.credits == 998


@pytest.mark.parametrize("end", ["fail", "cancel", "expire"])
def test_a_failed_job_keeps_its_tokens(productai: Shop, end: str) -> None:
    for made in (generate(productai), upscale(productai)):
        productai.control("POST", f"jobs/{made}/{end}")
        answer = productai.json("GET", f"/api/job/{made}")
        assert answer == {"status": "OK", "data": {"id": made, "status": "ERROR"}}
    assert productai.credits == 1000 - 2 - 20
    assert [row["refunded"] for row in productai.control("GET", "jobs")["items"]] == [False] * 2


@pytest.mark.parametrize(
    ("path", "body", "price"),
    [
        *(("/api/generate", CHEAP | {"model": model}, price) for model, price in TOKENS.items()),
        ("/api/upscale", {"image_url": URL}, 20),
    ],
)
def test_a_token_too_few_is_refused_and_the_last_one_is_spent(
    open_workspace: OpenWorkspace, path: str, body: Json, price: int
) -> None:
    shop = open_workspace("productai", credits=price - 1, clock={"mode": "manual"})
    before = shop.state()
    for _ in range(2):
        answer = shop.call("POST", path, json=body)
        assert refusal(answer, 402) == ("OUT_OF_TOKENS", "Not enough credits")
    assert shop.state() == before
    shop.control("PATCH", json={"credits": price})
    assert shop.json("POST", path, json=body)["data"]["id"] == 22292  # and no id was used up
    assert shop.credits == 0


def test_200_concurrent_requests_spend_exactly_the_tokens_there_are(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("productai", credits=101, rate_limit=1000, clock={"mode": "manual"})

    def create(_: int) -> int:
        return shop.call("POST", "/api/generate", json=CHEAP).status_code

    with ThreadPoolExecutor(40) as pool:
        statuses = Counter(pool.map(create, range(200)))

    assert statuses == {200: 50, 402: 150}
    ids = [row["id"] for row in shop.control("GET", "jobs")["items"]]
    assert ids == list(range(22292, 22292 + 50))
    assert shop.credits == 1
