"""Source pictures: looked at where that is allowed, and refused if they cannot be used."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.vendors.productai.pictures import TOO_LARGE
from tests.support.hosting import Host, answers, hosting
from tests.support.pictures import BROKEN, SOUND, picture
from tests.support.productai import CHEAP, TWO, refusal
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

POSTS = ["/api/generate", "/api/upscale"]
WIDE = picture("PNG", (600, 300))


def sized(size: int) -> bytes:
    """A sound picture of so many bytes."""
    return SOUND["png"] + bytes(size - len(SOUND["png"]))


PAGES = {
    "/wide.png": WIDE,
    "/tall.jpg": picture("JPEG", (300, 450)),
    "/largest.png": sized(TOO_LARGE - 1),
    "/too-large.png": sized(TOO_LARGE),
    "/huge.gif": bytes(TOO_LARGE + 1),
    **{f"/sound/{n}": data for n, data in enumerate(SOUND.values())},
    **{f"/broken/{n}": data for n, data in enumerate(BROKEN.values())},
    "/gone": answers(410),
}


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosting(PAGES) as host:
        yield host


def ask(shop: Shop, path: str, url: str | list[str]) -> requests.Response:
    body = CHEAP | {"model": "nanobanana"} if path.endswith("generate") else {}
    return shop.call("POST", path, json=body | {"image_url": url})


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("number", range(len(SOUND)), ids=list(SOUND))
def test_a_png_a_jpeg_and_a_webp_are_taken(
    productai: Shop, host: Host, path: str, number: int
) -> None:
    assert ask(productai, path, host.url(f"/sound/{number}")).status_code == 200


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("number", range(len(BROKEN)), ids=list(BROKEN))
def test_a_file_that_lies_about_its_type_is_refused(
    productai: Shop, host: Host, path: str, number: int
) -> None:
    before = productai.state()
    code, details = refusal(ask(productai, path, host.url(f"/broken/{number}")), 400)
    assert code == "INVALID_IMAGE_URL"
    assert details.startswith("image_url: not a usable image: ")
    assert productai.state() == before


@pytest.mark.parametrize("path", POSTS)
def test_a_picture_has_to_be_below_10_mb(productai: Shop, host: Host, path: str) -> None:
    assert ask(productai, path, host.url("/largest.png")).status_code == 200
    for name in ("/too-large.png", "/huge.gif"):
        answer = ask(productai, path, host.url(name))
        assert refusal(answer, 400) == (
            "INVALID_IMAGE_URL",
            "image_url: the image is not below 10MB",
        )


@pytest.mark.parametrize("path", POSTS)
def test_a_picture_that_is_not_there_is_refused(productai: Shop, host: Host, path: str) -> None:
    answer = ask(productai, path, host.url("/gone"))
    assert refusal(answer, 400) == ("INVALID_IMAGE_URL", "image_url: it answers 410")


def test_the_picture_that_is_at_fault_is_named(productai: Shop, host: Host) -> None:
    answer = ask(productai, POSTS[0], [host.url("/wide.png"), host.url("/nothing")])
    assert refusal(answer, 400) == ("INVALID_IMAGE_URL", "image_url[1]: it answers 404")


def test_a_picture_elsewhere_is_taken_on_trust(productai: Shop) -> None:
    assert ask(productai, POSTS[0], TWO).status_code == 200
    assert ask(productai, POSTS[1], "http://192.0.2.1/a.png").status_code == 200


def test_who_is_over_the_limit_or_has_no_key_makes_nobody_fetch(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("productai", rate_limit=1, clock={"mode": "manual"})
    with hosting({"/a.png": WIDE}) as host:
        body = CHEAP | {"image_url": host.url("/a.png")}
        assert (
            shop.call("POST", POSTS[0], json=body, headers={"x-api-key": "no"}).status_code == 401
        )
        assert shop.call("POST", POSTS[0], json=body | {"prompt": ""}).status_code == 400
        assert shop.call("POST", POSTS[0], json=body).status_code == 429
        assert host.paths == []


def test_a_picture_that_cannot_be_used_is_told_before_the_tokens_are_counted(
    open_workspace: OpenWorkspace, host: Host
) -> None:
    shop = open_workspace("productai", credits=0, clock={"mode": "manual"})
    assert refusal(ask(shop, POSTS[1], host.url("/gone")), 400)[0] == "INVALID_IMAGE_URL"
    assert refusal(ask(shop, POSTS[1], host.url("/wide.png")), 402)[0] == "OUT_OF_TOKENS"
