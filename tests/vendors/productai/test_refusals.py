"""What never reaches an operation, in which order it is refused, and how every refusal looks."""

from typing import Any

import pytest
import requests

from dressform.engine.errors import (
    Forbidden,
    Invalid,
    Issue,
    Moved,
    NotFound,
    ProviderFailed,
    RateLimited,
    Refused,
)
from dressform.vendors.productai.refusals import REFUSALS
from tests.support.productai import CHEAP, refusal
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving

Json = dict[str, Any]

POSTS = ["/api/generate", "/api/upscale"]
OPERATIONS = [("POST", "/api/generate"), ("POST", "/api/upscale"), ("GET", "/api/job/22292")]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize(
    ("headers", "details"),
    [
        ({}, "The x-api-key header is missing"),
        ({"x-api-key": ""}, "The x-api-key header is missing"),
        ({"Authorization": "Bearer productai-dressform"}, "The x-api-key header is missing"),
        ({"x-api-key": "nonsense"}, "Invalid API key"),
        ({"x-api-key": "Bearer productai-dressform"}, "Invalid API key"),
        ({"x-api-key": "PRODUCTAI-DRESSFORM"}, "Invalid API key"),
        ({"x-api-key": "\xff"}, "Invalid API key"),
        ({"x-api-key": "a" * 7_000}, "Invalid API key"),
    ],
)
def test_without_a_key_nothing_is_done(
    shop: Shop, method: str, path: str, headers: Json, details: str
) -> None:
    answer = requests.request(method, shop.base_url + path, headers=headers, json=CHEAP, timeout=10)
    assert refusal(answer, 401) == ("INVALID_API_KEY", details)


def test_the_name_of_the_key_header_has_no_case(shop: Shop) -> None:
    headers = {"X-API-Key": str(shop.http.headers["x-api-key"])}
    url = f"{shop.base_url}/api/job/22292"
    assert requests.get(url, headers=headers, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["", "/", "/api", "/api/generate/", "/api/job", "/api/job/", "/api/job/1/2", "/generate"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_not_found(shop: Shop, method: str, path: str) -> None:
    answer = shop.call(method, path, allow_redirects=False)
    assert refusal(answer, 404) == ("NOT_FOUND", "No such endpoint")


@pytest.mark.parametrize("path", ["/api/job/22292", "/v2/api/job/22292", "/v1x/api/job/22292"])
def test_outside_of_the_documented_base_url_there_is_nothing(shop: Shop, path: str) -> None:
    answer = shop.http.get(shop.base_url.removesuffix("/v1") + path, timeout=10)
    assert refusal(answer, 404) == ("NOT_FOUND", "No such endpoint")


def test_by_its_real_host_name_it_is_served_at_the_root(shop: Shop) -> None:
    headers = {"Host": "api.productai.photo"}
    url = f"{shop.server.origin}/v1/api/job/22292"
    assert shop.http.get(url, headers=headers, timeout=10).json()["data"]["id"] == 22292


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/generate", "POST"),
        ("PUT", "/api/upscale", "POST"),
        ("DELETE", "/api/job/22292", "GET"),
        ("POST", "/api/job/22292", "GET"),
    ],
)
def test_a_method_that_a_path_does_not_have_is_told_which_it_has(
    shop: Shop, method: str, path: str, allowed: str
) -> None:
    answer = shop.call(method, path, json={})
    assert refusal(answer, 405) == ("METHOD_NOT_ALLOWED", "No such method here")
    assert answer.headers["Allow"] == allowed


def test_a_body_that_is_too_large_is_refused(server: Any) -> None:
    vendors = tuple(front.vendor for front in server.fronts.values())
    with serving(vendors=vendors, max_body=10_000) as small:
        shop = open_shop(small, "productai")
        with shop.http:
            for path in POSTS:
                answer = shop.call("POST", path, json=CHEAP | {"prompt": "x" * 10_000})
                details = "Request body is larger than 10000 bytes"
                assert refusal(answer, 413) == ("PAYLOAD_TOO_LARGE", details)
            assert shop.state()["jobs"] == []


def test_refusals_come_in_their_order(open_workspace: OpenWorkspace) -> None:
    """Route, key, rate limit, request, tokens: each request has all faults but those taken away."""
    shop = open_workspace("productai", credits=1, rate_limit=1, clock={"mode": "manual"})
    bad, poor = CHEAP | {"model": "x"}, CHEAP
    wrong = {"x-api-key": "nonsense"}

    def code(path: str, body: Json, **arguments: Any) -> str:
        return str(shop.call("POST", path, json=body, **arguments).json()["message"])

    assert code("/api/none", bad, headers=wrong) == "NOT_FOUND"
    assert code("/api/job/1", bad, headers=wrong) == "METHOD_NOT_ALLOWED"
    assert code("/api/generate", bad, headers=wrong) == "INVALID_API_KEY"
    assert code("/api/generate", bad) == "INVALID_MODEL"  # the window's only place
    assert code("/api/generate", bad) == "RATE_LIMIT_EXCEEDED"
    shop.advance(seconds=60)
    assert code("/api/generate", poor) == "OUT_OF_TOKENS"
    assert code("/api/generate", poor) == "RATE_LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        (Forbidden("no"), 403, "FORBIDDEN"),
        (NotFound("File", "x"), 404, "FILE_NOT_FOUND"),
        (ProviderFailed("timeout"), 500, "INTERNAL_SERVER_ERROR"),
        (RateLimited(15, 1), 429, "RATE_LIMIT_EXCEEDED"),
        (Invalid((Issue(("body", "x"), "maximum", 3, 4, "4 > 3"),)), 400, "INVALID_REQUEST"),
    ],
)
def test_a_refusal_that_no_request_meets_yet_has_the_same_shape(
    refused: Refused, status: int, code: str
) -> None:
    answer = REFUSALS[type(refused)](refused)
    assert (answer.status, answer.body["message"]) == (status, code)
    assert list(answer.body) == ["name", "message", "details"]


def test_every_refusal_has_an_answer() -> None:
    assert set(Refused.__subclasses__()) == set(REFUSALS)
    assert REFUSALS[Moved](Moved("http://x/")).headers == {"Location": "http://x/"}
