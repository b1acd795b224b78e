"""Generation requests: what each use case answers, refuses and repeats."""

import json
from typing import Any

import pytest

from dressform.contract import load
from dressform.vendors import VENDORS
from dressform.vendors.uwear import CAMERAS
from tests.support.serving import Shop

Json = dict[str, Any]
SOURCE = "https://example.com/source.png"
BASIC: dict[str, Json] = {
    "generate": {"prompt": "p", "num_images": 1},
    "edit": {"use_case": "edit", "prompt": "p", "num_images": 1, "image_url": SOURCE},
    "upscale": {
        "use_case": "upscale",
        "model_slug": "seedvr2",
        "num_images": 1,
        "image_url": SOURCE,
    },
    "video": {
        "use_case": "video",
        "model_slug": "kling-3-pro",
        "num_images": 1,
        "duration": 3,
        "image_url": SOURCE,
    },
}


@pytest.mark.parametrize(
    ("use_case", "members"),
    [
        ("generate", 9),
        ("edit", 3),
        ("upscale", 3),
        ("video", 4),
    ],
)
def test_an_answer_has_the_members_that_its_use_case_prints_and_no_more(
    uwear: Shop, use_case: str, members: int
) -> None:
    assert len(uwear.json("POST", "/generation", json=BASIC[use_case])) == members


@pytest.mark.parametrize("use_case", BASIC)
def test_the_payload_repeats_the_settings_with_their_defaults(uwear: Shop, use_case: str) -> None:
    made = uwear.json("POST", "/generation", json=BASIC[use_case])
    answer = uwear.json("GET", f"/generation/{made['generation_id']}")
    payload = json.loads(answer["payload"])
    expected: dict[str, Json] = {
        "generate": {
            "prompt": "p",
            "camera": "photo",
            "model_slug": "nano-banana-2",
            "use_case": "generate",
            "resolution": "2K",
        },
        "edit": {
            "image_url": SOURCE,
            "model_slug": "nano-banana-2",
            "prompt": "p",
            "use_case": "edit",
            "resolution": "2K",
        },
        "upscale": {
            "image_url": SOURCE,
            "model_slug": "seedvr2",
            "use_case": "upscale",
            "upscale_factor": 2,
            "target_resolution": "2160p",
        },
        "video": {
            "image_url": SOURCE,
            "model_slug": "kling-3-pro",
            "duration": 3,
            "use_case": "video",
            "generate_audio": False,
        },
    }
    assert payload == expected[use_case]
    assert answer["feature_name"] == f"model:{payload['model_slug']}"


def test_a_webhook_secret_is_repeated_nowhere(uwear: Shop) -> None:
    secret = "do-not-tell"
    body = {**BASIC["generate"], "webhook_url": "http://127.0.0.1:9/", "webhook_secret": secret}
    made = uwear.call("POST", "/generation", json=body)
    everything = [made.text] + [
        json.dumps(uwear.control("GET", name)) for name in ("jobs", "requests", "deliveries")
    ]
    assert not any(secret in text for text in everything)


@pytest.mark.parametrize("use_case", ["edit", "upscale", "video"])
@pytest.mark.parametrize("sources", [{}, {"generation_result_parent_id": 1, "image_url": SOURCE}])
def test_a_source_is_needed_and_one_is_enough(uwear: Shop, use_case: str, sources: Json) -> None:
    body = {k: v for k, v in BASIC[use_case].items() if k != "image_url"}
    answer = uwear.call("POST", "/generation", json=body | sources)
    (error,) = answer.json()["detail"]
    words = "Send exactly one of generation_result_parent_id and image_url"
    assert (answer.status_code, error["msg"]) == (422, f"Value error, {words}")


def test_a_video_is_no_source_for_a_picture(uwear: Shop) -> None:
    made = uwear.json("POST", "/generation", json=BASIC["video"])
    uwear.control("POST", f"jobs/{made['generation_id']}/finish")
    body = {k: v for k, v in BASIC["edit"].items() if k != "image_url"}
    answer = uwear.call("POST", "/generation", json={**body, "generation_result_parent_id": 1})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Source image not found"})


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"clothing_item_id": 7}, "Clothing item"),
        ({"clothing_item_ids": [7]}, "Clothing item"),
        ({"avatar_id": 7}, "Avatar"),
    ],
)
def test_a_generation_of_what_is_not_there_is_refused_and_costs_nothing(
    uwear: Shop, members: Json, what: str
) -> None:
    answer = uwear.call("POST", "/generation", json=BASIC["generate"] | members)
    assert (answer.status_code, answer.json()) == (404, {"detail": f"{what} not found"})
    assert uwear.state() == {"ledger": uwear.state()["ledger"][:1], "jobs": [], "deliveries": []}


def test_one_garment_and_several_are_counted_once_each(uwear: Shop) -> None:
    jacket = {"clothing_item_name": "J", "clothing_item_url": SOURCE}
    for _ in range(2):
        uwear.json("POST", "/clothing-item", json=jacket)
    body = {**BASIC["generate"], "clothing_item_id": 2, "clothing_item_ids": [1, 2]}
    made = uwear.json("POST", "/generation", json=body)
    assert made["clothing_item_ids"] == [2, 1]
    answer = uwear.json("GET", f"/generation/{made['generation_id']}")
    assert answer["clothing_item_id"] == 2


def test_the_cameras_are_those_that_the_contract_takes(uwear: Shop) -> None:
    schema = load("uwear").components["schemas"]["Camera"]
    assert uwear.json("GET", "/cameras") == schema["enum"] == list(CAMERAS)


def test_a_vendor_without_a_handler_for_each_operation_does_not_start() -> None:
    from dataclasses import replace

    from dressform.http.deployment import Deployment, Unusable

    vendor = VENDORS["uwear"]
    fewer = {k: v for k, v in vendor.handlers.items() if k != "list_cameras"}
    with pytest.raises(Unusable, match="uwear: no handler for list_cameras"):
        Deployment(replace(vendor, handlers=fewer))
    more = {**vendor.handlers, "make_coffee": vendor.handlers["list_cameras"]}
    with pytest.raises(Unusable, match="uwear: not in the contract: make_coffee"):
        Deployment(replace(vendor, handlers=more))
