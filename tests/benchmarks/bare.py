"""The yardstick: aiohttp alone, reading a JSON body and answering one of the same size."""

import asyncio
import json

from aiohttp import web

BODY = json.dumps({"generation_id": 1, "payload": "x" * 300}).encode()


async def post(request: web.Request) -> web.Response:
    """Parse what was sent, answer JSON."""
    json.loads(await request.read())
    return web.Response(body=BODY, content_type="application/json")


async def get(request: web.Request) -> web.Response:
    """Answer JSON."""
    return web.Response(body=BODY, content_type="application/json")


async def serve() -> None:
    """Serve on a free port of loopback, printed, until ended."""
    app = web.Application()
    app.router.add_post("/generation", post)
    app.router.add_get("/generation/{id}", get)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)  # noqa: T201 - its output
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
