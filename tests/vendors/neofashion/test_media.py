"""Outputs are real files of the promised kind and size, and like belongs with like."""

import io
from typing import Any

import av
import pytest
import requests
from PIL import Image

from dressform.vendors.neofashion import catalogue
from dressform.vendors.neofashion.results import label
from tests.support.serving import Shop
from tests.vendors.neofashion.answers import SHOT, SKETCH, data, refusal

Json = dict[str, Any]

URL = "https://example.com/bag.jpg"


def outputs(shop: Shop, path: str, body: Json) -> list[str]:
    """The URLs of what was made, once it has ended."""
    made = data(shop.call("POST", path, json=body))
    shop.advance(to="idle")
    ended = data(shop.call("GET", f"/generations/{made['id']}"))
    return [row["output_url"] for row in ended.get("items", [ended])]


def size_of(url: str) -> tuple[str | None, tuple[int, int]]:
    response = requests.get(url, timeout=30)
    assert (200, "image/png") == (response.status_code, response.headers["Content-Type"])
    with Image.open(io.BytesIO(response.content)) as picture:
        picture.load()
        return picture.format, picture.size


def test_a_photo_a_sketch_and_the_items_of_a_bulk_are_pictures_in_their_ratio(
    neofashion: Shop,
) -> None:
    items = {"items": [SHOT | {"aspect_ratio": "1:1"}, SHOT | {"aspect_ratio": "9:16"}]}
    urls = outputs(neofashion, "/generate/image", SHOT | {"aspect_ratio": "4:5"})
    urls += outputs(neofashion, "/sketch-to-photo", SKETCH)
    urls += outputs(neofashion, "/generate/bulk", items)
    sizes = [(896, 1120), (864, 1152), (1024, 1024), (720, 1280)]
    assert [("PNG", size) for size in sizes] == [size_of(url) for url in urls]


def test_a_video_has_its_seconds_and_its_size(neofashion: Shop) -> None:
    wanted = SHOT | {"duration": 2, "aspect_ratio": "1:1"}
    (url,) = outputs(neofashion, "/generate/video", wanted)
    response = requests.get(url, timeout=60)
    assert "video/mp4" == response.headers["Content-Type"]
    with av.open(io.BytesIO(response.content)) as container:
        stream = container.streams.video[0]
        assert container.duration is not None
        assert 2.0 == round(container.duration / 1_000_000, 1)
        assert (720, 720) == (stream.width, stream.height)


@pytest.mark.parametrize("ratio", ["1:1", "4:5", "3:4", "2:3", "9:16", "5:4", "4:3", "3:2", "16:9"])
def test_every_ratio_is_exact_and_no_picture_is_much_larger_than_a_megapixel(ratio: str) -> None:
    across, down = map(int, ratio.split(":"))
    for width, height in (catalogue.still_size(ratio), catalogue.clip_size(ratio)):
        assert width * down == height * across
        assert (0, 0) == (width % 2, height % 2)
        assert 500_000 < width * height < 1_100_000
    assert 720 == min(catalogue.clip_size(ratio))


def test_a_bulk_makes_files_of_its_good_items_only_and_each_says_which_it_is(
    neofashion: Shop,
) -> None:
    shots = [{"prompt": "one"}, {"prompt": "two [[fault:provider_error]]"}, {"prompt": "three"}]
    urls = outputs(neofashion, "/generate/bulk", {"items": shots})
    tenants = neofashion.server.fronts["neofashion"].deployment.tenants
    workspace = tenants[neofashion.facts["id"]].workspace
    labels = [label(workspace, asset) for asset in workspace.assets.values()]
    assert [("one", "1 of 3"), ("three", "3 of 3")] == [
        (each.prompt, dict(each.facts)["item"]) for each in labels
    ]
    tokens = [url and url.rpartition("/")[2].partition(".")[0] for url in urls]
    first, third = workspace.assets
    assert [first, None, third] == tokens


def test_what_is_asked_to_look_alike_does(neofashion: Shop) -> None:
    persona = data(neofashion.call("GET", "/personas"))[0]["id"]
    model = data(neofashion.call("GET", "/models"))[0]["id"]
    cast = SHOT | {"persona_id": persona, "model_id": model, "product_image_url": URL}
    urls = [outputs(neofashion, "/generate/image", body)[0] for body in (cast, cast, SHOT, SHOT)]
    urls += outputs(neofashion, "/generate/image", SHOT | {"product_image_url": urls[2]})
    tenants = neofashion.server.fronts["neofashion"].deployment.tenants
    kept = tenants[neofashion.facts["id"]].workspace.assets
    looks = []
    for url in urls:
        asset = kept[url.rpartition("/")[2].partition(".")[0]]
        looks.append((asset.garment, asset.person, asset.backdrop))
    assert looks[0] == looks[1]
    assert 4 == len({person for _, person, _ in looks})
    assert looks[2][0] == looks[4][0] != looks[3][0]


def test_a_file_that_there_is_not_is_not_found_in_the_vendors_shape(neofashion: Shop) -> None:
    (url,) = outputs(neofashion, "/generate/image", SHOT)
    for other in (url.replace(".png", ".webp"), url.replace("/outputs/", "/outputs/x")):
        answer = requests.get(other, timeout=10)
        assert (404, "NOT_FOUND") == (answer.status_code, answer.json()["error"]["code"])
    assert "NOT_FOUND" == refusal(requests.get(url + "x/y", timeout=10), 404)[0]


def test_an_output_is_served_as_long_as_its_workspace_lasts(neofashion: Shop) -> None:
    (url,) = outputs(neofashion, "/generate/image", SHOT)
    neofashion.advance(seconds=10 * 365 * 86400)
    assert 200 == requests.head(url, timeout=30).status_code
