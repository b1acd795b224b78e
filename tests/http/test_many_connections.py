"""A thousand clients at once are all served, and one that does not read stalls only itself."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import AsyncExitStack
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from tests.support.serving import Shop, open_shop, serving
from tests.support.studio import Studio, result_urls

CLIENTS = 1000
SLOW = 40
PIPELINED = 200

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def files() -> Iterator[None]:
    """Enough of them for both ends of every connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CLIENTS + 500
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"only {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An account on a server of its own, so that no other test finds its pictures."""
    with serving() as server:
        shop = open_shop(server, credits=100_000, clock={"mode": "manual"})
        with shop.http:
            yield shop


def request(shop: Shop, method: str, path: str, body: bytes = b"") -> bytes:
    """As it goes over the wire."""
    place = urlsplit(shop.base_url)
    return (
        f"{method} {place.path}{path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
        f"Authorization: Bearer {shop.facts['api_key']}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def ask(connection: Connection, sent: bytes) -> tuple[bytes, bytes]:
    """The first line and the body of an answer."""
    reader, writer = connection
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return head.partition(b"\r\n")[0], await reader.readexactly(length)


async def connect(shop: Shop, stack: AsyncExitStack) -> Connection:
    place = urlsplit(shop.base_url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    stack.callback(writer.close)
    return reader, writer


CREATE = b'{"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}'


def test_a_thousand_clients_at_once_are_all_served_twice_over(shop: Shop) -> None:
    async def run() -> list[bytes]:
        async with AsyncExitStack() as stack:
            opened = [connect(shop, stack) for _ in range(CLIENTS)]
            connections = await asyncio.gather(*opened)
            lines = []
            for sent in (request(shop, "POST", "/generation", CREATE),) * 2:
                answers = await asyncio.gather(*(ask(each, sent) for each in connections))
                lines += [line for line, _ in answers]
            return lines

    lines = asyncio.run(asyncio.wait_for(run(), 60))
    assert lines == [b"HTTP/1.1 200 OK"] * 2 * CLIENTS
    assert len(shop.control("GET", "jobs")["items"]) == 2 * CLIENTS


def test_clients_that_do_not_read_stall_only_themselves(shop: Shop, studio: Studio) -> None:
    """Some ask for page after page, some for a file of 20 MB, and none reads a byte of it."""
    studio.size = 20_000_000
    (url,) = result_urls(shop, 1)
    for _ in range(50):
        shop.json(
            "POST",
            "/generation",
            json={"model_slug": "gemini-flash", "prompt": "p" * 1000, "num_images": 1},
        )
    pages = request(shop, "GET", "/generations?items_per_page=100") * PIPELINED
    path = urlsplit(url).path.removeprefix(urlsplit(shop.base_url).path)

    async def run() -> float:
        async with AsyncExitStack() as stack:
            for number in range(SLOW):
                _, writer = await connect(shop, stack)
                writer.transport.pause_reading()  # type: ignore[attr-defined]
                writer.write(pages if number % 2 else request(shop, "GET", path))
            await asyncio.sleep(0.5)
            began = perf_counter()
            connections = [await connect(shop, stack) for _ in range(20)]
            for _ in range(10):
                poll = request(shop, "GET", "/generation/1")
                answers = await asyncio.gather(*(ask(each, poll) for each in connections))
                assert {line for line, _ in answers} == {b"HTTP/1.1 200 OK"}
            return perf_counter() - began

    assert asyncio.run(asyncio.wait_for(run(), 60)) < 10
