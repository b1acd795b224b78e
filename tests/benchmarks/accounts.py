"""What is asked of each vendor: a creation, polls, a list, a download."""

import io
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from PIL import Image

from tests.benchmarks.load import Request

Json = dict[str, Any]

PLENTY = 10**12

_MEDIA = re.compile(r'"([^"]+\.(?:png|webp|jpe?g|mp4))"')
_BOUNDARY = "dressform"


@dataclass(frozen=True)
class Calls:
    """A vendor's requests, by paths below its base URL; `{job}` in `poll` is a job's id."""

    title: str
    create: str
    body: Json
    poll: str
    list: str | None = None


CALLS = {
    "uwear": Calls(
        "Uwear",
        "/generation",
        {"model_slug": "gemini-flash", "prompt": "a model on the beach", "num_images": 1},
        "/generation/{job}",
        "/generations",
    ),
    "neofashion": Calls(
        "neofashion",
        "/generate/image",
        {"prompt": "A linen blazer on a model, soft daylight"},
        "/generations/{job}",
        "/generations",
    ),
    "productai": Calls(
        "ProductAI",
        "/api/generate",
        {"model": "nanobanana", "image_url": "https://example.com/a.png", "prompt": "on a beach"},
        "/api/job/{job}",
    ),
    "cutx": Calls(
        "CutX",
        "/api/generate/static-ad",
        {
            "projectId": "00000000-0000-4000-8000-000000000001",
            "productId": "00000000-0000-4000-8000-000000000002",
            "style": "modern",
        },
        "/api/generate/status?jobId={job}",
        "/api/products?projectId=00000000-0000-4000-8000-000000000001",
    ),
    "nextry": Calls(
        "Nextry",
        "/generation/generate_image_v2/",
        {"tool": "lego_clothes"},
        "/user/generation-history/{job}",
        "/user/generation-history",
    ),
}

FORMS = frozenset({"nextry"})
"""Whose creation is a form with a file, and no JSON."""


@dataclass(frozen=True)
class Account:
    """A workspace that never runs out, of a server at an origin."""

    origin: str
    slug: str
    facts: Json

    @classmethod
    def open(cls, origin: str, slug: str, **settings: Any) -> "Account":
        """A fresh one, whose clock stands still."""
        plenty = {"credits": PLENTY, "rate_limit": PLENTY, "daily_limit": PLENTY}
        asked = {**plenty, "clock": {"mode": "manual"}, **settings}
        answer = requests.post(f"{origin}/_mock/{slug}/workspaces", json=asked, timeout=60)
        answer.raise_for_status()
        return cls(origin, slug, answer.json())

    @property
    def calls(self) -> Calls:
        """What its vendor is asked."""
        return CALLS[self.slug]

    def control(self, method: str, path: str, **arguments: Any) -> Any:
        """An order to the control API."""
        url = f"{self.origin}/_mock/{self.slug}/workspaces/{self.facts['id']}/{path}".rstrip("/")
        answer = requests.request(method, url, timeout=600, **arguments)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def get(self, path: str) -> Request:
        """A request for a path below the base URL."""
        return Request("GET", self._mount + path, self._credential)

    def poll(self, job: Any) -> Request:
        """A poll of that job."""
        return self.get(self.calls.poll.format(job=job))

    @property
    def list(self) -> Request | None:
        """The first page of the vendor's list, if it has one."""
        return None if self.calls.list is None else self.get(self.calls.list)

    @property
    def create(self) -> Request:
        """The request that makes a job."""
        kind, body = _form(self.calls.body) if self.slug in FORMS else _json(self.calls.body)
        headers = (*self._credential, ("Content-Type", kind))
        return Request("POST", self._mount + self.calls.create, headers, body)

    def media(self, polled: str) -> Request:
        """The download of the first result in that answer."""
        found = _MEDIA.search(polled)
        assert found is not None, polled
        place = urlsplit(found[1])
        mount = "" if place.netloc else self._mount
        return Request("GET", mount + place.path)

    def answer(self, request: Request) -> str:
        """The body of the answer to one request."""
        answer = requests.request(
            request.method,
            self.origin + request.target,
            data=request.body or None,
            headers=dict(request.headers),
            timeout=60,
        )
        answer.raise_for_status()
        return answer.text

    @property
    def _mount(self) -> str:
        return urlsplit(self.facts["base_url"]).path

    @property
    def _credential(self) -> tuple[tuple[str, str], ...]:
        key = self.facts["api_key"]
        return (
            (("x-api-key", key),)
            if self.slug == "productai"
            else (("Authorization", f"Bearer {key}"),)
        )


def _json(body: Json) -> tuple[str, bytes]:
    request = requests.Request("POST", "http://x", json=body).prepare()
    assert isinstance(request.body, bytes)
    return "application/json", request.body


def _form(fields: Json) -> tuple[str, bytes]:
    """The fields and a small picture of a garment."""
    picture = io.BytesIO()
    Image.new("RGB", (96, 128), "teal").save(picture, "PNG")
    named = [(f'name="{name}"', str(value).encode()) for name, value in fields.items()]
    named.append(
        ('name="clothes"; filename="a.png"\r\nContent-Type: image/png', picture.getvalue())
    )
    parts = [
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
        for head, data in named
    ]
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    return kind, b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
