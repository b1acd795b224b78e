"""What the files of a generation are, by decoding them. Sources: uwear.md, "Create Generation" and its
model catalogues; vendor-notes.md, uwear.
"""

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, NotTried, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]
Size = tuple[int, int]

_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@check("uwear.md, Generation Results")
def a_result_is_an_image(
    api: Api, a_generation_is_made: list[Answer], a_garment_is_worn: tuple[Json, list[Answer]]
) -> dict[str, Answer]:
    """What a result's URL answers is an image, and of the type that it says."""
    files = {}
    for polled in (a_generation_is_made[-1], a_garment_is_worn[1][-1]):
        for url in _urls(polled):
            files[url] = api.fetch(url)
            _image(files[url])
    return files


@check("uwear.md, Create Generation, aspect_ratio")
def an_image_has_the_ratio_asked_for(
    a_garment_is_worn: tuple[Json, list[Answer]], a_result_is_an_image: dict[str, Answer]
) -> None:
    """An image has the aspect ratio that was asked for."""
    body, (*_, polled) = a_garment_is_worn
    for url in _urls(polled):
        _has_ratio(_image(a_result_is_an_image[url]), body["aspect_ratio"])


@check("uwear.md, Create Generation, num_images")
def the_outputs_of_a_generation_differ(api: Api, a_result_is_an_image: dict[str, Answer]) -> None:
    """Different results are different files; one result is the same file each time."""
    for url, file in a_result_is_an_image.items():
        again = api.fetch(url).must_be(200)
        promised(file.body == again.body, f"{url} answers other bytes when it is asked again")
    files = [file.body for file in a_result_is_an_image.values()]
    promised(len(set(files)) == len(files), f"of {len(files)} results, some are the same file")


@check("uwear.md, Create Upscale Generation, upscale_factor")
def an_upscale_is_twice_as_large(
    api: Api,
    a_generation_is_made: list[Answer],
    a_result_is_upscaled: list[Answer],
    a_result_is_an_image: dict[str, Answer],
) -> None:
    """Left out, the upscale factor is 2: the outcome is twice as wide and as high as its source."""
    width, height = _image(a_result_is_an_image[_urls(a_generation_is_made[-1])[0]])
    found = _image(api.fetch(_urls(a_result_is_upscaled[-1])[0]))
    equal("the size of the upscaled image", (2 * width, 2 * height), found)


@check("uwear.md, Create Upscale Generation, upscale_factor", cost=4, lean=False)
def an_upscale_is_as_large_as_asked(open_account: Open, data: Data, rng: Random) -> None:
    """An upscale by 2 or by 4 is so many times as wide and as high as its source."""
    account = open_account()
    square = data("requests")["generate"] | {"aspect_ratio": rng.choice(["1:1", "3:4", "21:9"])}
    source = _finished(account, square)
    width, height = _image(account.fetch(source.at("/generation_results/0/url")))
    parent = source.at("/generation_results/0/generation_result_id")
    for model, row in data("models")["upscale"].items():
        for factor in row["factors"]:
            body = {
                "use_case": "upscale",
                "model_slug": model,
                "num_images": 1,
                "generation_result_parent_id": parent,
                "upscale_factor": factor,
            }
            polled = _finished(account, body)
            found = _image(account.fetch(polled.at("/generation_results/0/url")))
            equal(f"the size by {model}, {factor} x", (factor * width, factor * height), found)


@check("uwear.md, Create Generation, aspect_ratio", cost=10, lean=False)
def every_ratio_is_made(open_account: Open, data: Data) -> None:
    """An image has any of the ten aspect ratios that was asked for."""
    account = open_account()
    for ratio in data("models")["image"]["gemini-flash"]["ratios"]:
        polled = _finished(account, data("requests")["generate"] | {"aspect_ratio": ratio})
        _has_ratio(_image(account.fetch(polled.at("/generation_results/0/url"))), ratio)


@check("uwear.md, Create Generation, resolution", cost=8, lean=False)
def every_resolution_is_made(open_account: Open, data: Data, rng: Random) -> None:
    """2K is larger than 1K, 4K is larger than 2K, and 2K is what one gets who asks for none."""
    account, sizes = open_account(), {}
    ratio = rng.choice(["1:1", "4:5", "16:9"])
    for resolution in ("1K", None, "2K", "4K"):
        asked = {"model_slug": "seedream-v4-5", "aspect_ratio": ratio}
        asked |= {"resolution": resolution} if resolution else {}
        polled = _finished(account, data("requests")["edit"] | asked)
        sizes[resolution] = _image(account.fetch(polled.at("/generation_results/0/url")))
    equal("the size without a resolution", sizes["2K"], sizes[None])
    width, height = sizes["1K"]
    promised(sizes["1K"] < sizes["2K"] < sizes["4K"], f"1K, 2K and 4K do not grow: {sizes}")
    promised(
        0.5 < width * height / 1024**2 <= 1.5,
        f"1K is {width} x {height}, which is no megapixel",
        evidence="inferred",
    )
    for times, resolution in ((2, "2K"), (4, "4K")):
        expected = (times * width, times * height)
        equal(f"the size at {resolution}", expected, sizes[resolution], evidence="inferred")


