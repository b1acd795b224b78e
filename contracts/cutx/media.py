"""What is promised about files. Sources: cutx.txt, GET /api/generate/status (assets), the aspect
ratios of the two operations and "avatar video with lip-synced speech".
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, NotTried, check, equal, promised

Json = dict[str, Any]

AD = "cutx.txt, POST /api/generate/static-ad"
VIDEO = "cutx.txt, POST /api/generate/video"
ASSETS = "cutx.txt, GET /api/generate/status"
ENDS = ("completed", "failed", "canceled", "expired")
SPEECH = "Look at this shirt: it is cool all day. "


def _file(api: Api, polled: Answer) -> Answer:
    url = polled.at("/assets/0/url")
    return api.fetch(str(url)).must_be(200)


def _must_have_ratio(what: str, ratio: str, width: int, height: int) -> None:
    across, down = map(int, ratio.split(":"))
    kept = abs(width * down - height * across) <= max(across, down)
    promised(
        kept and min(width, height) >= 200, f"{what} of {width} x {height} pixels, not {ratio}"
    )


def _image(file: Answer, ratio: str) -> None:
    """Decode it, and hold it to its type and its ratio."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(file.body)) as image:
            image.load()
            kind, size = Image.MIME.get(image.format or ""), image.size
    except (UnidentifiedImageError, OSError) as error:
        raise Mismatch(f"{file.what} with no image: {error}") from None
    told = file.headers.get("Content-Type", "").partition(";")[0].lower()
    equal("the Content-Type of an image", kind, told)
    _must_have_ratio("an image", ratio, *size)


def _video(file: Answer, ratio: str) -> float:
    """Decode it, hold it to its type and its ratio; how many seconds it lasts."""
    try:
        import av
    except ImportError:
        raise NotTried("needs PyAV: pip install 'dressform[video]'") from None
    told = file.headers.get("Content-Type", "").partition(";")[0].lower()
    promised(told.startswith("video/"), f"{file.what} with a video of the Content-Type {told!r}")
    try:
        with av.open(BytesIO(file.body), "r") as container:
            promised(container.streams.video, f"{file.what} with a video without pictures")
            promised(container.streams.audio, f"{file.what} with a video in which nobody speaks")
            stream = container.streams.video[0]
            frames = [frame.time for frame in container.decode(stream)]
            seconds = (frames[-1] or 0.0) if frames else 0.0
            size = stream.width, stream.height
    except av.FFmpegError as error:
        raise Mismatch(f"{file.what} with no video: {error}") from None
    _must_have_ratio("a video", ratio, *size)
    return float(seconds)


@check(AD)
def an_ad_is_an_image(api: Api, an_ad_is_made: Json) -> Answer:
    """What lies at the URL of an ad is an image, square where no aspect ratio was asked for."""
    polled = an_ad_is_made["polled"][-1]
    equal("the type of the file", "image", polled.at("/assets/0/type"))
    file = _file(api, polled)
    _image(file, "1:1")
    return file


@check(AD, cost=12, lean=False)
def an_ad_has_the_ratio_asked_for(
    open_account: Callable[..., Account],
    a_product: Json,
    data: Callable[..., Any],
    an_ad_is_an_image: Answer,
) -> None:
    """Each aspect ratio gives an image of that shape, and each job an image of its own."""
    account, files, assets = open_account(), [an_ad_is_an_image.body], list[Any]()
    for ratio in data("options")["image_ratio"]:
        body = a_product | {"aspectRatio": ratio}
        job = account.call("generate_static_ad", body=body).must_be(200).at("/jobId")
        account.end(job, "finish")
        polled = account.call("get_generation_status", query={"jobId": job})
        file = _file(account, polled)
        _image(file, ratio)
        files.append(file.body)
        assets.append(polled.at("/assets/0/id"))
    equal("the number of different images", 5, len(set(files)), evidence="inferred")
    equal("the number of different file ids", 4, len(set(map(str, assets))), evidence="inferred")


@check(ASSETS, "inferred")
def a_file_is_the_same_each_time(api: Api, an_ad_is_made: Json, an_ad_is_an_image: Answer) -> None:
    """Downloaded again, a file is the same, to the byte."""
    again = _file(api, an_ad_is_made["again"][-1])
    promised(
        again.body == an_ad_is_an_image.body, "a file that was downloaded again is another one"
    )


@check(VIDEO, cost=160, lean=False)
def videos(open_account: Callable[..., Account], a_product: Json) -> list[Json]:
    """A video is made in each aspect ratio, upright where none is asked for, with a voice of one's choice."""
    account, seen = open_account(credits=160), list[Json]()
    for number, ratio in enumerate(("", "9:16", "1:1", "16:9")):
        body = a_product | {"script": SPEECH * (1, 1, 2, 3)[number]}
        if ratio:
            avatar = "https://example.com/avatar.jpg"
            body |= {"aspectRatio": ratio, "voiceId": "male-1", "avatarUrl": avatar}
        made = account.call("generate_video", body=body).must_be(200)
        equal("creditsUsed", 40, made.at("/creditsUsed"))
        equal("creditsRemaining", 120 - 40 * number, made.at("/creditsRemaining"))
        polled = account.follow(
            "get_generation_status",
            query={"jobId": made.at("/jobId")},
            done=lambda answer: answer.at("/status") in ENDS,
        )
        equal("the last status", "completed", polled[-1].at("/status"))
        seen.append({"account": account, "ratio": ratio or "9:16", "polled": polled})
    return seen


@check(VIDEO, lean=False)
def videos_are_videos_with_speech(videos: list[Json]) -> list[float]:
    """What lies at the URL of a video is a video with sound, in the aspect ratio asked for."""
    lasted = []
    for video in videos:
        polled = video["polled"][-1]
        kind = polled.at("/assets/0/type")
        equal("the type of the file", "video", kind, evidence="inferred", source=ASSETS)
        lasted.append(_video(_file(video["account"], polled), video["ratio"]))
        promised(lasted[-1] > 0, "a video lasts no time at all")
    return lasted


@check(VIDEO, "inferred", lean=False)
def more_to_say_takes_longer(videos_are_videos_with_speech: list[float]) -> None:
    """A script that is twice as long makes a longer video."""
    _, short, medium, long = videos_are_videos_with_speech
    promised(
        short < medium < long, f"scripts of growing length last {short:g}, {medium:g}, {long:g} s"
    )
