"""What lies at the URLs of results.

Sources: productai.md, "POST /api/generate" and "POST /api/upscale".
"""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

if TYPE_CHECKING:
    from PIL.Image import Image

Json = dict[str, Any]

_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_GRID = (8, 8)


def _picture(answer: Answer) -> "Image":
    """The picture in an answer; bytes that are none are a mismatch."""
    from PIL import Image

    try:
        picture = Image.open(BytesIO(answer.must_be(200).body))
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError):
        told = f"{answer.what} with {len(answer.body)} bytes that are no picture"
        raise Mismatch(told) from None
    return picture


def _last(answers: list[Answer]) -> str:
    """The URL of the result, which is an absolute one."""
    url = answers[-1].at("/data/image_url")
    promised(str(url).startswith(("https://", "http://")), f"the image_url {url!r} is no URL")
    return str(url)


def _held_to_its_kind(answer: Answer) -> None:
    format_ = str(_picture(answer).format)
    promised(
        format_ in _KINDS, f"{answer.what} with a picture that is a {format_}", evidence="inferred"
    )
    kind = answer.headers.get("Content-Type", "none").partition(";")[0].strip().lower()
    equal(f"the Content-Type when {answer.what} with a {format_}", _KINDS[format_], kind)


@check("productai.md, Completed Job Response")
def a_result_is_fetched(api: Api, a_picture_is_made: list[Answer]) -> Answer:
    """The image_url of a completed job answers, without a key, with a picture of the kind that its
    Content-Type names.
    """
    answer = api.fetch(_last(a_picture_is_made)).must_be(200)
    _held_to_its_kind(answer)
    return answer


@check("productai.md, POST /api/upscale, Completed Response")
def an_upscale_is_fetched(api: Api, an_upscale_is_made: list[Answer]) -> Answer:
    """The image_url of a completed upscale answers with a picture of the kind that its Content-Type
    names.
    """
    answer = api.fetch(_last(an_upscale_is_made)).must_be(200)
    _held_to_its_kind(answer)
    return answer


@check("productai.md, POST /api/upscale")
def an_upscale_is_larger(a_result_is_fetched: Answer, an_upscale_is_fetched: Answer) -> None:
    """An upscaled picture has more pixels on either side than its source, in the same proportion."""
    (width, height), (wide, high) = (
        _picture(answer).size for answer in (a_result_is_fetched, an_upscale_is_fetched)
    )
    told = f"{width} x {height} pixels were upscaled to {wide} x {high}"
    promised(wide > width and high > height, told)
    promised(
        abs(wide / high - width / height) <= 0.02 * width / height, f"{told}, another proportion"
    )


@check("productai.md, POST /api/upscale")
def an_upscale_shows_the_same(a_result_is_fetched: Answer, an_upscale_is_fetched: Answer) -> None:
    """An upscale changes no details: made small again, it looks as its source does."""
    grids = [
        _picture(answer).convert("L").resize(_GRID).tobytes()
        for answer in (a_result_is_fetched, an_upscale_is_fetched)
    ]
    apart = sum(abs(a - b) for a, b in zip(*grids, strict=True)) / len(grids[0])
    promised(
        apart < 12, f"the upscale is {apart:.0f} of 255 shades of gray from its source, on average"
    )


@check("productai.md, POST /api/generate")
def jobs_have_results_of_their_own(
    api: Api,
    a_picture_is_made: list[Answer],
    two_references_are_taken: list[Answer],
    a_result_is_fetched: Answer,
) -> None:
    """Two jobs with different requests have different URLs, and different pictures there."""
    first, second = _last(a_picture_is_made), _last(two_references_are_taken)
    promised(first != second, f"two jobs have the same image_url {first}")
    other = api.fetch(second).must_be(200)
    _held_to_its_kind(other)
    promised(
        other.body != a_result_is_fetched.body, "two jobs have the same picture, byte for byte"
    )


@check("productai.md, Completed Job Response", evidence="inferred")
def a_url_keeps_its_picture(
    api: Api, a_picture_is_made: list[Answer], a_result_is_fetched: Answer
) -> None:
    """Fetched a second time, a picture is the same."""
    again = api.fetch(_last(a_picture_is_made)).must_be(200)
    promised(
        again.body == a_result_is_fetched.body, f"{again.what} with another picture than before"
    )


@check("vendor-notes.md, productai", evidence="inferred", cost=22, lean=False)
def a_result_stays(open_account: Callable[..., Account], data: Callable[[str], Json]) -> None:
    """No document says that a result expires: a month later its URL is the same and still answers."""
    account = open_account()
    for operation in ("generate", "upscale"):
        made = account.call(operation, body=data("bodies")[operation]).must_be(200)
        path = {"job_id": made.at("/data/id")}
        account.end(path["job_id"], "finish")
        job = account.call("get_job", path=path).must_be(200)
        url = str(job.at("/data/image_url"))
        before = account.fetch(url).must_be(200)
        for days in (1, 29):
            account.wait(days * 24 * 3600)
            after = account.fetch(url).must_be(200)
            promised(after.body == before.body, f"{after.what} with another picture than before")
        last = account.call("get_job", path=path).must_be(200)
        equal("the answer a month later", job.json, last.json)


@check("productai.md, POST /api/generate, Parameters", lean=False)
def every_models_picture_is_one(api: Api, every_model_makes_a_picture: list[str]) -> None:
    """What each of the seven models has made is a picture of its own."""
    answers = [api.fetch(url).must_be(200) for url in every_model_makes_a_picture]
    for answer in answers:
        _held_to_its_kind(answer)
    equal(
        "the number of different pictures", len(answers), len({answer.body for answer in answers})
    )
