"""A receiver that says what a test has written down, over connections that it keeps."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Said = bytes | float | Literal["hang up"]
"""Bytes to send, seconds to wait, or the end of the connection."""


@dataclass
class Scripted:
    """`requests` are the bodies that arrived; `connections` how many each connection brought."""

    url: str = ""
    requests: list[bytes] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)


@contextmanager
def scripted(*answers: Sequence[Said], host: str = "127.0.0.1") -> Iterator[Scripted]:
    """Each request is answered by the next of them, the last one for good."""
    receiver, left = Scripted(), list(answers)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family)
    place = f"[{host}]" if ":" in host else host
    receiver.url = f"http://{place}:{listener.getsockname()[1]}/hook"

    def serve(connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as stream:
            mine = len(receiver.connections)
            receiver.connections.append(0)
            while stream.readline():
                headers = {}
                while (line := stream.readline().strip()) != b"":
                    name, _, value = line.partition(b":")
                    headers[name.lower()] = value.strip()
                receiver.requests.append(stream.read(int(headers[b"content-length"])))
                receiver.connections[mine] += 1
                for said in left.pop(0) if len(left) > 1 else left[0]:
                    if said == "hang up":
                        return
                    if isinstance(said, bytes):
                        connection.sendall(said)
                    elif isinstance(said, float):
                        time.sleep(said)
                if headers.get(b"connection") == b"close":
                    return

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield receiver
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)
