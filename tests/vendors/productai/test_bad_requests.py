"""Bodies and ids that break the contract: what is wrong is named, and nothing is done."""

import json
from typing import Any

import pytest

from tests.support.productai import CHEAP, TAKE_TWO, TOKENS, TWO, URL, generate, job, refusal
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

JSON = {"Content-Type": "application/json"}
POSTS = ["/api/generate", "/api/upscale"]


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        ({"model": ...}, "INVALID_REQUEST", "model is required"),
        ({"image_url": ...}, "INVALID_REQUEST", "image_url is required"),
        ({"prompt": ...}, "INVALID_REQUEST", "prompt is required"),
        ({"model": ..., "prompt": ...}, "INVALID_REQUEST", "model is required"),
        ({"image_url": ..., "prompt": ...}, "INVALID_REQUEST", "image_url is required"),
        *(
            ({"model": model}, "INVALID_MODEL", f"model must be one of: {', '.join(TOKENS)}")
            for model in ("gpt", "GPT-low", "gpt-low ", "", None, 5, [], ["gpt-low"], {"a": 1})
        ),
        ({"prompt": ""}, "INVALID_REQUEST", "prompt must not be empty"),
        *(
            ({"prompt": prompt}, "INVALID_REQUEST", "prompt must be a string")
            for prompt in (None, 5, True, ["a"], {"a": "b"})
        ),
        *(
            ({"image_url": url}, "INVALID_IMAGE_URL", "image_url must be a string or an array")
            for url in (None, 5, False, {"url": URL})
        ),
        *(
            ({"image_url": url}, "INVALID_IMAGE_URL", "image_url must be an http(s) URL")
            for url in (
                *("", "x", "product.jpg", "/product.jpg", "//example.com/a.png", "example.com"),
                *("ftp://example.com/a.png", "file:///etc/passwd", "data:image/png;base64,AAAA"),
                *("http://", "https:///a.png", "http://:80/", "https://exa mple.com/a.png"),
                *("http://example.com/a b", f" {URL}", f"{URL}\n", "http://[::1", "https://ü.de/"),
            )
        ),
        ({"image_url": []}, "INVALID_IMAGE_URL", "image_url must name an image"),
        ({"image_url": ["x"]}, "INVALID_IMAGE_URL", "image_url[0] must be an http(s) URL"),
        ({"image_url": [5]}, "INVALID_IMAGE_URL", "image_url[0] must be a string"),
        ({"image_url": [[URL]]}, "INVALID_IMAGE_URL", "image_url[0] must be a string"),
        (
            {"model": "x", "prompt": 5},
            "INVALID_MODEL",
            f"model must be one of: {', '.join(TOKENS)}",
        ),
        (
            {"image_url": 5, "prompt": 5},
            "INVALID_IMAGE_URL",
            "image_url must be a string or an array",
        ),
    ],
)
def test_the_first_mistake_in_a_generate_request_is_named(
    shop: Shop, change: Json, code: str, details: str
) -> None:
    body = {name: value for name, value in (CHEAP | change).items() if value is not ...}
    answer = shop.call("POST", "/api/generate", json=body)
    assert refusal(answer, 400) == (code, details)


@pytest.mark.parametrize(
    ("body", "code", "details"),
    [
        ({}, "INVALID_REQUEST", "image_url is required"),
        ({"url": URL}, "INVALID_REQUEST", "image_url is required"),
        ({"image_url": [URL]}, "INVALID_IMAGE_URL", "image_url must be a string"),
        ({"image_url": None}, "INVALID_IMAGE_URL", "image_url must be a string"),
        ({"image_url": "x"}, "INVALID_IMAGE_URL", "image_url must be an http(s) URL"),
    ],
)
def test_the_mistake_in_an_upscale_request_is_named(
    shop: Shop, body: Json, code: str, details: str
) -> None:
    assert refusal(shop.call("POST", "/api/upscale", json=body), 400) == (code, details)


@pytest.mark.parametrize("model", TOKENS)
def test_one_url_or_an_array_as_each_model_allows(productai: Shop, model: str) -> None:
    generate(productai, model=model, image_url=URL)
    generate(productai, model=model, image_url=[URL])
    for many in (2, 3):
        body = CHEAP | {"model": model, "image_url": [*TWO, URL][:many]}
        answer = productai.call("POST", "/api/generate", json=body)
        if many == 2 and model in TAKE_TWO:
            assert answer.status_code == 200
        else:
            most = "2 images" if model in TAKE_TWO else "1 image"
            words = f"image_url may name {most} with this model"
            assert refusal(answer, 400) == ("INVALID_IMAGE_URL", words)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "details"),
    [
        (b"", "The request body is required"),
        (b"null", "The request body is required"),
        (b"[]", "The request body must be a JSON object"),
        (b'"text"', "The request body must be a JSON object"),
        (b"5", "The request body must be a JSON object"),
        (b"{", "The request body is not valid JSON"),
        (b"model=gpt-low", "The request body is not valid JSON"),
        (b'{"prompt": "p",}', "The request body is not valid JSON"),
        (b'{"prompt": NaN}', "The request body is not valid JSON"),
        (b'{"prompt": "p", "prompt": "q"}', "The request body is not valid JSON"),
        (b'{"prompt": "\\ud800"}', "prompt is not valid Unicode"),
        (b'{"prompt": "\xff"}', "The request body cannot be read"),
        (b"[" * 5_000, "The request body cannot be read"),
        (b'{"prompt": ' + b"9" * 5_000 + b"}", "The request body cannot be read"),
    ],
)
def test_a_body_that_is_no_json_object_is_told_so(
    shop: Shop, path: str, body: bytes, details: str
) -> None:
    answer = shop.call("POST", path, data=body, headers=JSON)
    assert refusal(answer, 400) == ("INVALID_REQUEST", details)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_json_that_says_it_is_something_else_is_refused(shop: Shop, content_type: str) -> None:
    body, headers = json.dumps(CHEAP), {"Content-Type": content_type}
    answer = shop.call("POST", "/api/generate", data=body, headers=headers)
    details = "The request body must be a JSON object"
    assert refusal(answer, 400) == ("INVALID_REQUEST", details)


@pytest.mark.parametrize("job_id", ["abc", "1.5", "22292x", "0x5714", "%00", "9" * 5_000, "null"])
def test_an_id_that_is_no_integer_is_refused(shop: Shop, job_id: str) -> None:
    answer = shop.call("GET", f"/api/job/{job_id}")
    assert refusal(answer, 400) == ("INVALID_REQUEST", "job_id must be an integer")


@pytest.mark.parametrize("job_id", ["22293", "22291", "1", "0", "-1", "9" * 30])
def test_a_job_that_is_not_there_is_not_found(shop: Shop, job_id: str) -> None:
    answer = shop.call("GET", f"/api/job/{job_id}")
    assert refusal(answer, 404) == ("JOB_NOT_FOUND", "Job not found")


def test_a_job_of_another_workspace_is_not_found(shop: Shop, open_workspace: OpenWorkspace) -> None:
    """404, never 403, and never its data."""
    other = open_workspace("productai")
    mine, theirs = (s.call("GET", "/api/job/22292") for s in (shop, other))
    assert mine.status_code == 200
    assert refusal(theirs, 404) == ("JOB_NOT_FOUND", "Job not found")
    generate(other, prompt="theirs")
    assert job(shop, 22292)["prompt"] == CHEAP["prompt"]
    assert other.json("GET", "/api/job/22292")["data"]["prompt"] == "theirs"
