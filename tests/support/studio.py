"""Rendering in the hands of a test."""

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import requests

from tests.support.serving import Shop

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


class Studio:
    """Renders in the hands of a test: counted, and held until `open` is set."""

    def __init__(self) -> None:
        self.size = 1000
        self.rendered: list[Any] = []
        self.threads: set[str] = set()
        self.open = threading.Event()
        self.busy = threading.Event()
        self.open.set()

    def render(self, spec: Any) -> bytes:
        self.rendered.append(spec)
        self.threads.add(threading.current_thread().name)
        self.busy.set()
        assert self.open.wait(10)
        number = self.rendered.index(spec)  # equal specs, equal bytes
        return bytes([number]) * self.size


def result_urls(shop: Shop, number: int) -> list[str]:
    for _ in range(number):
        shop.json("POST", "/generation", json=CHEAP)
    shop.advance(to="idle")
    return [row["url"] for row in shop.json("GET", "/generation-results")["data"]]


def fetch(url: str) -> requests.Response:
    """The file. The server is done with it: it has answered once more on the same connection."""
    with requests.Session() as http:
        response = http.get(url, timeout=20)
        assert response.status_code == 200, response.text
        http.get(urljoin(url, "/_mock/health"), timeout=20)
        return response


def wait_until(condition: Callable[[], bool]) -> None:
    """For what another thread is about to do."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0)
