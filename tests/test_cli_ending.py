"""`dressform serve` ends at once and cleanly, whatever is under way."""

import io
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from PIL import Image

from tests.support.odd_receiver import acting, hangs, nobody
from tests.support.process import Served, serve_dressform

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
FILM = CHEAP | {
    "model_slug": "seedance-2",
    "use_case": "video",
    "duration": 15,
    "image_url": "https://example.com/a.png",
}
SIGNALS = [signal.SIGINT, signal.SIGTERM]


@contextmanager
def an_open_connection(served: Served) -> Iterator[None]:
    with requests.Session() as http:
        assert http.get(f"{served.origin}/_mock/health", timeout=10).ok
        yield


@contextmanager
def a_download_that_nobody_reads(served: Served) -> Iterator[None]:
    image = io.BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    files = {"photo_file": image.getvalue() + bytes(20_000_000)}
    name = {"clothing_item_name": "Shirt"}
    url = _call(served, "/clothing-item", data=name, files=files)["clothing_item_url"]
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        client.sendall(f"GET {place.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(15) == b"HTTP/1.1 200 OK"
        yield


@contextmanager
def a_film_that_is_being_made(served: Served) -> Iterator[None]:
    job = _finished(served, FILM)
    done = requests.get(job, headers=_key(served), timeout=10).json()
    with pytest.raises(requests.ReadTimeout):
        requests.get(done["generation_results"][0]["url"], timeout=0.3)
    yield


@contextmanager
def a_webhook_without_an_answer(served: Served) -> Iterator[None]:
    with acting(hangs) as receiver:
        with pytest.raises(requests.ReadTimeout):
            _finished(served, CHEAP | {"webhook_url": receiver.url}, timeout=0.2)
        receiver.arrived.get(timeout=10)
        yield


@contextmanager
def a_retry_that_is_pending(served: Served) -> Iterator[None]:
    with nobody() as url:
        _finished(served, CHEAP | {"webhook_url": url})
        yield


UNDER_WAY: list[Callable[[Served], AbstractContextManager[None]]] = [
    an_open_connection,
    a_download_that_nobody_reads,
    a_film_that_is_being_made,
    a_webhook_without_an_answer,
    a_retry_that_is_pending,
]


def _key(served: Served) -> dict[str, str]:
    return {"Authorization": f"Bearer {served.exported['UWEAR_API_KEY']}"}


def _call(served: Served, path: str, **body: Any) -> Any:
    url = served.exported["UWEAR_BASE_URL"] + path
    response = requests.post(url, headers=_key(served), timeout=30, **body)
    assert response.ok, response.text
    return response.json()


def _finished(served: Served, body: dict[str, Any], timeout: float = 10) -> str:
    """The URL of a generation that has just ended."""
    job = _call(served, "/generation", json=body)["generation_id"]
    control = f"{served.origin}/_mock/uwear/workspaces/default"
    assert requests.post(f"{control}/jobs/{job}/finish", timeout=timeout).ok
    return f"{served.exported['UWEAR_BASE_URL']}/generation/{job}"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_cleanly(number: int) -> None:
    with serve_dressform() as served:
        status, out, err, _ = served.end(number)
    assert (status, out, err) == (0, "stopped\n", "")


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("under_way", UNDER_WAY)
def test_a_signal_ends_it_at_once_whatever_is_under_way(
    number: int, under_way: Callable[[Served], AbstractContextManager[None]]
) -> None:
    spans = []
    while len(spans) < 3 and min(spans, default=1) >= 1:  # others may need this machine, too
        with serve_dressform("--quiet") as served, under_way(served):
            status, out, err, seconds = served.end(number)
        assert (status, out, err) == (0, "stopped\n", "")
        spans.append(seconds)
    assert min(spans) < 1


def test_it_goes_on_serving_when_nobody_reads_its_lines() -> None:
    with serve_dressform() as served:
        assert served.process.stdout is not None
        served.process.stdout.close()
        for _ in range(3):
            url = f"{served.exported['UWEAR_BASE_URL']}/cameras"
            assert requests.get(url, headers=_key(served), timeout=10).status_code == 200
        served.process.stdout = None
        assert served.end(signal.SIGINT)[2] == ""
