"""Deployments that are no API, or none that keeps to HTTP."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Act = Callable[[socket.socket, threading.Event], None]
"""What is done to a connection once its request has come; the event is set when the test is over."""


@contextmanager
def odd(act: Act, seen: list[bytes] | None = None) -> Iterator[str]:
    """The base URL of a deployment that does this to everybody who asks for anything. What it is
    asked is appended to `seen`.
    """
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            request = b""
            while b"\r\n\r\n" not in request:
                request += (more := connection.recv(65536))
                if not more or not request.startswith((b"GET ", b"POST ")):
                    return
            if seen is not None:
                seen.append(request)
            act(connection, over)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=serve, args=(connection,)))
                threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/uwear"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [accepting, *threads]:
            thread.join(10)


def answer(status: str, *headers: str, body: str = "") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, "", body]).encode()


def says(sent: bytes) -> Act:
    """Send these bytes and hang up."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(sent)

    return act


def hangs(connection: socket.socket, over: threading.Event) -> None:
    """Say nothing."""
    over.wait(30)


def drips(what: bytes) -> Act:
    """Begin with that, and then send a byte now and then."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(what)
        while not over.wait(0.05):
            connection.sendall(b" ")

    return act
