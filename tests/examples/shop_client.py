"""A small client of Uwear, such as yours may be: create, wait, download.

It repeats what can be repeated safely. A GET always can; a POST only where the answer says that
nothing was done, and after no answer at all it looks first, so that nothing is paid for twice.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any, Self

import requests

Json = dict[str, Any]
NETWORK = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class OutOfCredits(Exception):
    """The account cannot pay for this."""


class GenerationFailed(Exception):
    """The vendor gave up on a generation."""


class Expired(Exception):
    """The URL of a result is older than four hours."""


class ShopClient:
    """One account at Uwear. `sleep` is how it waits, in seconds: a test may hand in its own."""

    def __init__(
        self, base_url: str, api_key: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.base_url, self.sleep, self.timeout, self.tries = base_url, sleep, 30.0, 5
        self.unanswered = 0
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {api_key}"
        self._made: set[int] = set()

    def create(self, prompt: str, **settings: Any) -> int:
        """Ask for one picture; the generation's id."""
        order = {"prompt": prompt, "num_images": 1, **settings}
        for _ in range(self.tries):
            try:
                response = self._send("POST", f"{self.base_url}/generation", json=order)
                made = _json(response)["generation_id"]
            except NETWORK:
                made = self._unheard(prompt)
            if made is not None:
                self._made.add(made)
                return int(made)
        raise ConnectionError("no answer to any try")

    def wait(self, generation_id: int, *, patience: float = 300) -> Json:
        """Poll, ever more slowly, until the generation has ended; at most `patience` seconds."""
        for pause in _pauses(patience):
            generation: Json = self.get(f"/generation/{generation_id}")
            if generation["status"] == "Done":
                return generation
            if generation["status"] == "Error":
                raise GenerationFailed(generation_id)
            self.sleep(pause)
        raise TimeoutError(f"generation {generation_id} did not end in {patience} s")

    def download(self, url: str) -> bytes:
        """A result's bytes."""
        response = self._again(url)
        if response.status_code == 403:
            raise Expired(url)
        response.raise_for_status()
        return response.content

    def shoot(self, prompt: str, **settings: Any) -> list[bytes]:
        """Create, wait and download at once."""
        done = self.wait(self.create(prompt, **settings))
        return [self.download(result["url"]) for result in done["generation_results"]]

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at a path of the API."""
        return _json(self._again(self.base_url + path, params=query))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _again(self, url: str, **arguments: Any) -> requests.Response:
        """A GET, repeated while the network or the server fails."""
        for pause in range(1, self.tries):
            try:
                response = self._send("GET", url, **arguments)
                if response.status_code < 500:
                    return response
            except NETWORK:
                pass
            self.sleep(pause)
        return self._send("GET", url, **arguments)

    def _send(self, method: str, url: str, **arguments: Any) -> requests.Response:
        """One request, and again after as long as a 429 asks for."""
        while True:
            try:
                response = self._http.request(method, url, timeout=self.timeout, **arguments)
            except NETWORK:
                self.unanswered += 1
                raise
            if response.status_code != 429:
                return response
            self.sleep(float(response.headers["Retry-After"]))

    def _unheard(self, prompt: str) -> int | None:
        """The generation whose answer got lost, if it was made."""
        for generation in self.get("/generations")["data"]:
            known = generation["generation_id"] in self._made
            if not known and json.loads(generation["payload"])["prompt"] == prompt:
                return int(generation["generation_id"])
        return None


def _json(response: requests.Response) -> Any:
    if response.status_code == 402:
        raise OutOfCredits(response.json()["detail"])
    response.raise_for_status()
    return response.json()


def _pauses(patience: float) -> Iterator[float]:
    pause = 2.0
    while patience > 0:
        yield pause
        patience, pause = patience - pause, min(pause * 1.5, 30)
