"""Rendering happens once, when it is asked for, and holds up nobody."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from dressform.http import media_cache
from dressform.http.server import Server
from tests.support.serving import Shop, open_shop, serving
from tests.support.studio import Studio, fetch, result_urls, wait_until

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with a cache of its own."""
    with serving() as server:
        yield server


@pytest.fixture
def shop(server: Server) -> Iterator[Shop]:
    shop = open_shop(server, clock={"mode": "manual", "now": "2026-03-01T12:00:00Z"})
    with shop.http:
        yield shop


def test_an_asset_is_rendered_when_first_asked_for_and_only_then(
    shop: Shop, studio: Studio
) -> None:
    first, second = result_urls(shop, 2)
    assert studio.rendered == []
    assert fetch(first).content == fetch(first).content
    assert len(studio.rendered) == 1
    fetch(second)
    assert len(studio.rendered) == 2


def test_what_several_ask_for_at_once_is_rendered_once(shop: Shop, studio: Studio) -> None:
    (url,) = result_urls(shop, 1)
    studio.open.clear()
    with ThreadPoolExecutor(8) as clients:
        downloads = [clients.submit(fetch, url) for _ in range(8)]
        files = shop.server.media._files
        wait_until(lambda: [file.holders for file in files.values()] == [8])
        studio.open.set()
        assert {download.result(20).content for download in downloads} == {bytes(1000)}
    assert len(studio.rendered) == 1


def test_the_server_answers_while_it_renders(shop: Shop, studio: Studio) -> None:
    (url,) = result_urls(shop, 1)
    studio.open.clear()
    with ThreadPoolExecutor(1) as client:
        download = client.submit(fetch, url)
        assert studio.busy.wait(10)
        assert requests.get(f"{shop.server.origin}/_mock/health", timeout=10).ok
        assert shop.json("GET", "/cameras")
        assert not download.done()
        studio.open.set()
        assert download.result(20).content == bytes(1000)
    assert studio.threads == {"dressform-media"}


def test_never_more_than_two_are_rendered_at_once(shop: Shop, studio: Studio) -> None:
    urls = result_urls(shop, 4)
    studio.open.clear()
    with ThreadPoolExecutor(4) as clients:
        downloads = [clients.submit(fetch, url) for url in urls]
        files = shop.server.media._files
        wait_until(lambda: sum(file.holders for file in files.values()) == 4)
        wait_until(lambda: len(studio.rendered) >= 2)
        assert requests.get(f"{shop.server.origin}/_mock/health", timeout=10).ok
        assert len(studio.rendered) == 2
        studio.open.set()
        assert all(download.result(20).ok for download in downloads)
    assert len(studio.rendered) == 4


def test_a_workspace_may_be_deleted_while_its_file_is_rendered(shop: Shop, studio: Studio) -> None:
    (url,) = result_urls(shop, 1)
    studio.open.clear()
    with ThreadPoolExecutor(1) as client:
        download = client.submit(fetch, url)
        assert studio.busy.wait(10)
        assert requests.delete(shop.control_url, timeout=10).status_code == 204
        studio.open.set()
        assert download.result(20).content == bytes(1000)
    assert requests.get(url, timeout=10).status_code == 404


def test_a_rendering_that_failed_is_tried_again(
    shop: Shop, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    (url,) = result_urls(shop, 1)

    def fail(spec: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(media_cache, "render", fail)
    assert requests.get(url, timeout=10).status_code == 500
    assert (shop.server.media._files, shop.server.media.size) == ({}, 0)
    monkeypatch.setattr(media_cache, "render", studio.render)
    assert fetch(url).content == bytes(1000)
