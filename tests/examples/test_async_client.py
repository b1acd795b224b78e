"""Async clients: inside a coroutine, await the twins whose names begin with `a`.

The receiver of webhooks runs on the same event loop as the test, and answers while it waits.
"""

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from dressform import MockWorkspace


@pytest.mark.asyncio
async def test_a_shoot_and_its_webhook_on_one_event_loop(mock_uwear: MockWorkspace) -> None:
    events = []

    async def hook(request: web.Request) -> web.Response:
        events.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    headers = {"Authorization": f"Bearer {mock_uwear.api_key}"}
    async with TestServer(app) as receiver, ClientSession(headers=headers) as http:
        order = {
            "prompt": "a kimono",
            "num_images": 1,
            "webhook_url": str(receiver.make_url("/hook")),
        }
        async with http.post(f"{mock_uwear.base_url}/generation", json=order) as response:
            generation = (await response.json())["generation_id"]

        await mock_uwear.aadvance(minutes=5)

        async with http.get(f"{mock_uwear.base_url}/generation/{generation}") as response:
            assert "Done" == (await response.json())["status"]
    assert ["generation.completed"] == [event["type"] for event in events]
    assert 995 == await mock_uwear.acredits()
