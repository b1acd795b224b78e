"""A webhook receiver that misbehaves on the wire as no HTTP server would."""

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@dataclass
class OddReceiver:
    """`arrived` gets each request as it came; `over` is set when the test is."""

    url: str = ""
    arrived: "queue.Queue[bytes]" = field(default_factory=queue.Queue)
    over: threading.Event = field(default_factory=threading.Event)


Act = Callable[[socket.socket, OddReceiver], None]


@contextmanager
def acting(*acts: Act) -> Iterator[OddReceiver]:
    """A receiver that does one thing after the other to those who connect, the last one for good."""
    receiver = OddReceiver()
    left = list(acts)
    listener = socket.create_server(("127.0.0.1", 0))
    receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
    threads = []

    def serve(connection: socket.socket, act: Act) -> None:
        with connection, suppress(OSError):
            request = _read_request(connection)
            if request:
                receiver.arrived.put(request)
                act(connection, receiver)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                act = left.pop(0) if len(left) > 1 else left[0]
                threads.append(threading.Thread(target=serve, args=(connection, act)))
                threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [accepting, *threads]:
            thread.join(10)


def says(answer: bytes) -> Act:
    """Send these bytes and hang up."""

    def act(connection: socket.socket, receiver: OddReceiver) -> None:
        connection.sendall(answer)

    return act


def hangs(connection: socket.socket, receiver: OddReceiver) -> None:
    """Say nothing for as long as the test takes."""
    receiver.over.wait(30)


@contextmanager
def nobody() -> Iterator[str]:
    """The URL of a port where nobody listens, and nobody else will."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/hook"


def _read_request(connection: socket.socket) -> bytes:
    """Head and body as they came, whatever they are (a TLS greeting, say)."""
    request = b""
    while b"\r\n\r\n" not in request:
        if request and not request.startswith(b"POST "):
            return request
        if not (more := connection.recv(65536)):
            return request
        request += more
    head, _, body = request.partition(b"\r\n\r\n")
    lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(lines[b"content-length"]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
