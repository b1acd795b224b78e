"""A client of Uwear as somebody would write it, and a webhook receiver on its own event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from aiohttp import web

from dressform import MockWorkspace

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


class Client:
    """Knows a base URL and a key, and nothing of Dressform."""

    def __init__(self, shop: MockWorkspace) -> None:
        self._base_url = shop.base_url
        self._headers = {"Authorization": f"Bearer {shop.api_key}"}

    def call(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """One request."""
        url = self._base_url + path
        return requests.request(method, url, headers=self._headers, timeout=30, **arguments)

    def create(self, **more: Any) -> int:
        """The id of a new generation."""
        response = self.call("POST", "/generation", json=CHEAP | more)
        assert response.status_code == 200, response.text
        return int(response.json()["generation_id"])

    def poll(self, job: int, sleep: Callable[[float], None]) -> list[str]:
        """The statuses seen until the job has ended."""
        seen: list[str] = []
        while not seen or seen[-1] not in {"Done", "Failed"}:
            if seen:
                sleep(2.0)
            response = self.call("GET", f"/generation/{job}")
            assert response.status_code == 200, response.text
            seen.append(response.json()["status"])
        return seen


@dataclass
class Hook:
    """What arrived at a receiver, which answers once `open` is set."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    rang: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def receiving_here() -> AsyncIterator[Hook]:
    """A webhook receiver on the event loop that runs: it answers only while that one is free."""
    hook = Hook()
    hook.open.set()

    async def arrive(request: web.Request) -> web.Response:
        hook.bodies.append(await request.read())
        hook.rang.set()
        await hook.open.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", arrive)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield hook
    finally:
        await runner.cleanup()
