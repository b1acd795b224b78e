"""The yardstick: aiohttp alone, on the event loop and with the JSON codec that Dressform has.

`python -m tests.benchmarks.bare PORT FILE`: the file holds JSON by paths, which a POST and a GET there
answer, the POST once it has parsed its body.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.Response]]


def answering(value: Any) -> tuple[Handler, Handler]:
    """Handlers of POST and GET that answer it."""
    encode, decode = msgspec.json.encode, msgspec.json.decode

    async def post(request: web.Request) -> web.Response:
        decode(await request.read())
        return web.Response(body=encode(value), content_type="application/json")

    async def get(request: web.Request) -> web.Response:
        return web.Response(body=encode(value), content_type="application/json")

    return post, get


async def serve(port: int, answers: dict[str, Any]) -> None:
    """Serve on loopback until ended."""
    app = web.Application()
    for path, value in answers.items():
        post, get = answering(value)
        app.router.add_post(path, post)
        app.router.add_get(path, get)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def loop_factory() -> Any:
    """Uvloop's event loop where it is installed, else asyncio's own: as `dressform serve` has it."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve(int(sys.argv[1]), msgspec.json.decode(Path(sys.argv[2]).read_bytes())))
