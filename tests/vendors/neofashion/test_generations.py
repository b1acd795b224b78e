"""Generations: what is done at once, what is polled, and who is said to have asked."""

from typing import Any

import pytest
import requests

from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.neofashion.answers import PAID, SHOT, SKETCH, data, refusal, success

Json = dict[str, Any]


def session(shop: Shop) -> Json:
    """The header of a user's session."""
    return {"Authorization": f"Bearer {shop.control('POST', 'token')['token']}"}


def detail(shop: Shop, made: Json) -> Json:
    found: Json = data(shop.call("GET", f"/generations/{made['id']}"))
    return found


@pytest.mark.parametrize("operation", ["generate_image", "sketch_to_photo"])
def test_photos_and_sketches_are_completed_when_the_answer_arrives(
    operation: str, neofashion: Shop
) -> None:
    path, body, price = PAID[operation]
    made = data(neofashion.call("POST", path, json=body))
    assert list(made) == ["id", "status", "output_url", "credits_used"]
    assert ("completed", price) == (made["status"], made["credits_used"])
    assert 200 == requests.head(made["output_url"], timeout=30).status_code
    assert made.items() <= detail(neofashion, made).items()


@pytest.mark.parametrize("operation", ["generate_video", "generate_bulk"])
def test_videos_and_bulks_are_queued_then_processed_then_completed(
    operation: str, neofashion: Shop
) -> None:
    path, body, price = PAID[operation]
    made = data(neofashion.call("POST", path, json=body))
    assert ("queued", None, price) == tuple(made[k] for k in list(made)[1:])
    seen = []
    for _ in range(3):
        seen.append(detail(neofashion, made)["status"])
        neofashion.advance(to="next")
    assert ["queued", "processing", "completed"] == seen


