"""Clothing items and avatars: what was sent comes back, and deletion takes along what it should."""

import base64
import io
import json

import pytest
import requests
from PIL import Image

from tests.support.serving import OpenWorkspace, Shop

JACKET = {
    "clothing_item_name": "Denim jacket",
    "description": "Brass buttons",
    "description_back": "Waist tabs",
    "clothing_item_url": "https://example.com/front.jpg",
    "clothing_item_back_url": "https://example.com/back.jpg",
    "use_image_enhancement": False,
}
AVATAR = {"avatar_name": "Ada", "avatar_url": "https://example.com/ada.jpg"}


def picture(image_format: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "#aa3355").save(file, image_format)
    return file.getvalue()


def test_a_garment_comes_back_as_it_was_sent(uwear: Shop) -> None:
    made = uwear.json("POST", "/clothing-item", json=JACKET)
    for name in ("clothing_item_name", "description", "description_back"):
        assert made[name] == JACKET[name]
    assert made["external_clothing_item_url"] == JACKET["clothing_item_url"]
    assert made["external_clothing_item_back_url"] == JACKET["clothing_item_back_url"]
    assert uwear.json("GET", f"/clothing-item/{made['clothing_item_id']}") == made
    assert uwear.json("GET", "/clothing-items")["data"] == [made]
    for name in ("clothing_item_url", "clothing_item_back_url"):
        assert requests.get(made[name], timeout=10).headers["Content-Type"] == "image/png"


def test_without_a_back_picture_there_is_none(uwear: Shop) -> None:
    body = {k: v for k, v in JACKET.items() if "back" not in k}
    made = uwear.json("POST", "/clothing-item", json={**body, "use_image_enhancement": True})
    assert made["clothing_item_back_url"] == made["external_clothing_item_back_url"] == ""
    assert (made["description"], made["description_back"]) == ("Brass buttons", "")


