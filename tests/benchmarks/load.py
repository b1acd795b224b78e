"""A load generator on loopback: kept-alive connections, one request in flight on each.

It is a bare loop over `epoll`, so that it costs less than the fastest server that it measures.
"""

import select
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

from tests.benchmarks.connection import PATIENCE, Connection, Unexpected

CONNECTIONS = 32

__all__ = ["CONNECTIONS", "Measured", "Request", "Unexpected", "load"]


@dataclass(frozen=True)
class Request:
    """One request as it goes over the wire, to a port of loopback."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def wire(self, port: int) -> bytes:
        """Its bytes."""
        lines = [f"{self.method} {self.target} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.method != "GET":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Measured:
    """How many requests in how many seconds, and each one's latency in seconds, sorted."""

    seconds: float
    latencies: list[float]

    @property
    def count(self) -> int:
        """Requests that were answered."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.count / self.seconds

    def percentile(self, percent: float) -> float:
        """Milliseconds that so many per cent of the requests did not exceed."""
        return self.latencies[min(self.count - 1, int(self.count * percent / 100))] * 1000


def load(
    port: int,
    requests: Sequence[Request],
    *,
    seconds: float = float("inf"),
    count: int | None = None,
    connections: int = CONNECTIONS,
    classes: bytes = b"2",
) -> Measured:
    """Ask for the same things over and over, for so long or so often.

    `Unexpected` if an answer's status begins with none of the digits in `classes`.
    """
    wires = islice(cycle([request.wire(port) for request in requests]), count)
    start = perf_counter()
    latencies = _Load(port, wires, start + seconds, classes).run(connections)
    return Measured(perf_counter() - start, sorted(latencies))


class _Load:
    """What is still to be sent, until when, and over what."""

    def __init__(self, port: int, wires: Iterator[bytes], end: float, classes: bytes) -> None:
        self._classes = classes
        self._port = port
        self._wires = wires
        self._end = end
        self._open: dict[int, Connection] = {}
        self._latencies: list[float] = []

    def run(self, connections: int) -> list[float]:
        """Latencies in seconds."""
        with select.epoll() as self._poll:
            try:
                for _ in range(connections):
                    self._connect()
                while self._open:
                    self._turn()
            finally:
                for connection in self._open.values():
                    connection.socket.close()
        return self._latencies

    def _turn(self) -> None:
        if not (ready := self._poll.poll(PATIENCE)):
            raise Unexpected(f"no answer within {PATIENCE} s")
        for number, _ in ready:
            connection = self._open[number]
            if not connection.take():
                continue
            self._latencies.append(perf_counter() - connection.began)
            if not connection.last and (wire := self._next()) is not None:
                connection.send(wire)
                continue
            self._poll.unregister(number)
            self._open.pop(number).socket.close()
            if connection.last:
                self._connect()

    def _connect(self) -> None:
        if (wire := self._next()) is not None:
            connection = Connection(self._port, self._classes)
            connection.send(wire)
            self._open[connection.socket.fileno()] = connection
            self._poll.register(connection.socket, select.EPOLLIN)

    def _next(self) -> bytes | None:
        return next(self._wires, None) if perf_counter() < self._end else None