def test_under_an_auto_clock_polling_alone_finishes_a_video(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", clock={"mode": "auto"})
    made = data(shop.call("POST", "/generate/video", json=SHOT))
    seen = [detail(shop, made)["status"] for _ in range(2)]
    assert ["processing", "completed"] == seen


def test_a_video_takes_half_a_minute_to_a_minute_and_a_half_and_a_few_seconds_of_waiting(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("neofashion", credits=250 * 40, clock={"mode": "manual"})
    for _ in range(40):
        data(shop.call("POST", "/generate/video", json=SHOT))
    shop.advance(seconds=30.999)
    states = {job["state"] for job in shop.control("GET", "jobs")["items"]}
    assert {"processing"} == states
    shop.advance(seconds=62.001)
    assert {"completed"} == {job["state"] for job in shop.control("GET", "jobs")["items"]}


def test_a_bulk_takes_three_to_six_seconds_for_each_item(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("neofashion", credits=500 * 20, clock={"mode": "manual"})
    for _ in range(20):
        data(shop.call("POST", "/generate/bulk", json={"items": [SHOT] * 10}))
    shop.advance(seconds=30.999)
    assert {"processing"} == {job["state"] for job in shop.control("GET", "jobs")["items"]}
    shop.advance(seconds=17.001)  # half of 30 to 60 seconds, and up to 3 in the queue
    states = [job["state"] for job in shop.control("GET", "jobs")["items"]]
    assert {"processing", "completed"} == set(states)
    shop.advance(seconds=15)
    assert {"completed"} == {job["state"] for job in shop.control("GET", "jobs")["items"]}


@pytest.mark.parametrize("operation", PAID)
def test_the_journal_knows_which_generation_was_made_and_which_was_shown(
    operation: str, neofashion: Shop
) -> None:
    path, body, _ = PAID[operation]
    made = data(neofashion.call("POST", path, json=body))
    detail(neofashion, made)
    rows = neofashion.control("GET", "requests")["items"]
    assert [made["id"]] * 2 == [row["job_id"] for row in rows]
    assert rows[0]["decided"].endswith(f" {made['id']} {made['status']}")
    assert made["status"] == rows[1]["decided"]


def test_a_generation_repeats_what_was_asked_with_the_defaults_and_without_the_unknown(
    neofashion: Shop,
) -> None:
    made = data(
        neofashion.call("POST", "/generate/video", json=SHOT | {"seed": 7, "sketch_url": 9})
    )
    assert {**SHOT, "aspect_ratio": "3:4", "duration": 5} == detail(neofashion, made)["input"]
    made = data(neofashion.call("POST", "/generate/image", json=SHOT | {"duration": "long"}))
    assert {**SHOT, "aspect_ratio": "3:4"} == detail(neofashion, made)["input"]
    made = data(neofashion.call("POST", "/sketch-to-photo", json=SKETCH | {"aspect_ratio": "1:1"}))
    assert {**SKETCH, "aspect_ratio": "1:1"} == detail(neofashion, made)["input"]
    items = {"items": [SHOT | {"note": 1}, {**SHOT, "aspect_ratio": "9:16"}]}
    made = data(neofashion.call("POST", "/generate/bulk", json=items))
    expected = [{**SHOT, "aspect_ratio": "3:4"}, {**SHOT, "aspect_ratio": "9:16"}]
    assert {"items": expected} == detail(neofashion, made)["input"]


@pytest.mark.parametrize("operation", PAID)
def test_the_audit_knows_the_source_by_the_credential(operation: str, neofashion: Shop) -> None:
    path, body, _ = PAID[operation]
    by_key = detail(neofashion, data(neofashion.call("POST", path, json=body)))
    again = detail(neofashion, data(neofashion.call("POST", path, json=body)))
    made = data(neofashion.call("POST", path, json=body, headers=session(neofashion)))
    by_session = detail(neofashion, made)
    assert ("api", by_key["api_key_id"]) == (again["source"], again["api_key_id"])
    assert by_key["api_key_id"].startswith("key_01")
    assert ("ui", None) == (by_session["source"], by_session["api_key_id"])


def test_the_audit_believes_what_the_body_says(neofashion: Shop) -> None:
    said = {"source": "ui", "api_key_id": "key_of_mine"}
    for path, body, _ in PAID.values():
        found = detail(neofashion, data(neofashion.call("POST", path, json=body | said)))
        assert said.items() <= found.items()


def test_personas_and_models_can_be_cast_and_others_are_not_found(neofashion: Shop) -> None:
    personas = data(neofashion.call("GET", "/personas"))
    models = data(neofashion.call("GET", "/models"))
    assert 4 <= len(personas) <= 6
    assert 2 <= len(models) <= 3
    assert len({p["name"] for p in personas}) == len(personas)
    assert sorted(p["created_at"] for p in personas) == [p["created_at"] for p in personas]
    for persona, model in zip(personas, models, strict=False):
        cast = SHOT | {"persona_id": persona["id"], "model_id": model["id"]}
        assert (
            cast.items()
            <= detail(neofashion, data(neofashion.call("POST", "/generate/image", json=cast)))[
                "input"
            ].items()
        )
    before = neofashion.state()
    for path, body, _ in PAID.values():
        for name, what in (("persona_id", "persona"), ("model_id", "model")):
            bad = SHOT | {name: "nobody"}
            sent = {"items": [SHOT, bad]} if "items" in body else body | bad
            expected = ("NOT_FOUND", {"resource": what, "id": "nobody"})
            assert expected == refusal(neofashion.call("POST", path, json=sent), 404)
    assert before == neofashion.state()


def test_asking_for_personas_does_not_change_what_comes_after(
    open_workspace: OpenWorkspace,
) -> None:
    settings = {"seed": 11, "clock": {"mode": "manual", "now": "2026-03-01T12:00:00Z"}}
    shops = [open_workspace("neofashion", **settings) for _ in range(2)]
    listed = shops[0].call("GET", "/personas").json()["data"]
    ids = [data(shop.call("POST", "/generate/image", json=SHOT))["id"] for shop in shops]
    assert ids[0] == ids[1]
    assert listed == shops[1].call("GET", "/personas").json()["data"]
    other = open_workspace("neofashion", **settings | {"seed": 12})
    assert listed != other.call("GET", "/personas").json()["data"]


def test_reading_costs_nothing_and_says_what_is_left(neofashion: Shop) -> None:
    made = data(neofashion.call("POST", "/generate/image", json=SHOT))
    for path in ("/generations", f"/generations/{made['id']}", "/credits/balance", "/personas"):
        meta = success(neofashion.call("GET", path))["meta"]
        assert (0, 9950) == (meta["credits_used"], meta["credits_remaining"])
    assert {"balance": 9950} == data(neofashion.call("GET", "/credits/balance"))
