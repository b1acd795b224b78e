"""What lies at an output_url. Sources: neofashion.txt, Core Endpoints ("a single product photo", "a short
fashion video") and Response Shape; aspect_ratio and duration: vendor-notes.md, neofashion, request
bodies of the four POSTs; vendor-notes.md, All five ("real bytes of the promised kind, size and
duration").
"""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, NotTried, check, equal, promised

Opener = Callable[..., Account]

_BODIES = "vendor-notes.md, neofashion, request bodies of the four POSTs"
_PHOTO = "neofashion.txt, Core Endpoints"
_DEFAULT_RATIO, _DEFAULT_SECONDS = "3:4", 5


@check(_PHOTO)
def a_photo_is_a_picture(api: Api, a_photo_is_made: SimpleNamespace) -> bytes:
    """The output of a photo is a picture of the type that it is served as; without aspect_ratio it is 3:4."""
    return _picture(api, a_photo_is_made.final, "/data/output_url", _DEFAULT_RATIO)


@check(_PHOTO)
def a_photo_has_its_ratio(api: Api, a_photo_is_made_as_asked: SimpleNamespace) -> bytes:
    """The output of a photo has the aspect_ratio that was asked for."""
    ratio = a_photo_is_made_as_asked.asked["aspect_ratio"]
    return _picture(api, a_photo_is_made_as_asked.final, "/data/output_url", ratio)


@check(_PHOTO)
def a_sketch_is_a_picture(api: Api, a_sketch_becomes_a_photo: SimpleNamespace) -> bytes:
    """The output of a sketch is a picture of the aspect_ratio that was asked for."""
    ratio = a_sketch_becomes_a_photo.asked["aspect_ratio"]
    return _picture(api, a_sketch_becomes_a_photo.final, "/data/output_url", ratio)


@check(_PHOTO)
def each_item_is_a_picture(api: Api, a_bulk_is_made: SimpleNamespace) -> list[bytes]:
    """Each photo of a bulk is a picture of its own aspect_ratio."""
    return [
        _picture(
            api,
            a_bulk_is_made.final,
            f"/data/items/{index}/output_url",
            item.get("aspect_ratio", _DEFAULT_RATIO),
        )
        for index, item in enumerate(a_bulk_is_made.asked["items"])
    ]


@check("vendor-notes.md, All five", "inferred")
def every_photo_is_another(
    a_photo_is_a_picture: bytes,
    a_photo_has_its_ratio: bytes,
    a_sketch_is_a_picture: bytes,
    each_item_is_a_picture: list[bytes],
) -> None:
    """Generations have pictures of their own: no two of them are the same file."""
    files = [
        a_photo_is_a_picture,
        a_photo_has_its_ratio,
        a_sketch_is_a_picture,
        *each_item_is_a_picture,
    ]
    equal(f"how many of {len(files)} pictures differ", len(files), len(set(files)))


@check(_PHOTO)
def a_video_is_a_video(api: Api, a_video_is_made: SimpleNamespace) -> None:
    """The output of a video is one, of the duration and the aspect_ratio that were asked for."""
    asked = a_video_is_made.asked
    _video(api, a_video_is_made.final, asked["duration"], asked["aspect_ratio"])


@check(_BODIES, "inferred", cost=250, wait=600, lean=False)
def a_video_has_its_defaults(open_account: Opener) -> None:
    """A video of which only the prompt is given is 5 seconds long and 3:4."""
    account = open_account(credits=250)
    made = account.call("generate_video", body={"prompt": "A walk"}).must_be(200)
    account.wait(600)
    detail = account.call("get_generation", path={"id": made.at("/data/id")}).must_be(200)
    _video(account, detail, _DEFAULT_SECONDS, _DEFAULT_RATIO)


@check("neofashion.txt, Response Shape: output_url", "inferred")
def an_output_is_always_the_same(
    api: Api, a_photo_is_made: SimpleNamespace, a_photo_is_a_picture: bytes
) -> None:
    """An output is the same file whenever it is downloaded."""
    again = api.fetch(str(a_photo_is_made.final.at("/data/output_url"))).must_be(200)
    promised(again.body == a_photo_is_a_picture, "the output is another file the second time")


def _picture(api: Api, answer: Answer, pointer: str, ratio: str) -> bytes:
    """The bytes of a picture, which has to be one, of that ratio."""
    from PIL import Image, UnidentifiedImageError

    file = _file(api, answer, pointer)
    kind = _kind(file)
    try:
        with Image.open(BytesIO(file.body)) as picture:
            picture.load()
            size, mime = picture.size, picture.get_format_mimetype()
    except (UnidentifiedImageError, OSError) as error:
        raise Mismatch(f"{file.what} with {len(file.body)} bytes, no picture: {error}") from None
    equal(f"{file.what}; its Content-Type", mime, kind)
    _has_ratio(f"{file.what} with a picture", size, ratio)
    return file.body


def _video(api: Api, answer: Answer, seconds: int, ratio: str) -> None:
    """A video of that length and ratio has to be there, every frame of it."""
    try:
        import av
    except ImportError:
        raise NotTried("needs PyAV: pip install 'dressform[video]'") from None
    file = _file(api, answer, "/data/output_url")
    equal(f"{file.what}; its Content-Type", "video/mp4", _kind(file), evidence="inferred")
    try:
        with av.open(BytesIO(file.body), "r") as container:
            stream = container.streams.video[0]
            frames = len(list(container.decode(stream)))
            size, rate = (stream.width, stream.height), float(stream.average_rate or 0)
    except (av.FFmpegError, IndexError) as error:
        raise Mismatch(f"{file.what} with {len(file.body)} bytes, no video: {error}") from None
    promised(rate > 0 and frames > 1, f"{file.what} with {frames} frames at {rate:g} a second")
    promised(
        abs(frames / rate - seconds) <= 0.25,
        f"{file.what} with a video of {frames / rate:.2f} s where {seconds} were asked for",
        evidence="inferred",
        source=_BODIES,
    )
    _has_ratio(f"{file.what} with a video", size, ratio)


def _file(api: Api, answer: Answer, pointer: str) -> Answer:
    url = answer.at(pointer)
    promised(isinstance(url, str), f"{answer.what}; {pointer} is {url!r}, and no URL")
    return api.fetch(str(url)).must_be(200)


def _kind(file: Answer) -> str:
    return str(file.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _has_ratio(what: str, size: Any, ratio: str) -> None:
    """Up to the two in a hundred that sizes in whole blocks of pixels may take."""
    across, down = map(int, ratio.split(":"))
    width, height = size
    promised(
        abs(width * down / (height * across) - 1) <= 0.02,
        f"{what} of {width} x {height}, which is not {ratio}",
        evidence="inferred",
        source=_BODIES,
    )
