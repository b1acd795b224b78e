"""A receiver of webhooks that costs next to nothing: says 204, counts, and keeps its connections."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_CLOSING = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


class Receiver:
    """Where it listens, and how many requests have been answered, over how many connections."""

    def __init__(self) -> None:
        self.url = ""
        self.count = 0
        self.connections = 0

    def serve(self, connection: socket.socket) -> None:
        """Answer every request of a connection."""
        self.connections += 1
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, suppress(OSError):
            while (closing := _request(connection)) is not None:
                self.count += 1
                connection.sendall(_CLOSING if closing else _ANSWER)
                if closing:
                    return


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on threads of its own, one for each connection."""
    receiver = Receiver()
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=receiver.serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def _request(connection: socket.socket) -> bool | None:
    """Read one; whether it is the last of its connection, or None where there is none any more."""
    read = b""
    while b"\r\n\r\n" not in read:
        if not (more := connection.recv(65536)):
            return None
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    head = head.lower()
    missing = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(body)
    while missing > 0:
        if not (more := connection.recv(65536)):
            return None
        missing -= len(more)
    return b"\r\nconnection: close" in head
