"""A webhook receiver, such as yours may be: it verifies, drops what it knows, acknowledges."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import time_machine
from standardwebhooks import Webhook, WebhookVerificationError


@dataclass
class Inbox:
    """What has arrived. `outage`: so many webhooks find the receiver down."""

    secret: str
    outage: int = 0
    url: str = ""
    arrived: int = 0
    events: dict[str, Any] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """The status with which a webhook is answered."""
        self.arrived += 1
        if self.arrived <= self.outage:
            return 503
        try:
            event = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError as error:
            self.refusals.append(str(error))
            return 401
        self.events.setdefault(headers["webhook-id"], event)
        return 204


@contextmanager
def receiving(secret: str, now: Callable[[], datetime]) -> Iterator[Inbox]:
    """A receiver on loopback whose clock is `now`: the account's, not the machine's.

    A signature holds for five minutes. In a test that travels in time the account is hours ahead of
    the machine, and so must be the clock of whoever verifies.
    """
    inbox = Inbox(secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with time_machine.travel(now(), tick=False):
                status = inbox.take(dict(self.headers), body)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        inbox.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield inbox
        server.shutdown()
        thread.join()
