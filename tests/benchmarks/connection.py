"""One kept-alive connection of the load generator, and as much of HTTP as it takes to read answers."""

import socket
from time import perf_counter

PATIENCE = 30.0
"""Seconds without any answer after which something is wrong."""

_READ = 1 << 18
_NO_HEAD, _CHUNKED, _TO_THE_END = -1, -2, -3


class Unexpected(Exception):
    """An answer of another class than expected, or none."""


class Connection:
    """A connection to a port of loopback. `began` is when it last asked; `last`: the server closes
    it after the answer that was read. `classes` are the first digits of statuses that are expected.
    """

    __slots__ = ("_classes", "_left", "_read", "began", "last", "port", "socket")

    def __init__(self, port: int, classes: bytes = b"2") -> None:
        self._classes = classes
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Ask."""
        self._read, self._left, self.last = b"", _NO_HEAD, False
        self.began = perf_counter()
        self.socket.sendall(request)

    def take(self) -> bool:
        """Read what has come; whether the answer is complete."""
        data = self.socket.recv(_READ)
        if not data and self._left != _TO_THE_END:
            raise Unexpected(f"the connection was closed after {self._read[:200]!r}")
        if self._left >= 0:
            self._left -= len(data)
            return self._left == 0
        self._read += data
        if self._left == _NO_HEAD and not self._take_head():
            return False
        if self._left == _CHUNKED:
            return self._read.endswith(b"0\r\n\r\n")
        return not data if self._left == _TO_THE_END else self._left == 0

    def _take_head(self) -> bool:
        head, end, body = self._read.partition(b"\r\n\r\n")
        if not end:
            return False
        if head[9:10] not in self._classes:
            raise Unexpected(self._read[:2000].decode(errors="replace"))
        head = head.lower()
        self.last = b"\r\nconnection: close" in head or head.startswith(b"http/1.0")
        _, found, length = head.partition(b"\r\ncontent-length:")
        if found:
            self._left = int(length.partition(b"\r\n")[0]) - len(body)
        elif b"\r\ntransfer-encoding: chunked" in head:
            self._left = _CHUNKED
        else:
            self._left = _TO_THE_END
        return True
