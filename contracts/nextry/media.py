"""What is promised about the files of an outcome. Source: vendor-notes.md, nextry."""

import io
from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Data = Callable[[str], Any]

NOTES = "vendor-notes.md, nextry, observed on sibling pages"
_MONTH = 30 * 86400.0


@check(NOTES, "observed")
def the_files_are_a_webp_and_a_png(api: Api, a_swap_is_made: list[Answer]) -> list[Any]:
    """The small file is a WebP and the large one a PNG, by their content and by their media type."""
    pictures = []
    for name, kind in (("preview_url", "webp"), ("stock_url", "png")):
        path = str(a_swap_is_made[-1].at(f"/{name}"))
        file = api.fetch(path).must_be(200)
        equal(f"the media type of {path}", f"image/{kind}", file.headers.get("Content-Type"))
        picture = _decoded(path, file.body)
        equal(f"what {path} is by its content", kind, str(picture.format).lower())
        promised(path.endswith(f".{kind}"), f"{path}, a {kind}, is named otherwise")
        pictures.append(picture)
    return pictures


@check(NOTES, "inferred")
def the_small_file_is_the_large_one_made_smaller(the_files_are_a_webp_and_a_png: list[Any]) -> None:
    """The preview has fewer pixels than the stock picture, and the same proportions."""
    small, large = (picture.size for picture in the_files_are_a_webp_and_a_png)
    promised(
        small[0] < large[0] and small[1] < large[1],
        f"a preview of {small} pixels is not smaller than a picture of {large}",
    )
    off = abs(small[0] / small[1] - large[0] / large[1])
    promised(off < 0.02, f"a preview of {small} pixels has not the proportions of {large}")


@check(NOTES, "observed")
def two_jobs_have_two_pictures(
    api: Api, a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """What two jobs make of different uploads are different pictures."""
    jobs = (a_swap_is_made, a_picture_without_a_person_is_made)
    for name in ("preview_url", "stock_url"):
        one, other = (
            _decoded(name, api.fetch(str(job[-1].at(f"/{name}"))).must_be(200).body).convert("RGB")
            for job in jobs
        )
        promised(
            one.resize((48, 48)).tobytes() != other.resize((48, 48)).tobytes(),
            f"the {name} of two jobs are one and the same picture",
        )


@check(NOTES, "inferred", lean=False, wait=_MONTH)
def files_stay(open_account: Callable[..., Account], data: Data) -> None:
    """The files of an outcome are still there a month later, and are what they were."""
    account = open_account()
    made = account.call("generate_image", form=data("forms")["default"]).must_be(200)
    path = {"id": made.at("/history_item_id")}
    account.follow("get_history_item", path, done=lambda answer: answer.at("/status") != "pending")
    places = [str(made.at(f"/{name}")) for name in ("preview_image", "stock_image")]
    before = [account.fetch(place).must_be(200).body for place in places]
    account.wait(_MONTH)
    for place, body in zip(places, before, strict=True):
        promised(account.fetch(place).must_be(200).body == body, f"{place} is not what it was")


def _decoded(what: str, body: bytes) -> Any:
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(body))
        picture.load()
    except (OSError, SyntaxError) as error:
        raise Mismatch(f"{what}: its {len(body)} bytes are no picture: {error}") from None
    return picture
