"""What was rendered is kept within a bound, and comes back as it was."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dressform.http import media_cache
from dressform.http.media_cache import MediaCache
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


def test_the_cache_keeps_to_its_bound_and_throws_the_least_used_away_first(
    shop: Shop, studio: Studio
) -> None:
    first, second, third = result_urls(shop, 3)
    media = shop.server.media
    media.limit = 2500
    for url in (first, second, first, third):
        fetch(url)
        assert media.size <= media.limit
        assert sum(len(path.read_bytes()) for path in _files(media)) == media.size
    assert len(studio.rendered) == 3
    fetch(first)
    assert len(studio.rendered) == 3
    fetch(second)
    assert len(studio.rendered) == 4


def test_a_file_that_came_back_has_the_etag_it_had(shop: Shop, studio: Studio) -> None:
    """So that a client which revalidates is told the truth: nothing has changed."""
    (url,) = result_urls(shop, 1)
    first = fetch(url)
    shop.server.media.limit = 0
    fetch(url)
    assert _files(shop.server.media) == []
    again = fetch(url)
    assert len(studio.rendered) == 2
    for name in ("ETag", "Last-Modified"):
        assert again.headers[name] == first.headers[name]


def test_equal_workspaces_share_what_was_rendered(server: Server, studio: Studio) -> None:
    """Same seed, same calls: same bytes, whatever the clock. And one ETag, in either order."""
    shops = [open_shop(server, clock={"now": f"202{n}-01-01T00:00:00Z"}) for n in (6, 7)]
    urls = [result_urls(shop, 1)[0] for shop in shops]
    etags = {fetch(url).headers["ETag"] for url in (*urls, *reversed(urls))}
    assert (len(studio.rendered), len(etags)) == (1, 1)
    for shop in shops:
        shop.http.close()


def test_different_files_have_different_etags(shop: Shop, studio: Studio) -> None:
    assert len({fetch(url).headers["ETag"] for url in result_urls(shop, 3)}) == 3


def test_a_file_is_let_go_when_its_client_hangs_up(shop: Shop, studio: Studio) -> None:
    studio.size = 20_000_000
    (url,) = result_urls(shop, 1)
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        client.sendall(f"GET {place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        (file,) = shop.server.media._files.values()
        assert file.holders == 1
    wait_until(lambda: file.holders == 0)


def test_a_held_file_is_never_thrown_away() -> None:
    async def run() -> None:
        cache = MediaCache(limit=0)
        one, two = await cache.hold(b"one"), await cache.hold(b"two")
        assert await cache.hold(b"one") == one
        cache.release(b"one")
        cache.release(b"two")
        assert (one.read_bytes(), two.exists(), cache.size) == (b"one", False, 3)
        cache.release(b"one")
        assert (one.exists(), cache.size) == (False, 0)
        await cache.close()

    asyncio.run(run())


def test_no_more_than_so_many_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_cache, "MAX_FILES", 2)

    async def run() -> None:
        cache = MediaCache()
        for spec in (b"one", b"two", b"one", b"three"):
            await cache.hold(spec)
            cache.release(spec)
        assert (len(_files(cache)), cache.size) == (2, len(b"one" + b"three"))
        await cache.close()

    asyncio.run(run())


def test_closing_waits_for_no_rendering_and_leaves_no_files(studio: Studio) -> None:
    async def run() -> None:
        cache = MediaCache()
        folder = (await cache.hold(b"one")).parent
        studio.open.clear()
        holding = asyncio.create_task(cache.hold("a scene"))  # type: ignore[arg-type]
        await asyncio.to_thread(studio.busy.wait, 10)
        await cache.close()
        with pytest.raises(asyncio.CancelledError):
            await holding
        assert not folder.exists()

    asyncio.run(run())
    studio.open.set()


def _files(media: MediaCache) -> list[Path]:
    return list(Path(media._folder.name).iterdir())
