"""Every member of every kind of generation is held to its type, its range and its model."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dressform.contract import load
from tests.support.refusals import JACKET, MODEL, WORN, mistakes, problem
from tests.support.serving import Shop

Json = dict[str, Any]

CONTRACT = load("uwear")
SCHEMAS: Json = CONTRACT.components["schemas"]
URL = "https://example.com/a.png"
SLUG: Json = {"type": "string", "minLength": 5}
ANYTHING: list[Any] = [
    *(None, True, False, 0, 1, 6, -1, 1.5, 2**64, -(10**30), 10**4000, "", "1", "x", "true", "\n"),
    *([], [1], ["x"], [[]], [None], [2**64, 1.5], {}, {"a": 1}),
]


def branches() -> Iterator[tuple[str, str, Json]]:
    """Use case, model and schema of each kind of generation."""
    for use_case, reference in SCHEMAS["GenerationCreate"]["discriminator"]["mapping"].items():
        models = CONTRACT.resolve({"$ref": reference})["discriminator"]["mapping"]
        for slug, branch in models.items():
            yield use_case, slug, {"$ref": branch}


def members(schema: Json) -> Json:
    """The members that a branch describes, with those it has from the schema that it refers to."""
    while "$ref" in schema:
        schema = CONTRACT.resolve({"$ref": schema["$ref"]})
    found: Json = schema["properties"]
    return found


def shortest(use_case: str, slug: str) -> Json:
    """The shortest request of that kind that is taken."""
    body: Json = {"use_case": use_case, "model_slug": slug, "num_images": 1}
    if use_case in {"generate", "edit"}:
        body["prompt"] = "p"
    if use_case != "generate":
        body["image_url"] = URL
    if use_case == "video":
        body["duration"] = 5
    return body


def wrong(schema: Json) -> list[Any]:
    """Those of all values that the reference validator refuses for this schema."""
    validator = Draft202012Validator(
        schema | {"components": CONTRACT.components},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [value for value in ANYTHING if not validator.is_valid(value)]


@pytest.mark.parametrize(("use_case", "slug", "branch"), branches())
def test_a_member_of_the_wrong_kind_is_refused_at_its_place(
    shop: Shop, use_case: str, slug: str, branch: Json
) -> None:
    for name, schema in members(branch).items():
        for value in wrong(SLUG if name == "model_slug" else schema):
            body = shortest(use_case, slug) | {name: value}
            found = mistakes(shop.call("POST", "/generation", json=body))
            assert any(f"{where}/".startswith(f"body/{name}/") for _, where in found), body


def test_every_kind_of_generation_has_a_request_that_is_taken(uwear: Shop) -> None:
    uwear.control("PATCH", json={"credits": 10_000})
    for use_case, slug, _ in branches():
        uwear.json("POST", "/generation", json=shortest(use_case, slug))


@pytest.mark.parametrize(
    ("use_case", "slug", "change", "kind", "where"),
    [
        ("generate", "nano-banana-2", {"num_images": 0}, "greater_than_equal", "num_images"),
        ("generate", "nano-banana-2", {"num_images": 6}, "less_than_equal", "num_images"),
        ("generate", "nano-banana-2", {"num_images": 2**63}, "less_than_equal", "num_images"),
        ("generate", "nano-banana-2", {"num_images": 1.5}, "int_from_float", "num_images"),
        ("generate", "nano-banana-2", {"num_images": "x"}, "int_parsing", "num_images"),
        ("generate", "nano-banana-2", {"num_images": "1"}, "int_type", "num_images"),
        ("generate", "nano-banana-2", {"num_images": None}, "int_type", "num_images"),
        ("generate", "nano-banana-2", {"prompt": ""}, "string_too_short", "prompt"),
        ("generate", "nano-banana-2", {"prompt": 5}, "string_type", "prompt"),
        ("generate", "nano-banana-2", {"camera": "x"}, "literal_error", "camera"),
        ("generate", "nano-banana-2", {"aspect_ratio": "auto"}, "literal_error", "aspect_ratio"),
        ("generate", "gpt-image-2-low", {"resolution": "4K"}, "literal_error", "resolution"),
        ("generate", "gemini-flash", {"resolution": "1K"}, "value_error", ""),
        ("generate", "qwen-rapid-aio-v23", {"aspect_ratio": "1:1"}, "value_error", ""),
        ("generate", "nano-banana-2", {"img_ref_urls": [URL] * 4}, "too_long", "img_ref_urls"),
        ("generate", "nano-banana-2", {"img_ref_urls": ["x"]}, "url_parsing", "img_ref_urls/0"),
        ("generate", "nano-banana-2", {"clothing_item_ids": ["x"]}, "int_parsing", "clothing_item_ids/0"),
        ("generate", "nano-banana-2", {"clothing_item_ids": 1}, "list_type", "clothing_item_ids"),
        ("generate", "nano-banana-2", {"feature_setting": []}, "dict_type", "feature_setting"),
        ("generate", "nano-banana-2", {"enhance_user_prompt": 2}, "bool_type", "enhance_user_prompt"),
        ("generate", "nano-banana-2", {"webhook_url": "x"}, "url_parsing", "webhook_url"),
        ("generate", "nano-banana-2", {"webhook_url": "ftp://a/b"}, "string_pattern_mismatch", "webhook_url"),
        ("generate", "nano-banana-2", {"webhook_url": "http://a/\n"}, "url_parsing", "webhook_url"),
        ("generate", "nano-banana-2", {"webhook_events": ["x"]}, "literal_error", "webhook_events/0"),
        ("generate", "seedvr2", {}, "literal_error", "model_slug"),
        ("video", "nano-banana-2", {}, "literal_error", "model_slug"),
        ("video", "kling-3-pro", {"duration": 2}, "greater_than_equal", "duration"),
        ("video", "kling-3-pro", {"duration": 16}, "less_than_equal", "duration"),
        ("video", "seedance-2", {"last_frame_url": URL}, "value_error", ""),
        ("upscale", "aura-sr", {"upscale_factor": 2}, "literal_error", "upscale_factor"),
        ("edit", "nano-banana-2", {"generation_result_parent_id": 1}, "value_error", ""),
        ("dress", "nano-banana-2", {}, "literal_error", "use_case"),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_told_in_the_words_of_its_rule(
    shop: Shop, use_case: str, slug: str, change: Json, kind: str, where: str
) -> None:
    response = shop.call("POST", "/generation", json=shortest(use_case, slug) | change)
    assert mistakes(response) == [(kind, f"body/{where}".rstrip("/"))]


@pytest.mark.parametrize("use_case", ["edit", "upscale", "video"])
def test_without_a_source_the_refusal_says_what_to_send(shop: Shop, use_case: str) -> None:
    slug = {"edit": "nano-banana-2", "upscale": "seedvr2", "video": "kling-3-pro"}[use_case]
    body = shortest(use_case, slug)
    del body["image_url"]
    response = shop.call("POST", "/generation", json=body)
    assert mistakes(response) == [("value_error", "body")]
    assert response.json()["detail"][0]["msg"] == (
        "Value error, Send exactly one of generation_result_parent_id and image_url"
    )


@pytest.mark.parametrize("name", ["clothing_item_id", "avatar_id", "generation_result_parent_id"])
def test_an_id_that_nothing_has_is_not_found(shop: Shop, name: str) -> None:
    use_case = "edit" if name == "generation_result_parent_id" else "generate"
    for absent in (0, -1, 9999, 2**64, -(10**30), 10**4000):
        body = WORN | {"use_case": use_case, name: absent}
        problem(shop.call("POST", "/generation", json=body), 404)


def test_every_mistake_in_a_body_is_told_at_once(shop: Shop) -> None:
    response = shop.call("POST", "/generation", json={"num_images": 9, "camera": "x"})
    assert set(mistakes(response)) == {
        ("missing", "body/prompt"),
        ("less_than_equal", "body/num_images"),
        ("literal_error", "body/camera"),
    }


def test_of_a_million_mistakes_a_thousand_are_told(shop: Shop) -> None:
    body = WORN | {"clothing_item_ids": ["x"] * 1_000_000}
    assert len(mistakes(shop.call("POST", "/generation", json=body))) == 1_000


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ("create_clothing_item", "/clothing-item"),
        ("update_clothing_item", "/clothing-item/1"),
        ("create_avatar", "/avatar"),
        ("update_avatar", "/avatar/1"),
    ],
)
def test_a_member_of_a_garment_or_an_avatar_is_held_to_its_kind_too(
    shop: Shop, operation: str, path: str
) -> None:
    documented = CONTRACT.operations[operation]
    for name, schema in members(documented.bodies["application/json"].node).items():
        for value in wrong(schema):
            body = MODEL | JACKET | {name: value}
            found = mistakes(shop.call(documented.method, path, json=body))
            assert {f"{where}/"[: len(f"body/{name}/")] for _, where in found} == {f"body/{name}/"}


def test_an_integer_of_any_size_is_taken_where_none_is_excluded(uwear: Shop) -> None:
    for age in (2**63, 2**64, -(10**30), 10**4000):
        body = MODEL | {"avatar_description": {"body": "tall", "age": age}}
        made = uwear.json("POST", "/avatar", json=body)
        assert made["avatar_description"]["age"] == age
        assert uwear.json("GET", f"/avatar/{made['avatar_id']}")["avatar_description"]["age"] == age
