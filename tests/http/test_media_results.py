"""Behind a result's URL is what was promised, for exactly four hours, and for nobody else's."""

import base64
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from PIL import Image

from dressform.http import media_cache
from dressform.media import MissingVideoSupport
from tests.support.serving import OpenWorkspace, Shop
from tests.support.wall import holding_the_wall
from tests.support.wire import problem_of

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
VIDEO = {
    "use_case": "video",
    "model_slug": "kling-2-5-turbo-pro",
    "prompt": "p",
    "num_images": 1,
    "duration": 5,
    "image_url": "https://example.com/a.png",
}
FILE = bytes(range(256)) * 4


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


def _result(shop: Shop, **body: Any) -> Any:
    """The one result of a generation that has just ended."""
    job = shop.json("POST", "/generation", json=body)["generation_id"]
    shop.control("POST", f"jobs/{job}/finish")
    (result,) = shop.json("GET", f"/generation/{job}")["generation_results"]
    return result


def _get(url: str, method: str = "GET", **headers: str) -> requests.Response:
    """A request as anybody may send it who has the URL; no API key."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(method, url, headers=named, timeout=30)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        ({"model_slug": "gemini-flash"}, (1024, 1024)),
        (
            {"model_slug": "nano-banana-2", "resolution": "2K", "aspect_ratio": "16:9"},
            (2560, 1440),
        ),
    ],
)
def test_a_result_is_a_picture_of_exactly_the_promised_pixels(
    shop: Shop, settings: Json, size: tuple[int, int]
) -> None:
    response = _get(_result(shop, **CHEAP | settings)["url"])
    assert response.headers["Content-Type"] == "image/png"
    assert int(response.headers["Content-Length"]) == len(response.content)
    with Image.open(io.BytesIO(response.content)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", size)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_uploaded_picture_is_served_back_byte_for_byte(shop: Shop, kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (5, 7), "teal").save(file, kind)
    data = f"data:image/{kind.lower()};base64,{base64.b64encode(file.getvalue()).decode()}"
    body = {"clothing_item_name": "Shirt", "clothing_item_url": data}
    item = shop.json("POST", "/clothing-item", json=body)
    response = _get(item["clothing_item_url"])
    assert response.content == file.getvalue()
    assert response.headers["Content-Type"] == f"image/{kind.lower()}"
    assert item["clothing_item_url"].endswith(f".{kind.lower()}")


def test_a_result_is_gone_after_exactly_four_hours(shop: Shop) -> None:
    """Not a microsecond before, and not one after."""
    url = _result(shop, **CHEAP)["url"]
    (job,) = shop.control("GET", "jobs")["items"]
    end = datetime.fromisoformat(job["updated_at"]) + timedelta(hours=4)

    last = (end - timedelta(microseconds=1)).isoformat()
    shop.control("PUT", "clock", json={"now": last})
    alive = [_get(url, method).status_code for method in ("GET", "HEAD")]
    shop.control("PUT", "clock", json={"now": end.isoformat()})

    gone = _get(url)
    assert (alive, gone.status_code) == ([200, 200], 403)
    assert gone.headers["Content-Type"] == "application/xml"
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in gone.text
    assert _get(url, Range="bytes=0-9").text == gone.text
    head = _get(url, "HEAD")
    assert (head.status_code, head.content) == (403, b"")


def test_under_a_real_clock_a_result_is_gone_four_hours_later_by_the_wall(
    open_workspace: OpenWorkspace,
) -> None:
    with holding_the_wall() as wall:
        shop = open_workspace("uwear", clock={"mode": "real", "now": START})
        url = _result(shop, **CHEAP)["url"]
        wall.seconds += 4 * 3600 - 0.001
        assert _get(url).status_code == 200
        wall.seconds += 0.001
        assert _get(url).status_code == 403


def test_an_uploaded_picture_does_not_expire(shop: Shop) -> None:
    body = {"clothing_item_name": "Shirt", "clothing_item_url": "https://example.com/a.png"}
    url = shop.json("POST", "/clothing-item", json=body)["clothing_item_url"]
    shop.advance(seconds=365 * 24 * 3600)
    assert _get(url).status_code == 200


MISSES: dict[str, Callable[[str, str], str]] = {
    "unknown token": lambda url, other: url.replace(url.rpartition("/")[2], "0" * 32 + ".png"),
    "wrong extension": lambda url, other: url.replace(".png", ".webp"),
    "no workspace": lambda url, other: "/".join([*url.split("/")[:-2], "w999", url.split("/")[-1]]),
    "another workspace's": lambda url, other: "/".join(
        [*other.split("/")[:-1], url.split("/")[-1]]
    ),
    "part of a token": lambda url, other: url.replace(".png", "")[:-4] + ".png",
}


@pytest.mark.parametrize("miss", MISSES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_there_is_a_404_in_the_vendors_words(
    shop: Shop, open_workspace: OpenWorkspace, miss: str, method: str
) -> None:
    theirs = open_workspace("uwear", clock={"mode": "manual"}, seed=99)
    url, other = _result(shop, **CHEAP)["url"], _result(theirs, **CHEAP)["url"]
    missed = MISSES[miss](url, other)
    assert missed not in {url, other}
    response = _get(missed, method)
    assert response.status_code == 404
    assert method == "HEAD" or response.json() == {"detail": "File not found"}


def test_without_pyav_a_video_says_which_extra_it_needs(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And once that is installed, the same URL serves it."""

    def render(spec: Any) -> bytes:
        raise MissingVideoSupport

    monkeypatch.setattr(media_cache, "render", render)
    url = _result(shop, **VIDEO)["url"]
    status, detail = problem_of(_get(url))
    assert (status, "pip install 'dressform[video]'" in detail) == (501, True)
    monkeypatch.setattr(media_cache, "render", lambda spec: FILE)
    response = _get(url)
    assert (response.content, response.headers["Content-Type"]) == (FILE, "video/mp4")
