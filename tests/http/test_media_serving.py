"""A result's URL serves its file as a good file server does."""

import json
from itertools import count
from typing import Any

import pytest
import requests

from dressform.http import media_cache
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

START = "2026-03-01T12:00:00Z"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
FILE = bytes(range(256)) * 4
SIZE = len(FILE)

_MARKS = count()


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A manual clock, its time known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START})


@pytest.fixture(params=["from its file", "from memory"])
def url(shop: Shop, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The URL of a result whose every byte is known, wherever they are."""

    def render(spec: Any) -> bytes:
        return FILE

    monkeypatch.setattr(media_cache, "render", render)
    url = str(_result(shop, **CHEAP | {"prompt": f"known {next(_MARKS)}"})["url"])
    if request.param == "from memory":
        before = shop.server.media.in_memory
        _get(url)
        _get(url)
        assert shop.server.media.in_memory == before + SIZE
    return url


def _get(url: str, method: str = "GET", **headers: str) -> requests.Response:
    """A request as anybody may send it who has the URL; no API key."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(method, url, headers=named, timeout=30)


def _result(shop: Shop, **body: Any) -> Any:
    """The one result of a generation that has just ended."""
    job = shop.json("POST", "/generation", json=body)["generation_id"]
    shop.control("POST", f"jobs/{job}/finish")
    (result,) = shop.json("GET", f"/generation/{job}")["generation_results"]
    return result


def test_a_whole_file_says_what_it_is(url: str) -> None:
    response = _get(url)
    assert (response.status_code, response.content) == (200, FILE)
    facts = {name: response.headers[name] for name in ("Content-Type", "Content-Length")}
    assert facts == {"Content-Type": "image/png", "Content-Length": str(SIZE)}
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"].strip('"')
    assert "Content-Encoding" not in response.headers


def test_head_is_get_without_the_bytes(url: str) -> None:
    head, get = _get(url, "HEAD"), _get(url)
    assert (head.status_code, head.content) == (200, b"")
    same = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges")
    assert [head.headers[name] for name in same] == [get.headers[name] for name in same]


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-199", 100, 199),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=1000-99999", 1000, SIZE - 1),
        ("bytes=-24", SIZE - 24, SIZE - 1),
        ("bytes=-99999", 0, SIZE - 1),
    ],
)
def test_a_range_is_served_alone(url: str, wanted: str, first: int, last: int) -> None:
    response = _get(url, Range=wanted)
    assert (response.status_code, response.content) == (206, FILE[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert response.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", "bytes=99999-100000", "bytes=9-3"])
def test_a_range_beyond_the_file_is_a_416_that_tells_its_size(url: str, wanted: str) -> None:
    response = _get(url, Range=wanted)
    assert (response.status_code, response.content) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,5-6", "pages=1-2", "bytes=a-b", "bytes=-0", "bytes=", "0-9", "bytes=٠-٩"]
)
def test_a_range_that_is_none_or_several_is_ignored(url: str, wanted: str) -> None:
    """Units that a server does not know have to be (RFC 9110, 14.2); S3 ignores the rest too."""
    response = requests.get(url, headers={"Range": wanted.encode()}, timeout=10)
    assert (response.status_code, response.content) == (200, FILE)


def test_an_unchanged_file_is_not_sent_again(url: str) -> None:
    etag = _get(url).headers["ETag"]
    for match in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        response = _get(url, If_None_Match=match)
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == etag
    assert _get(url, If_None_Match='"other"').content == FILE
    dated = _get(url).headers["Last-Modified"]
    assert _get(url, If_Modified_Since=dated).status_code == 304


def test_a_file_that_is_not_the_expected_one_is_not_sent(url: str) -> None:
    whole = _get(url)
    etag, dated = whole.headers["ETag"], whole.headers["Last-Modified"]
    for expected in ({"If-Match": '"other"'}, {"If-Unmodified-Since": LONG_AGO}):
        response = _get(url, **expected)
        assert (response.status_code, response.content) == (412, b""), expected
    for expected in ({"If-Match": etag}, {"If-Match": "*"}, {"If-Unmodified-Since": dated}):
        assert _get(url, **expected).content == FILE, expected


def test_if_range_guards_against_mixing_two_versions(url: str) -> None:
    whole = _get(url)
    for version, status in (
        (whole.headers["ETag"], 206),
        (whole.headers["Last-Modified"], 206),
        ('"other"', 200),
        (f"W/{whole.headers['ETag']}", 200),
        (LONG_AGO, 200),
    ):
        response = _get(url, Range="bytes=0-9", If_Range=version)
        wanted = FILE[:10] if status == 206 else FILE
        assert (response.status_code, response.content) == (status, wanted), version


def test_downloads_are_journalled_with_what_was_really_answered(shop: Shop, url: str) -> None:
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": "bytes=99999-"}, {"If-None-Match": "*"}):
        shop.http.get(url, headers=headers, timeout=10)
    shop.advance(seconds=5 * 3600)
    shop.http.head(url, timeout=10)
    rows = [row for row in _journal(shop, shop.control_url) if row["operation"] == "media"][-5:]
    assert [(row["method"], row["status"]) for row in rows] == [
        ("GET", 200),
        ("GET", 206),
        ("GET", 416),
        ("GET", 304),
        ("HEAD", 403),
    ]
    assert {row["decided"] for row in rows[:4]} == {"image 1024 x 1024, png"}
    assert (rows[4]["decided"], rows[4]["reason"]) == ("refused: the URL has expired", "Expired")
    assert all(url.endswith(row["path"]) and row["milliseconds"] > 0 for row in rows)


def test_a_missed_download_is_among_the_strays(shop: Shop, url: str) -> None:
    missed = url.replace(".png", ".webp")
    shop.http.get(missed, timeout=10)
    row = _journal(shop, f"{shop.server.origin}/_mock/uwear")[-1]
    assert (missed.endswith(row["path"]), row["status"]) == (True, 404)
    assert row["decided"].startswith("refused: NotFound")


def _journal(shop: Shop, place: str) -> list[Json]:
    """The requests of that place, asked for on the connection on which they were made: after them."""
    rows: list[Json] = shop.http.get(f"{place}/requests", timeout=10).json()["items"]
    return rows


def test_a_download_changes_nothing(shop: Shop, url: str) -> None:
    before = json.dumps(shop.state())
    for _ in range(3):
        _get(url)
    assert json.dumps(shop.state()) == before
