"""A load generator on loopback: kept-alive connections, one request in flight on each."""

import asyncio
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Measured:
    """Requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


async def load(
    url: str, key: str, body: bytes | None, *, seconds: float, connections: int
) -> Measured:
    """Ask for the same thing over and over; an answer that is not 2xx is an error."""
    place = urlsplit(url)
    method = "GET" if body is None else "POST"
    head = (
        f"{method} {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body or b'')}\r\n\r\n"
    )
    request = head.encode() + (body or b"")
    latencies: list[float] = []
    start = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_connection(place.port or 80, request, start + seconds, latencies))
    cuts = quantiles(latencies, n=100)
    return Measured(len(latencies) / (perf_counter() - start), cuts[49] * 1000, cuts[98] * 1000)


async def _connection(port: int, request: bytes, end: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (began := perf_counter()) < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(head.decode())
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        latencies.append(perf_counter() - began)
    writer.close()