@pytest.mark.parametrize("image_format", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("how", ["photo_file", "clothing_item_url", "data"])
def test_an_uploaded_picture_is_hosted_byte_for_byte(
    uwear: Shop, image_format: str, how: str
) -> None:
    data = picture(image_format)
    if how == "data":
        url = f"data:image/{image_format};base64,{base64.b64encode(data).decode()}"
        body = {"clothing_item_name": "Hat", "clothing_item_url": url}
        made = uwear.json("POST", "/clothing-item", json=body)
    else:
        made = uwear.json(
            "POST",
            "/clothing-item",
            data={"clothing_item_name": "Hat", "use_image_enhancement": "false"},
            files={how: ("hat", data)},
        )
    hosted = requests.get(made["clothing_item_url"], timeout=10)
    assert (hosted.content, hosted.headers["Content-Type"]) == (data, f"image/{image_format}")
    assert made["external_clothing_item_url"] == ""


def test_an_update_changes_names_and_descriptions_but_no_picture(uwear: Shop) -> None:
    made = uwear.json("POST", "/clothing-item", json=JACKET)
    uwear.advance(seconds=60)
    change = {"clothing_item_name": "Coat", "clothing_item_url": "https://example.com/other.jpg"}
    changed = uwear.json("PUT", f"/clothing-item/{made['clothing_item_id']}", json=change)
    assert changed["updated_at"] > made["updated_at"]
    assert changed == {
        **made,
        "clothing_item_name": "Coat",
        "updated_at": changed["updated_at"],
    }


def test_deleting_a_garment_takes_its_generations_results_and_files_along(uwear: Shop) -> None:
    kept, gone = (
        uwear.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"] for _ in range(2)
    )
    avatar = uwear.json("POST", "/avatar", json=AVATAR)["avatar_id"]
    for items in ([kept], [gone], [kept, gone]):
        body = {"clothing_item_ids": items, "avatar_id": avatar, "prompt": "p", "num_images": 1}
        uwear.json("POST", "/generation", json=body)
    uwear.advance(to="idle")
    first, second, third = (
        uwear.json("GET", f"/generation/{number}")["generation_results"][0] for number in (1, 2, 3)
    )
    edit = {"use_case": "edit", "prompt": "p", "num_images": 1}
    source = {"generation_result_parent_id": second["generation_result_id"]}
    uwear.json("POST", "/generation", json=edit | source)
    uwear.advance(to="idle")

    uwear.json("DELETE", f"/clothing-item/{gone}")

    assert [g["generation_id"] for g in uwear.json("GET", "/generations")["data"]] == [1]
    assert uwear.json("GET", "/generation-results")["data"] == [first]
    for path in (f"/clothing-item/{gone}", "/generation/2", "/generation/3", "/generation/4"):
        assert uwear.call("GET", path).status_code == 404
    path = f"/generation-result/{second['generation_result_id']}"
    assert uwear.call("GET", path).status_code == 404
    assert [requests.get(r["url"], timeout=10).status_code for r in (first, second, third)] == [
        200,
        404,
        404,
    ]
    assert uwear.json("GET", f"/avatar/{avatar}")["count_generation_results"] == 1


def test_an_avatar_comes_back_as_it_was_sent(uwear: Shop) -> None:
    described = {**AVATAR, "avatar_description": {"body": "athletic female", "age": 28}}
    made = uwear.json("POST", "/avatar", json=described)
    read = uwear.json("GET", f"/avatar/{made['avatar_id']}")
    assert "thumbnail_url" not in made
    assert read == {**made, "thumbnail_url": read["thumbnail_url"]}
    assert made["avatar_description"] == described["avatar_description"]
    assert requests.get(read["thumbnail_url"], timeout=10).headers["Content-Type"] == "image/jpeg"
    assert uwear.json("POST", "/avatar", json=AVATAR)["avatar_description"] is None


def test_enhancing_an_avatar_overwrites_what_was_said_of_it(uwear: Shop) -> None:
    said = {"avatar_description": {"body": "unlikely", "age": 199}, "avatar_enhancement": True}
    found = uwear.json("POST", "/avatar", json=AVATAR | said)["avatar_description"]
    assert found["body"] != "unlikely"
    assert 18 < found["age"] < 100


def test_an_avatar_made_of_a_result_remembers_which(uwear: Shop) -> None:
    uwear.json("POST", "/generation", json={"prompt": "p", "num_images": 1})
    uwear.advance(to="idle")
    (result,) = uwear.json("GET", "/generation-results")["data"]
    made = uwear.json("POST", "/avatar", json={**AVATAR, "avatar_url": result["url"]})
    assert made["generation_result_id"] == result["generation_result_id"]


def test_an_avatar_is_changed_and_deleted_but_its_generations_stay(uwear: Shop) -> None:
    avatar = uwear.json("POST", "/avatar", json=AVATAR)["avatar_id"]
    body = {"avatar_id": avatar, "prompt": "p", "num_images": 2}
    generation = uwear.json("POST", "/generation", json=body)["generation_id"]
    uwear.advance(to="idle")
    change = {"avatar_name": "Bea", "avatar_description": {"age": 40}}
    changed = uwear.json("PUT", f"/avatar/{avatar}", json=change)
    assert (changed["avatar_name"], changed["count_generation_results"]) == ("Bea", 2)
    assert changed["avatar_description"] == {"body": None, "age": 40}
    assert uwear.json("DELETE", f"/avatar/{avatar}") == {"message": "Avatar deleted successfully"}
    assert uwear.call("GET", f"/avatar/{avatar}").status_code == 404
    assert uwear.json("GET", f"/generation/{generation}")["avatar_id"] == avatar
    assert uwear.call("POST", "/generation", json=body).status_code == 404


def test_one_tenant_never_sees_another(uwear: Shop, open_workspace: OpenWorkspace) -> None:
    item = uwear.json("POST", "/clothing-item", json=JACKET)
    generation = uwear.json("POST", "/generation", json={"prompt": "p", "num_images": 1})
    other = open_workspace("uwear", clock={"mode": "manual"})
    for path in (
        f"/clothing-item/{item['clothing_item_id']}",
        f"/generation/{generation['generation_id']}",
    ):
        assert other.call("GET", path).status_code == 404
    assert other.json("GET", "/generations")["total_count"] == 0


def test_an_uploaded_source_is_upscaled_from_its_own_size(uwear: Shop) -> None:
    """An image in a `data:` URL is kept as a file, and what is made of it is really larger."""
    url = f"data:image/png;base64,{base64.b64encode(picture('PNG')).decode()}"
    body = {"use_case": "upscale", "model_slug": "aura-sr", "num_images": 1, "image_url": url}
    made = uwear.json("POST", "/generation", json=body)
    uwear.advance(to="idle")
    answer = uwear.json("GET", f"/generation/{made['generation_id']}")
    source = json.loads(answer["payload"])["image_url"]
    assert requests.get(source, timeout=10).content == picture("PNG")
    larger = requests.get(answer["generation_results"][0]["url"], timeout=10)
    with Image.open(io.BytesIO(larger.content)) as image:
        assert image.size == (160, 120)


def test_an_uploaded_avatar_is_hosted_byte_for_byte(uwear: Shop) -> None:
    url = f"data:image/webp;base64,{base64.b64encode(picture('WEBP')).decode()}"
    made = uwear.json("POST", "/avatar", json={"avatar_name": "Ada", "avatar_url": url})
    assert requests.get(made["avatar_url"], timeout=10).content == picture("WEBP")


def test_the_same_seed_and_the_same_calls_make_the_same_world(
    open_workspace: OpenWorkspace,
) -> None:
    """Ids, texts, durations and bytes; only the workspace's name in URLs tells the two apart."""

    def world(seed: int) -> tuple[str, list[bytes], list[str]]:
        clock = {"mode": "manual", "now": "2026-03-09T10:00:00Z"}
        shop = open_workspace("uwear", seed=seed, clock=clock)
        shop.json("POST", "/clothing-item", json={**JACKET, "use_image_enhancement": True})
        shop.json("POST", "/avatar", json={**AVATAR, "avatar_enhancement": True})
        body = {"clothing_item_id": 1, "avatar_id": 1, "prompt": "p", "num_images": 2}
        shop.json("POST", "/generation", json={**body, "resolution": "1K"})
        fired = [row["at"] for row in shop.advance(to="idle")]
        lists = [shop.json("GET", path) for path in ("/clothing-items", "/avatars", "/generations")]
        results = shop.json("GET", "/generation-results")["data"]
        text = json.dumps(lists).replace(f"/{shop.facts['id']}/", "/")
        return text, [requests.get(r["url"], timeout=10).content for r in results], fired

    assert world(7) == world(7)
    first, other = world(7), world(8)
    assert all(mine != theirs for mine, theirs in zip(first, other, strict=True))
