"""Too much, too often, too dear: refused with the limit in words, and nothing changes."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.support.pictures import SOUND
from tests.support.refusals import JACKET, WORN, Witness, mistakes, problem
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving

FILE = {"photo_file": ("a.png", SOUND["png"], "image/png")}


@pytest.fixture(scope="module")
def small() -> Iterator[Shop]:
    """An account on a server that takes 10,000 bytes at most."""
    with serving(max_body=10_000) as server:
        shop = open_shop(server, "uwear", clock={"mode": "manual"})
        yield shop
        shop.http.close()


@pytest.mark.parametrize("path", ["/generation", "/clothing-item", "/avatar"])
@pytest.mark.parametrize("size", [10_001, 5_000_000])
def test_a_body_that_is_too_large_is_refused_with_its_limit(
    small: Shop, path: str, size: int
) -> None:
    witness = Witness(small)
    body = b'{"prompt": "%s"}' % (b"x" * (size - 14))
    headers = {"Content-Type": "application/json"}
    whole = small.call("POST", path, data=body, headers=headers)
    assert problem(whole, 413) == "Request body is larger than 10000 bytes"
    chunks = (body[i : i + 4_096] for i in range(0, len(body), 4_096))
    in_chunks = small.call("POST", path, data=chunks, headers=headers)
    assert problem(in_chunks, 413) == "Request body is larger than 10000 bytes"
    witness.check()


def test_a_form_that_is_too_large_is_refused_with_its_limit(small: Shop) -> None:
    witness = Witness(small)
    for files in (
        {"photo_file": SOUND["png"] + bytes(10_000)},
        {"description": (None, "x" * 10_000)},
        {f"field{i}": (None, "x") for i in range(500)},
    ):
        response = small.call("POST", "/clothing-item", data=JACKET, files=files)
        assert problem(response, 413) == "Request body is larger than 10000 bytes"
    witness.check()


def test_a_body_of_exactly_the_limit_is_read(small: Shop) -> None:
    text = "x" * (10_000 - len('{"prompt": "", "num_images": 1}'))
    body = f'{{"prompt": "{text}", "num_images": 1}}'
    assert len(body) == 10_000
    headers = {"Content-Type": "application/json"}
    assert small.call("POST", "/generation", data=body, headers=headers).status_code == 200


def test_a_body_that_unpacks_beyond_the_limit_is_too_large(small: Shop) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    body = gzip.compress(b" " * 10_000_000)
    assert len(body) < 10_000
    problem(small.call("POST", "/generation", data=body, headers=headers), 413)


def test_more_requests_than_the_window_holds_are_refused_until_one_leaves_it(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("uwear", rate_limit=2, clock={"mode": "manual"})
    shop.json("GET", "/cameras")
    shop.advance(seconds=20.5)
    shop.json("GET", "/cameras")

    refused = shop.call("POST", "/generation", json=WORN)
    assert problem(refused, 429) == "Rate limit exceeded"
    assert refused.headers["Retry-After"] == "40"  # 39.5 s, and a whole second has to be enough
    shop.advance(seconds=39.499999)
    assert shop.call("GET", "/cameras").headers["Retry-After"] == "1"
    shop.advance(seconds=0.000001)
    shop.json("GET", "/cameras")
    assert shop.call("GET", "/cameras").headers["Retry-After"] == "21"

    assert shop.state()["jobs"] == []
    assert shop.credits == 1000


def test_what_is_refused_later_still_counts_against_the_limit(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("uwear", rate_limit=2, clock={"mode": "manual"})
    mistakes(shop.call("GET", "/avatar/x"))
    problem(shop.call("GET", "/avatar/1"), 404)
    problem(shop.call("GET", "/avatar/1"), 429)
    problem(shop.call("GET", "/avatar/x"), 429)


def test_what_is_refused_before_does_not_count_against_the_limit(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("uwear", rate_limit=1, clock={"mode": "manual"})
    problem(shop.call("GET", "/nothing"), 404)
    problem(shop.call("PATCH", "/avatars"), 405)
    shop.json("GET", "/avatars")


@pytest.mark.parametrize(
    ("credits", "send", "required"),
    [
        (0, lambda shop: shop.call("POST", "/clothing-item", json=JACKET), 1),
        (0, lambda shop: shop.call("POST", "/clothing-item", data=JACKET, files=FILE), 1),
        (4, lambda shop: shop.call("POST", "/generation", json=WORN), 5),
        (9, lambda shop: shop.call("POST", "/generation", json=WORN | {"num_images": 2}), 10),
    ],
)
def test_without_the_credits_nothing_is_made_and_no_number_is_used_up(
    open_workspace: OpenWorkspace,
    credits: int,
    send: Callable[[Shop], requests.Response],
    required: int,
) -> None:
    shop = open_workspace("uwear", credits=credits, clock={"mode": "manual"})
    witness = Witness(shop)
    for _ in range(3):
        expected = f"Insufficient credits: {required} required, {credits} available"
        assert problem(send(shop), 402) == expected
        witness.check()
    shop.control("PATCH", json={"credits": required})
    made: dict[str, Any] = send(shop).json()
    assert 1 in (made.get("generation_id"), made.get("clothing_item_id"))
    assert shop.credits == 0
