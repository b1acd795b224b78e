"""What the pictures that a request names may be. They are served from here, so that only a simulator on
this machine can be asked.

Source: productai.md, `image_url` of both requests: "below 10MB in PNG, JPG, or WebP format".
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from typing import Any

from dressform.checks import Account, Answer, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]

_SOURCE = "productai.md, POST /api/generate, image_url"
_NOTES = "vendor-notes.md, productai, 400"
_KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
_FOREIGN = {"gif": "GIF", "bmp": "BMP", "tiff": "TIFF"}
_SIZE = (300, 200)


def _encoded(format_: str, length: int = 0) -> bytes:
    """A plain picture; filled up to so many bytes, which every decoder skips."""
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", _SIZE, "teal").save(file, format_)
    return file.getvalue().ljust(length, b"\0")


@contextmanager
def _served(files: Mapping[str, bytes]) -> Iterator[str]:
    """The URL below which the files lie."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path.lstrip("/"))
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _generate(account: Account, *urls: str, model: str = "gpt-low") -> Answer:
    image_url = urls[0] if len(urls) == 1 else list(urls)
    body = {"model": model, "image_url": image_url, "prompt": "Add sunglasses"}
    return account.call("generate", body=body)


def _refused(answer: Answer, what: str) -> None:
    """Hold an answer to a refusal at once, which the document does not promise in so many words."""
    found = (answer.status, answer.get("/message"))
    wanted = (400, "INVALID_IMAGE_URL")
    equal(f"the answer to {what}", wanted, found, evidence="inferred", source=_NOTES)


@check(_SOURCE, cost=66, lean=False)
def png_jpg_and_webp_are_taken(open_account: Open) -> None:
    """PNG, JPG and WebP pictures are taken by generations and by upscales."""
    account = open_account()
    with _served({name: _encoded(format_) for name, format_ in _KINDS.items()}) as place:
        for name in _KINDS:
            _generate(account, f"{place}/{name}").must_be(200)
            account.call("upscale", body={"image_url": f"{place}/{name}"}).must_be(200)


@check(_SOURCE, cost=66, lean=False)
def other_formats_are_refused(open_account: Open) -> None:
    """A picture in another format than PNG, JPG and WebP is refused with 400, whatever takes it."""
    account = open_account()
    with _served({name: _encoded(format_) for name, format_ in _FOREIGN.items()}) as place:
        for name in _FOREIGN:
            _refused(_generate(account, f"{place}/{name}"), f"a {name}")
            upscale = account.call("upscale", body={"image_url": f"{place}/{name}"})
            _refused(upscale, f"a {name} to upscale")


@check(_SOURCE, cost=28, lean=False)
def a_picture_is_below_10_mb(open_account: Open) -> None:
    """A picture of a byte less than 10 MB is taken, and one of 10 MB is refused. What lies between
    10,000,000 and 10,485,760 bytes the document leaves open, and is inferred to be less.
    """
    account, binary = open_account(), 10 * 1024 * 1024
    lengths = [10_000_000 - 1, binary - 1, binary, 11_000_000]
    with _served({str(length): _encoded("PNG", length) for length in lengths}) as place:
        _generate(account, f"{place}/{lengths[0]}").must_be(200)
        _generate(account, f"{place}/{lengths[1]}").must_be(200, evidence="inferred", source=_NOTES)
        for length in lengths[2:]:
            _refused(_generate(account, f"{place}/{length}"), f"a picture of {length} bytes")
        large = account.call("upscale", body={"image_url": f"{place}/{lengths[-1]}"})
        _refused(large, f"a picture of {lengths[-1]} bytes to upscale")


@check(_SOURCE, evidence="inferred", cost=29, lean=False)
def what_is_no_picture_is_refused(open_account: Open) -> None:
    """A URL where nothing lies, or nothing that is a picture, is refused with 400; also where it is
    the second one of an array.
    """
    account = open_account()
    files = {"png": _encoded("PNG"), "text": b"this is no picture", "nothing": b""}
    with _served(files) as place:
        for name in ("text", "nothing", "missing"):
            _refused(_generate(account, f"{place}/{name}"), f"the picture {name!r}")
        both = _generate(account, f"{place}/png", f"{place}/text", model="seedream")
        _refused(both, "a second picture that is a text")
        _refused(account.call("upscale", body={"image_url": f"{place}/text"}), "a text to upscale")


@check("productai.md, POST /api/upscale", cost=20, lean=False)
def an_upscale_is_larger_than_its_source(open_account: Open) -> None:
    """An upscale of 300 x 200 pixels has more of them, three of width to two of height."""
    from PIL import Image

    account = open_account()
    with _served({"png": _encoded("PNG")}) as place:
        made = account.call("upscale", body={"image_url": f"{place}/png"}).must_be(200)
        account.end(made.at("/data/id"), "finish")
        job = account.call("get_job", path={"job_id": made.at("/data/id")}).must_be(200)
        answer = account.fetch(str(job.at("/data/image_url"))).must_be(200)
    width, height = Image.open(BytesIO(answer.body)).size
    told = f"300 x 200 pixels were upscaled to {width} x {height}"
    promised(width > _SIZE[0] and height > _SIZE[1], told)
    promised(abs(width / height - 1.5) <= 0.03, f"{told}, another proportion")
