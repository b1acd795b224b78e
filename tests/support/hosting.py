"""A stock HTTP server on loopback that has pictures, or whatever a test wants to lie at a path."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = bytes | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Host:
    """What is served where. `asked` are path and headers of each request, in order."""

    port: int
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Where a page lies, by any name of this machine."""
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


def answers(status: int, body: bytes = b"", **headers: str) -> Page:
    """A page with that status; header names have `_` for `-`."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def moved(place: str, status: int = 302) -> Page:
    """A redirect."""
    return answers(status, Location=place)


@contextmanager
def hosting(pages: Mapping[str, Page]) -> Iterator[Host]:
    """A running server; bytes are answered with 200, what is not there with 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append((self.path, dict(self.headers.items())))
            page = pages.get(self.path, answers(404))
            if isinstance(page, bytes):
                page = answers(200, page)
            page(self)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
