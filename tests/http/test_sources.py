"""What lies at the URL of a source picture is told apart: a picture, none, or nothing in time."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from dressform.http import sources
from dressform.http.sources import SourceReader
from dressform.vendor import Source
from tests.support.hosting import Host, answers, hosting
from tests.support.odd_receiver import nobody
from tests.support.pictures import BROKEN, SOUND, picture
from tests.support.sources import look, look_at


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting({"/a.png": SOUND["png"]}) as host:
        yield host


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_picture_on_loopback_is_seen_whole(kind: str) -> None:
    with hosting({"/picture": SOUND[kind]}) as host:
        found = look(host.url("/picture"))
    assert found.problem is None
    assert found.upload is not None
    assert (found.size, found.upload.data) == (len(SOUND[kind]), SOUND[kind])
    expected = ("jpeg" if kind.startswith("jpeg") else kind, 3, 2)
    assert (found.upload.format, found.upload.width, found.upload.height) == expected


@pytest.mark.parametrize("status", [201, 204, 206, 304, 400, 403, 404, 410, 429, 500, 503])
def test_a_picture_that_is_not_answered_with_200_is_none(status: int) -> None:
    body = b"" if status in {204, 304} else SOUND["png"]
    with hosting({"/a.png": answers(status, body)}) as host:
        assert look(host.url("/a.png")) == Source(problem=f"it answers {status}")


def test_a_redirect_without_a_place_is_an_answer_like_any_other() -> None:
    with hosting({"/a.png": answers(302, SOUND["png"])}) as host:
        assert look(host.url("/a.png")) == Source(problem="it answers 302")


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_png_jpeg_or_webp_is_told_with_its_size(name: str) -> None:
    with hosting({"/a.png": answers(200, BROKEN[name], Content_Type="image/png")}) as host:
        found = look(host.url("/a.png"))
    assert (found.size, found.upload) == (len(BROKEN[name]), None)
    assert found.problem is not None
    assert found.problem.startswith("not a usable image: ")


def test_a_page_that_is_no_picture_says_so() -> None:
    with hosting({"/": b"<!doctype html>"}) as host:
        problem = "not a usable image: its content is not a PNG, JPEG or WebP image"
        assert look(host.url("/")) == Source(15, problem=problem)


def test_a_picture_without_end_is_read_until_it_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000_000)
    hung_up = threading.Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            handler.wfile.write(SOUND["png"])
            while True:
                handler.wfile.write(bytes(65536))
        except OSError:
            hung_up.set()

    with hosting({"/a.png": endless}) as host:
        found = look(host.url("/a.png"))
        assert hung_up.wait(10)
    assert 1_000_000 < found.size <= 1_000_000 + 65536


def test_a_large_picture_is_read_to_its_end() -> None:
    large = picture("BMP", (2400, 1400)), picture("PNG") + bytes(10_500_000)
    with hosting({"/bmp": large[0], "/png": large[1]}) as host:
        found = look_at(host.url("/bmp"), host.url("/png"))
    assert [len(data) for data in large] == [source.size for source in found.values()]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 20",
        b"220 mail.example.com ESMTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + SOUND["png"],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
)
def test_an_answer_that_breaks_off_is_a_problem(answer: bytes) -> None:
    def breaking(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)

    with hosting({"/a.png": breaking}) as host:
        problem = look(host.url("/a.png")).problem
    assert problem is not None
    assert problem.startswith("it cannot be fetched: ")


def test_a_port_where_nobody_listens_is_a_problem() -> None:
    with nobody() as url:
        assert look(url) == Source(problem="it cannot be fetched: ClientConnectorError")


def test_a_host_that_says_nothing_is_given_up() -> None:
    over = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        over.wait(30)

    with hosting({"/a.png": silent}) as host:
        found = look(host.url("/a.png"), timeout=0.1)
        over.set()
    assert found == Source(problem="it cannot be fetched: TimeoutError")


def test_a_picture_that_comes_in_drips_is_given_up() -> None:
    over = threading.Event()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(SOUND["png"][:10])
        over.wait(30)

    with hosting({"/a.png": dripping}) as host:
        found = look(host.url("/a.png"), timeout=0.2)
        over.set()
    assert found == Source(problem="it cannot be fetched: TimeoutError")


@pytest.mark.parametrize(("given", "seconds"), [((), 10.0), ((0.25,), 0.25)])
def test_a_reader_waits_as_long_as_it_is_told_and_else_ten_seconds(
    given: tuple[float, ...], seconds: float
) -> None:
    async def timeout() -> object:
        reader = SourceReader((), *given)
        await reader.close()
        return reader._session.timeout.total

    assert asyncio.run(timeout()) == seconds


@pytest.mark.parametrize("url", ["", "x", "http://", "http:///a.png", "file:///etc/passwd"])
def test_a_url_without_a_host_is_a_problem(url: str) -> None:
    assert look(url) == Source(problem="it names no host")


@pytest.mark.parametrize(
    "url",
    [
        "http://[",
        "http://[::1",
        "http://:80/",
        "http://@/",
        "http://127.0.0.1:99999/",
        "ftp://127.0.0.1/",
        "http://a:b/",
    ],
)
def test_a_url_that_is_none_is_a_problem(url: str) -> None:
    problem = look(url).problem
    assert problem is not None
    assert problem.startswith("it cannot be fetched: ")


def test_pictures_are_fetched_side_by_side() -> None:
    """Each is answered only when both have been asked for."""
    both = threading.Barrier(2, timeout=10)

    def waiting(handler: BaseHTTPRequestHandler) -> None:
        both.wait()
        answers(200, SOUND["png"])(handler)  # type: ignore[operator]

    with hosting({"/a": waiting, "/b": waiting}) as host:
        found = look_at(host.url("/a"), host.url("/b"))
    assert [source.problem for source in found.values()] == [None, None]


def test_a_picture_named_twice_is_fetched_once_and_all_are_told_apart(host: Host) -> None:
    good, bad, away = host.url("/a.png"), host.url("/b.png"), "http://example.com/a.png"
    found = look_at(good, bad, good, away)
    assert list(found) == [good, bad, away]
    assert (found[good].problem, found[bad].problem) == (None, "it answers 404")
    assert found[away] == Source()
    assert sorted(host.paths) == ["/a.png", "/b.png"]


def test_no_url_is_no_work() -> None:
    assert look_at() == {}
