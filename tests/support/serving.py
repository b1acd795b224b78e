"""A real server on a thread of its own, driven over HTTP as a user drives it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from dressform.http.server import Options, Server
from dressform.vendors import VENDORS
from tests.support.control_contract import judge

Json = dict[str, Any]


@contextmanager
def serving(**options: Any) -> Iterator[Server]:
    """A started server; strict, so that every answer in every test is held to the contract."""
    settings: Json = {"vendors": tuple(VENDORS.values()), "strict": True, "mode": "manual"}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Server(Options(**settings | options))
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
        try:
            yield server
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@dataclass
class Shop:
    """One workspace of a vendor on a running server, and a stock HTTP client with its key."""

    server: Server
    vendor: str
    facts: Json
    http: requests.Session

    @property
    def base_url(self) -> str:
        """The drop-in for the vendor's documented base URL."""
        return str(self.facts["base_url"])

    @property
    def control_url(self) -> str:
        """The workspace's place in the control API."""
        return f"{self.server.origin}/_mock/{self.vendor}/workspaces/{self.facts['id']}"

    @property
    def credits(self) -> int:
        """The balance, by the ledger."""
        return int(self.control("GET", "ledger")["balance"])

    def call(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """One request to the vendor."""
        return self.http.request(method, self.base_url + path, timeout=30, **arguments)

    def json(self, method: str, path: str, **arguments: Any) -> Any:
        """The JSON of an answer that has to be 200."""
        response = self.call(method, path, **arguments)
        assert response.status_code == 200, response.text
        return response.json()

    def control(self, method: str, path: str = "", **arguments: Any) -> Any:
        """The JSON of an answer of the control API that has to be a success, None if it has no body."""
        response = self.order(method, path, **arguments)
        assert response.ok, response.text
        return response.json() if response.content else None

    def order(self, method: str, path: str = "", **arguments: Any) -> requests.Response:
        """Any answer of the control API; its own document has to have it."""
        url = f"{self.control_url}/{path}".rstrip("/")
        response = requests.request(method, url, timeout=60, **arguments)
        judge(response)
        return response

    def advance(self, **span: Any) -> list[Json]:
        """Move the workspace's time by `seconds=` or `to="next"|"idle"`; what fired."""
        fired: list[Json] = self.control("POST", "clock/advance", json=span)["fired"]
        return fired

    def state(self) -> Json:
        """Everything that a refused request must leave as it is."""
        return {
            name: self.control("GET", name)["items"] for name in ("ledger", "jobs", "deliveries")
        }


_CREDENTIALS = {"productai": ("x-api-key", "")}
"""The header that a key goes in, and what stands before it, where that is not a bearer token."""

OpenWorkspace = Callable[..., Shop]


def open_shop(server: Server, vendor: str = "uwear", **settings: Any) -> Shop:
    """A fresh workspace."""
    response = requests.post(
        f"{server.origin}/_mock/{vendor}/workspaces", json=settings, timeout=10
    )
    assert response.status_code == 201, response.text
    http = requests.Session()
    header, scheme = _CREDENTIALS.get(vendor, ("Authorization", "Bearer "))
    http.headers[header] = f"{scheme}{response.json()['api_key']}"
    return Shop(server, vendor, response.json(), http)
