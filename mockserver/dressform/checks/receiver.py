"""A webhook receiver: it takes down what arrives, and answers what it is told to."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dressform.checks.errors import Mismatch

_PAUSE = 0.5
_MOST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Received:
    """One request that arrived. `headers` are by lower-case name."""

    method: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; a body that is none is a mismatch."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Mismatch(f"a webhook came with a body that is no JSON: {self.body!r}") from None


@dataclass
class Inbox:
    """A place of its own to send webhooks to. `statuses` are answered first to last, the last one
    for good; `received` is what has arrived, in order.
    """

    url: str
    statuses: list[int] = field(default_factory=lambda: [200])
    received: list[Received] = field(default_factory=list)
    real_time: bool = False

    def answers(self, *statuses: int) -> None:
        """What is answered from now on."""
        self.statuses = list(statuses)

    def arrived(self, count: int, within: float = 0.0) -> list[Received]:
        """What has arrived once there are so many, or once `within` seconds are over."""
        deadline = time.monotonic() + (within if self.real_time else 0.0)
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(_PAUSE)
        return list(self.received)

    def next_status(self) -> int:
        """The status to answer now."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


class Receiver:
    """A server on loopback with an inbox for each path. `public` is the URL under which a real
    deployment reaches it, through a tunnel.
    """

    def __init__(self, public: str | None = None, port: int = 0) -> None:
        self._inboxes: dict[str, Inbox] = {}
        inboxes = self._inboxes

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), _MOST))
                inbox = inboxes.get(self.path.rpartition("/")[2])
                headers = {name.lower(): value for name, value in self.headers.items()}
                if inbox is not None:
                    inbox.received.append(Received(self.command, headers, body))
                self.send_response(404 if inbox is None else inbox.next_status())
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PUT = do_GET = do_POST  # noqa: N815 - the base class names them so

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._public = (public or f"http://127.0.0.1:{self._server.server_port}").rstrip("/")
        self._real_time = public is not None
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True, name="dressform-webhooks"
        )
        self._thread.start()

    def inbox(self) -> Inbox:
        """A fresh place."""
        name = f"hook-{len(self._inboxes) + 1}"
        inbox = Inbox(f"{self._public}/{name}", real_time=self._real_time)
        self._inboxes[name] = inbox
        return inbox

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
