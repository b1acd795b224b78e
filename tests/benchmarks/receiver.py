"""A receiver of webhooks that costs next to nothing: says 204, and counts."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


class Receiver:
    """Where it listens, and how many requests have been answered."""

    def __init__(self) -> None:
        self.url = ""
        self.count = 0


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a thread of its own."""
    receiver, loop = Receiver(), asyncio.new_event_loop()

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport, self.read = transport, b""

        def data_received(self, data: bytes) -> None:
            self.read += data
            head, end, body = self.read.partition(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            if end and len(body) >= int(length or 0):
                receiver.count += 1
                self.transport.write(_ANSWER)
                self.transport.close()

    async def listen() -> asyncio.Server:
        return await loop.create_server(Protocol, "127.0.0.1", 0, backlog=1024)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
