"""The pictures of garments: linked, uploaded, embedded. Source: uwear.md, Create New Clothing Item."""

import base64
import io
import random
from typing import Any

from dressform.checks import Answer, Api, Mismatch, check, equal, promised

_SOURCE = "vendor-notes.md, uwear, its images"
_NEAR = 24
_Color = tuple[int, ...]


def _picture(rng: random.Random, kind: str) -> tuple[bytes, tuple[int, int], _Color]:
    """A picture of one colour, with its size and that colour."""
    from PIL import Image

    size = rng.randrange(200, 400), rng.randrange(200, 400)
    color = tuple(rng.sample((20, 80, 230), 3))
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue(), size, color


def _looks(answer: Answer) -> tuple[tuple[int, int], _Color]:
    """Size of a downloaded picture, and the colour in its middle."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(answer.body)) as image:
            size, middle = image.size, image.convert("RGB")
            color = middle.getpixel((size[0] // 2, size[1] // 2))
    except OSError as error:
        raise Mismatch(f"{answer.what} with no picture: {error}") from None
    promised(isinstance(color, tuple), f"{answer.what} with a picture that cannot be read")
    return size, tuple(color) if isinstance(color, tuple) else ()


def _hosted(api: Api, stored: Answer, name: str, size: tuple[int, int], color: _Color) -> None:
    """Hold the hosted copy to what was uploaded."""
    file = api.fetch(stored.at(f"/{name}")).must_be(200)
    found, seen = _looks(file)
    equal(f"{stored.what}: the size of {name}", size, found)
    far = max(abs(a - b) for a, b in zip(color, seen, strict=True))
    promised(far <= _NEAR, f"{stored.what}: {name} is {seen} where {color} was uploaded")


def _form(**parts: Any) -> tuple[tuple[str, Any], ...]:
    texts = {"clothing_item_name": "Dressform check, uploaded", "use_image_enhancement": "false"}
    return tuple((texts | parts).items())


@check(_SOURCE, evidence="inferred")
def the_picture_of_a_garment_is_hosted(api: Api, a_garment_keeps_what_was_sent: Answer) -> None:
    """The front and the back of a garment in its answer are copies that can be downloaded."""
    for name in ("clothing_item_url", "clothing_item_back_url"):
        file = api.fetch(a_garment_keeps_what_was_sent.at(f"/{name}")).must_be(200)
        kind = file.headers.get("Content-Type", "")
        promised(kind.startswith("image/"), f"{file.what}, {name} of a garment, as {kind!r}")
        _looks(file)


@check("uwear.md, Create New Clothing Item")
def an_uploaded_picture_becomes_the_garment(api: Api, rng: random.Random) -> None:
    """A file may be uploaded in place of the front's URL, and is hosted as it came."""
    data, size, color = _picture(rng, "PNG")
    form = _form(clothing_item_url=("front.png", data, "image/png"))
    stored = api.call("create_clothing_item", form=form).must_be(200)
    external = stored.at("/external_clothing_item_url")
    what = f"{stored.what} to an upload: external_clothing_item_url"
    equal(what, "", external, evidence="inferred", source=_SOURCE)
    _hosted(api, stored, "clothing_item_url", size, color)


@check(_SOURCE, evidence="observed", lean=False)
def files_have_parts_of_their_own(api: Api, rng: random.Random) -> None:
    """Front and back may be uploaded as `photo_file` and `back_photo_file`, in any of three kinds."""
    for kind in ("PNG", "JPEG", "WEBP"):
        front, back = _picture(rng, kind), _picture(rng, kind)
        media_type = f"image/{kind.lower()}"
        form = _form(
            photo_file=(f"front.{kind.lower()}", front[0], media_type),
            back_photo_file=(f"back.{kind.lower()}", back[0], media_type),
        )
        stored = api.call("create_clothing_item", form=form).must_be(200)
        _hosted(api, stored, "clothing_item_url", *front[1:])
        _hosted(api, stored, "clothing_item_back_url", *back[1:])


@check(_SOURCE, evidence="observed", lean=False)
def a_picture_may_be_embedded(api: Api, rng: random.Random) -> None:
    """A picture may be sent as a data URL, which is hosted and not repeated."""
    data, size, color = _picture(rng, "PNG")
    body = {
        "clothing_item_name": "Dressform check, embedded",
        "clothing_item_url": f"data:image/png;base64,{base64.b64encode(data).decode()}",
        "use_image_enhancement": False,
    }
    stored = api.call("create_clothing_item", body=body).must_be(200)
    equal("external_clothing_item_url", "", stored.at("/external_clothing_item_url"))
    _hosted(api, stored, "clothing_item_url", size, color)


@check(_SOURCE, evidence="inferred", lean=False)
def a_file_that_is_no_picture_is_refused(api: Api) -> None:
    """An upload that calls itself a picture and is none is refused with 422."""
    form = _form(photo_file=("front.png", b"This is no picture.", "image/png"))
    api.call("create_clothing_item", form=form).must_be(422)


@check(_SOURCE, evidence="inferred", lean=False)
def each_garment_has_pictures_of_its_own(api: Api, rng: random.Random) -> None:
    """Two uploads are two files under two URLs, and the later one leaves the earlier one alone."""
    pictures = [_picture(rng, "PNG") for _ in range(2)]
    stored = [
        api.call(
            "create_clothing_item", form=_form(clothing_item_url=("a.png", data, "image/png"))
        ).must_be(200)
        for data, _, _ in pictures
    ]
    first, second = (answer.at("/clothing_item_url") for answer in stored)
    promised(first != second, f"two garments share the picture {first}")
    for answer, (_, size, color) in zip(stored, pictures, strict=True):
        _hosted(api, answer, "clothing_item_url", size, color)