@check("uwear.md, Create Generation, Image and edit models", cost=6, lean=False)
def a_size_in_pixels_is_kept_to(open_account: Open, data: Data) -> None:
    """768X1024 and 1024X1280 are so many pixels wide and high."""
    account = open_account()
    for resolution in data("models")["image"]["qwen-rapid-aio-v23"]["resolutions"]:
        asked = {"model_slug": "qwen-rapid-aio-v23", "resolution": resolution}
        polled = _finished(account, data("requests")["edit"] | asked)
        width, height = _image(account.fetch(polled.at("/generation_results/0/url")))
        equal(f"the size at {resolution}", resolution, f"{width}X{height}")


@check("uwear.md, Create Video Generation", cost=121, lean=False)
def a_video_is_a_video(open_account: Open, data: Data) -> None:
    """A video lasts as long as was asked for, at 720p, and sounds if that was asked for."""
    for model, asked_seconds, audio in (("kling-3-pro", 3, False), ("seedance-1-5-pro", 5, True)):
        account = open_account()
        asked = {"model_slug": model, "duration": asked_seconds, "generate_audio": audio}
        polled = _finished(account, data("requests")["video"] | asked)
        equal("kind", "Video", polled.at("/generation_results/0/kind"), evidence="inferred")
        file = account.fetch(polled.at("/generation_results/0/url"))
        seconds, lines, sounds = _video(file)
        promised(
            abs(seconds - asked_seconds) <= 0.25,
            f"a video of {asked_seconds} s lasts {seconds:.2f} s",
        )
        equal("lines of the video", 720, lines, evidence="inferred")
        equal("whether the video has sound", audio, sounds)


def _urls(polled: Answer) -> list[str]:
    """Where the results of a generation lie."""
    count = len(polled.at("/generation_results"))
    return [polled.at(f"/generation_results/{index}/url") for index in range(count)]


def _finished(account: Account, body: Json) -> Answer:
    """The generation, as it is polled after its end."""
    made = account.call("create_generation", body=body).must_be(200)
    number = made.at("/generation_id")
    account.end(number, "finish")
    return account.call("get_generation", path={"generation_id": number}).must_be(200)


def _image(file: Answer) -> Size:
    """Width and height in pixels."""
    from PIL import Image, UnidentifiedImageError

    file.must_be(200)
    try:
        with Image.open(BytesIO(file.body)) as image:
            image.load()
            size, form = image.size, image.format or "nothing known"
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise Mismatch(
            f"{file.what} with {len(file.body)} bytes that are no image: {error}"
        ) from None
    kind = file.headers.get("Content-Type", "no Content-Type").partition(";")[0]
    equal(f"the Content-Type of an image that is {form}", _KINDS.get(form), kind)
    return size


def _has_ratio(size: Size, asked: str) -> None:
    across, down = map(int, asked.split(":"))
    wanted, found = Fraction(across, down), Fraction(*size)
    promised(
        abs(found / wanted - 1) < 0.03, f"an image asked for at {asked} is {size[0]} x {size[1]}"
    )


def _video(file: Answer) -> tuple[float, int, bool]:
    """Seconds, pixels of the shorter side, and whether there is sound, by decoding all of it."""
    try:
        import av
    except ImportError:
        raise NotTried("needs PyAV: pip install 'dressform[video]'") from None

    file.must_be(200)
    kind = file.headers.get("Content-Type", "no Content-Type").partition(";")[0]
    equal("the Content-Type of a video", "video/mp4", kind, evidence="inferred")
    try:
        with av.open(BytesIO(file.body), "r") as video:
            picture = video.streams.video[0]
            frames = sum(1 for _ in video.decode(picture))
            rate = picture.average_rate or Fraction(1)
            sounds = bool(video.streams.audio)
            return float(frames / rate), min(picture.width, picture.height), sounds
    except (av.FFmpegError, IndexError) as error:
        raise Mismatch(
            f"{file.what} with {len(file.body)} bytes that are no video: {error}"
        ) from None
