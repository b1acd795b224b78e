"""What is sent by mistake or in malice is refused with a path and a reason, and changes nothing."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from dressform.vendors.neofashion import NEOFASHION
from tests.support.serving import Shop, open_shop, serving
from tests.vendors.neofashion.answers import KNOWN, PAID, SHOT, SKETCH, data, mistakes, refusal

Json = dict[str, Any]

JSON = {"Content-Type": "application/json"}
URL = "https://example.com/a.png"
NO_URL = "Must be a valid http or https URL"
PATHS = [path for path, _, _ in PAID.values()]
SHOTS = {path: body for path, body, _ in PAID.values() if "items" not in body}
RATIOS = "1:1, 4:5, 3:4, 2:3, 9:16, 5:4, 4:3, 3:2, 16:9"

MEMBERS: list[tuple[Json, str, str]] = [
    ({"prompt": ""}, "prompt", "Must have at least 1 character"),
    ({"prompt": "x" * 2001}, "prompt", "Must have at most 2000 characters"),
    ({"prompt": None}, "prompt", "Must be a string"),
    ({"prompt": ["p"]}, "prompt", "Must be a string"),
    ({"product_image_url": "bag.jpg"}, "product_image_url", NO_URL),
    ({"product_image_url": "ftp://example.com/a"}, "product_image_url", NO_URL),
    ({"product_image_url": "data:image/png;base64,AAAA"}, "product_image_url", NO_URL),
    ({"product_image_url": "https://a b"}, "product_image_url", NO_URL),
    ({"product_image_url": ""}, "product_image_url", NO_URL),
    ({"product_image_url": 5}, "product_image_url", "Must be a string"),
    ({"reference_image_urls": URL}, "reference_image_urls", "Must be an array"),
    ({"reference_image_urls": [URL, "x"]}, "reference_image_urls.1", NO_URL),
    ({"reference_image_urls": [None]}, "reference_image_urls.0", "Must be a string"),
    ({"persona_id": 7}, "persona_id", "Must be a string"),
    ({"model_id": {}}, "model_id", "Must be a string"),
    ({"aspect_ratio": "2:1"}, "aspect_ratio", f"Must be one of {RATIOS}"),
    ({"aspect_ratio": 1}, "aspect_ratio", "Must be a string"),
    ({"source": "web"}, "source", "Must be one of ui, api"),
    ({"source": None}, "source", "Must be a string"),
    ({"api_key_id": 3}, "api_key_id", "Must be a string"),
]


@pytest.fixture
def shop(neofashion: Shop) -> Iterator[Shop]:
    """An account in which whatever is sent must change nothing."""
    before = neofashion.state()
    yield neofashion
    assert before == neofashion.state()


@pytest.mark.parametrize("path", SHOTS)
@pytest.mark.parametrize(("members", "where", "message"), MEMBERS)
def test_a_member_that_is_wrong_is_named(
    path: str, members: Json, where: str, message: str, shop: Shop
) -> None:
    answer = shop.call("POST", path, json=SHOTS[path] | members)
    assert {where: message} == mistakes(answer)


@pytest.mark.parametrize(("members", "where", "message"), MEMBERS)
def test_a_member_of_an_item_that_is_wrong_is_named_with_its_place(
    members: Json, where: str, message: str, shop: Shop
) -> None:
    audit = set(members) <= {"source", "api_key_id"}
    sent = {"items": [SHOT]} | members if audit else {"items": [SHOT, SHOT | members]}
    answer = shop.call("POST", "/generate/bulk", json=sent)
    assert {where if audit else f"items.1.{where}": message} == mistakes(answer)


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("/generate/image", {}, {"prompt": "Required"}),
        ("/sketch-to-photo", {}, {"prompt": "Required", "sketch_url": "Required"}),
        ("/sketch-to-photo", SKETCH | {"sketch_url": "x"}, {"sketch_url": NO_URL}),
        ("/generate/video", SHOT | {"duration": 1}, {"duration": "Must be at least 2"}),
        ("/generate/video", SHOT | {"duration": 11}, {"duration": "Must be at most 10"}),
        ("/generate/video", SHOT | {"duration": 2.5}, {"duration": "Must be an integer"}),
        ("/generate/video", SHOT | {"duration": "5"}, {"duration": "Must be an integer"}),
        ("/generate/video", SHOT | {"duration": True}, {"duration": "Must be an integer"}),
        ("/generate/bulk", {}, {"items": "Required"}),
        ("/generate/bulk", SHOT, {"items": "Required"}),
        ("/generate/bulk", {"items": []}, {"items": "Must have at least 1 item"}),
        ("/generate/bulk", {"items": [SHOT] * 101}, {"items": "Must have at most 100 items"}),
        ("/generate/bulk", {"items": SHOT}, {"items": "Must be an array"}),
        ("/generate/bulk", {"items": [SHOT, "p"]}, {"items.1": "Must be an object"}),
        (
            "/generate/bulk",
            {"items": [{}, SHOT, {}]},
            {"items.0.prompt": "Required", "items.2.prompt": "Required"},
        ),
    ],
)
def test_what_an_operation_needs_and_allows_is_said(
    path: str, body: Json, found: dict[str, str], shop: Shop
) -> None:
    assert found == mistakes(shop.call("POST", path, json=body))


def test_101_bulk_items_are_refused_and_100_are_charged(neofashion: Shop) -> None:
    answer = neofashion.call("POST", "/generate/bulk", json={"items": [SHOT] * 101})
    assert {"items": "Must have at most 100 items"} == mistakes(answer)
    assert 10_000 == neofashion.credits
    made = data(neofashion.call("POST", "/generate/bulk", json={"items": [SHOT] * 100}))
    assert (5000, 5000) == (made["credits_used"], neofashion.credits)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "A JSON body is required"),
        (b"null", "A JSON body is required"),
        (b"[]", "Must be an object"),
        (b'"text"', "Must be an object"),
        (b"5", "Must be an object"),
        (b"{", "The body is not valid JSON"),
        (b"prompt=p", "The body is not valid JSON"),
        (b'{"prompt": NaN}', "The body is not valid JSON"),
        (b'{"prompt": "p", "prompt": "q"}', "The body is not valid JSON"),
        (b'\xef\xbb\xbf{"prompt": "p"}', "The body is not valid JSON"),
        (b'{"prompt": "\xff"}', "The body cannot be decoded"),
        (json.dumps(SHOT).encode("utf-16"), "The body cannot be decoded"),
        (b"[" * 100_000, "The body cannot be decoded"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "The body cannot be decoded"),
        (b'{"duration": ' + b"9" * 5000 + b"}", "The body cannot be decoded"),
    ],
)
def test_a_body_that_is_no_json_object_is_told_so(
    path: str, body: bytes, message: str, shop: Shop
) -> None:
    (found,) = mistakes(shop.call("POST", path, data=body, headers=JSON)).items()
    assert ("", message) == (found[0], found[1][: len(message)])


def test_a_lone_surrogate_is_named_with_its_place(shop: Shop) -> None:
    body = b'{"items": [{"prompt": "\\ud800"}]}'
    answer = shop.call("POST", "/generate/bulk", data=body, headers=JSON)
    assert {"items.0.prompt": "Contains a character that is not valid Unicode"} == mistakes(answer)


@pytest.mark.parametrize("path", PATHS)
def test_json_under_another_content_type_is_not_read_as_json(path: str, shop: Shop) -> None:
    body = json.dumps(SHOT)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        answer = shop.call("POST", path, data=body, headers={"Content-Type": kind})
        assert {"": "Must be an object"} == mistakes(answer)
    form = shop.call("POST", path, files={"prompt": (None, "p")})
    assert {"": "Must be an object"} == mistakes(form)


def test_a_body_that_is_too_large_is_refused_with_the_limit() -> None:
    with serving(vendors=(NEOFASHION,), max_body=10_000) as server:
        shop = open_shop(server, "neofashion")
        whole = shop.call("POST", "/generate/image", data=b"x" * 10_001, headers=JSON)
        packed = gzip.compress(b" " * 1_000_000)
        coded = JSON | {"Content-Encoding": "gzip"}
        bomb = shop.call("POST", "/generate/image", data=packed, headers=coded)
        shop.http.close()
    for answer in (whole, bomb):
        assert ("PAYLOAD_TOO_LARGE", {"max_bytes": 10_000}) == refusal(answer, 413)
        assert set(answer.headers) >= KNOWN


@pytest.mark.parametrize(
    "members",
    [
        {"prompt": "x" * 2000},
        {"prompt": "ü 🧥 \u202e\0"},
        {"unknown": [{"deep": [None]}], "": {}},
        {"reference_image_urls": []},
        {"reference_image_urls": [URL] * 50},
        {"duration": "no matter here"},
        {"api_key_id": ""},
    ],
)
def test_what_is_only_odd_is_taken(members: Json, neofashion: Shop) -> None:
    made = data(neofashion.call("POST", "/generate/image", json=SHOT | members))
    assert "completed" == made["status"]
    assert 200 == neofashion.call("GET", f"/generations/{made['id']}").status_code


def test_a_body_that_nobody_asked_for_is_not_looked_at(shop: Shop) -> None:
    for body in (b"{", b"\xff", b"x" * 100_000):
        assert 200 == shop.call("GET", "/models", data=body, headers=JSON).status_code


def test_an_in_band_fault_that_is_none_is_dressforms_to_explain(shop: Shop) -> None:
    answer = shop.call("POST", "/generate/image", json={"prompt": "[[fault:earthquake]]"})
    assert (400, "No such fault") == (answer.status_code, answer.json()["title"])
