"""Results: real pictures, of the size that they say, that look like what they were made from."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from PIL import Image

from dressform.vendors.productai.results import generated, upscaled
from tests.support.hosting import Host, hosting
from tests.support.pictures import picture
from tests.support.productai import TOKENS, TWO, finished, generate, job, refusal, upscale
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

POSTS = ["/api/generate", "/api/upscale"]
WIDE = picture("PNG", (600, 300))


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosting({"/wide.png": WIDE, "/tall.jpg": picture("JPEG", (300, 450))}) as host:
        yield host


def opened(url: str) -> Image.Image:
    response = requests.get(url, timeout=60)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(response.content)) as image:
        image.load()
        assert image.format == "JPEG"
        return image


@pytest.mark.parametrize("model", TOKENS)
def test_a_result_is_a_real_picture(productai: Shop, model: str) -> None:
    side = 2048 if model in {"nanobananapro", "seedream"} else 1024
    assert opened(finished(productai, generate(productai, model=model))).size == (side, side)


def test_an_upscale_is_twice_its_source(productai: Shop, host: Host) -> None:
    assert opened(finished(productai, upscale(productai))).size == (2048, 2048)
    assert opened(finished(productai, upscale(productai, host.url("/wide.png")))).size == (
        1200,
        600,
    )


def test_a_result_can_be_made_into_the_next_without_being_downloaded(
    productai: Shop, host: Host
) -> None:
    first = finished(productai, generate(productai, image_url=host.url("/wide.png")))
    larger = finished(productai, upscale(productai, first))
    assert opened(larger).size == (2 * 1448, 2 * 728)
    rows = productai.control("GET", "requests")["items"]
    assert [row["operation"] for row in rows].count("media") == 1
    second = finished(productai, generate(productai, image_url=larger))
    assert opened(second).size == (1448, 728)


def test_a_result_has_the_shape_of_its_source(productai: Shop, host: Host) -> None:
    wide = generate(productai, image_url=host.url("/wide.png"))
    tall = generate(productai, model="seedream", image_url=[host.url("/tall.jpg"), TWO[0]])
    sizes = [opened(finished(productai, made)).size for made in (wide, tall)]
    assert sizes == [(1448, 728), (1672, 2512)]


@pytest.mark.parametrize(
    ("side", "source", "expected"),
    [
        (1024, None, (1024, 1024)),
        (2048, None, (2048, 2048)),
        (1024, (600, 300), (1448, 728)),
        (1024, (1, 10_000), (592, 1776)),
        (1024, (10_000, 1), (1776, 592)),
    ],
)
def test_a_generated_picture_has_as_many_pixels_as_a_square(
    side: int, source: tuple[int, int] | None, expected: tuple[int, int]
) -> None:
    assert generated(side, source) == expected
    assert abs(expected[0] * expected[1] / side**2 - 1) < 0.01


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, (2048, 2048)),
        ((3, 2), (6, 4)),
        ((8192, 100), (8192, 100)),
        ((6000, 3000), (8192, 4096)),
        ((9000, 10), (9000, 10)),
    ],
)
def test_an_upscaled_picture_is_never_smaller_and_never_beyond_the_bound(
    source: tuple[int, int] | None, expected: tuple[int, int]
) -> None:
    assert upscaled(source) == expected


def test_a_source_that_was_looked_at_is_seen_in_the_result(productai: Shop) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 400), (255, 0, 255)).save(file, "PNG")
    with hosting({"/magenta.png": file.getvalue()}) as host:
        seen = generate(productai, image_url=host.url("/magenta.png"))
        unseen = generate(productai)
    counts = [magenta(opened(finished(productai, made))) for made in (seen, unseen)]
    assert counts[0] > 50
    assert counts[1] == 0


def magenta(image: Image.Image) -> int:
    """How many pixels of it are, of 64 x 64."""
    pixels = image.convert("RGB").resize((64, 64)).tobytes()
    return sum(r > 200 and g < 60 and b > 200 for r, g, b in zip(*[iter(pixels)] * 3, strict=True))


def test_the_same_source_is_kept_once(productai: Shop, host: Host) -> None:
    tenants = productai.server.fronts["productai"].deployment.tenants
    for _ in range(3):
        generate(productai, image_url=host.url("/wide.png"))
    kept = tenants[productai.facts["id"]].workspace.uploads.kept
    assert [upload.data for upload in kept.values()] == [WIDE]


def test_a_snapshot_knows_the_sources_that_were_looked_at(productai: Shop) -> None:
    with hosting({"/wide.png": WIDE}) as host:
        made = upscale(productai, host.url("/wide.png"))
    snapshot = productai.control("POST", "snapshots")["id"]
    first = opened(finished(productai, made))
    productai.control("POST", f"snapshots/{snapshot}/restore")
    assert job(productai, made)["status"] == "RUNNING"
    again = opened(finished(productai, made))
    assert again.size == first.size == (1200, 600)
    assert again.tobytes() == first.tobytes()


def test_a_workspaces_pictures_are_its_own(productai: Shop, open_workspace: OpenWorkspace) -> None:
    """Another account may name them: they are then fetched like any other on loopback."""
    url = finished(productai, generate(productai))
    other = open_workspace("productai")
    assert opened(finished(other, upscale(other, url))).size == (2048, 2048)
    token = url.rpartition("/")[2]
    stolen = f"{other.base_url.removesuffix('/v1')}/generated/{other.facts['id']}/{token}"
    assert refusal(requests.get(stolen, timeout=10), 404)[0] == "FILE_NOT_FOUND"
