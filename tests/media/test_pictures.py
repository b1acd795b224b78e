"""Stills: exact, deterministic, and different where their seeds differ."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from statistics import mean

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from dressform.media import content_type, render, suffix


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' pixels, 0 to 255."""
    return mean(
        ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    )


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return the share of two pictures' colours that they have in common."""
    counts = [
        image.convert("RGB").point(lambda value: value // 43 * 43).getcolors(1 << 20)
        for image in (one, other)
    ]
    first, second = ({colour: count for count, colour in pairs} for pairs in counts)
    shared = sum(min(count, second.get(colour, 0)) for colour, count in first.items())
    return shared / sum(first.values())


@pytest.mark.parametrize(
    ("width", "height"),
    [(256, 256), (2100, 900), (900, 1600), (1024, 1024), (1512, 2688), (4096, 2304)],
)
def test_a_picture_has_exactly_the_pixels_asked_for(picture, width, height):
    image = Image.open(BytesIO(render(picture(width, height))))

    assert (width, height) == image.size


@pytest.mark.parametrize(
    ("kind", "media_type", "ending"),
    [
        ("png", "image/png", ".png"),
        ("jpeg", "image/jpeg", ".jpg"),
        ("webp", "image/webp", ".webp"),
    ],
)
def test_a_picture_comes_in_the_format_asked_for(picture, seen, kind, media_type, ending):
    spec = picture(format=kind)

    assert kind.upper() == seen(spec).format
    assert (media_type, ending) == (content_type(spec), suffix(spec))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_same_picture_has_the_same_bytes(picture, kind):
    assert render(picture(format=kind)) == render(picture(format=kind))


def test_pictures_rendered_at_the_same_time_do_not_disturb_each_other(picture):
    specs = [picture(garment=seed, person=seed, backdrop=seed) for seed in range(6)]
    alone = [render(spec) for spec in specs]

    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(render, specs))

    assert alone == together


@pytest.mark.parametrize("subject", ["model", "garment", "portrait"])
def test_other_seeds_give_a_picture_that_looks_different(picture, seen, subject):
    pictures = [
        seen(picture(subject=subject, garment=seed, person=seed + 50, backdrop=seed + 90))
        for seed in range(6)
    ]

    assert min(difference(one, other) for one, other in combinations(pictures, 2)) > 8


@pytest.mark.parametrize("seed", ["garment", "person", "backdrop"])
def test_each_seed_changes_the_picture_on_its_own(picture, seen, seed):
    assert difference(seen(picture(**{seed: 11})), seen(picture(**{seed: 12}))) > 0.5


def test_views_and_crops_of_one_scene_look_different(picture, seen):
    pictures = [
        seen(picture(view=view, crop=crop))
        for view in ("front", "back", "side")
        for crop in ("full", "upper")
    ]

    assert min(difference(one, other) for one, other in combinations(pictures, 2)) > 1


def test_the_same_garment_keeps_its_colours_on_other_people(picture, seen):
    def torso(garment, person):
        image = seen(picture(512, 512, garment=garment, person=person, backdrop=person + 7))
        return image.crop((226, 110, 286, 190))

    garments = {seed: [torso(seed, person) for person in (20, 30)] for seed in range(8)}

    same = mean(likeness(*pair) for pair in garments.values())
    others = mean(
        likeness(garments[one][0], garments[other][1])
        for one in garments
        for other in garments
        if one != other
    )
    assert same > 0.6
    assert same > 2 * others


def test_a_larger_picture_has_more_detail_than_an_enlarged_one(picture, seen):
    small, large = seen(picture(512, 512)), seen(picture(2048, 2048))
    enlarged = small.resize(large.size, Image.Resampling.LANCZOS)

    def sharpness(image):
        return ImageStat.Stat(image.convert("L").filter(ImageFilter.FIND_EDGES)).rms[0]

    assert sharpness(large) > 1.5 * sharpness(enlarged)


def test_every_kind_of_scene_can_be_drawn(picture):
    for seed in range(24):
        for subject, view, crop in (
            ("model", "front", "full"),
            ("model", "back", "full"),
            ("model", "side", "upper"),
            ("portrait", ("front", "side")[seed % 2], "full"),
            ("garment", ("front", "back", "side")[seed % 3], "full"),
        ):
            seeds = {"garment": seed, "person": seed + 1000, "backdrop": seed + 2000}
            assert render(picture(256, 256, subject=subject, view=view, crop=crop, **seeds))


def upload(colour: str, kind: str, size=(60, 90), mode="RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_an_uploaded_image_is_seen_inside_the_picture(picture, seen, kind):
    plain, inset = picture(), picture(insets=(upload("#ff00ff", kind),))

    changed = ImageChops.difference(seen(plain).convert("RGB"), seen(inset).convert("RGB"))
    left, top, right, bottom = changed.getbbox()
    middle = seen(inset).convert("RGB").getpixel(((left + right) // 2, (top + bottom) // 2))

    assert (right - left, bottom - top) < (100, 100)
    assert all(abs(a - b) < 12 for a, b in zip(middle, (255, 0, 255), strict=True))


@pytest.mark.parametrize(
    "unreadable",
    [
        b"",
        b"no image at all",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        upload("red", "PNG")[:-30],
        upload("#0000", "PNG", (1, 9000), "1")[:40],
    ],
    ids=["empty", "text", "EPS", "cut short", "header only"],
)
def test_an_unreadable_upload_becomes_a_crossed_card(picture, seen, unreadable):
    crossed = seen(picture(insets=(b"\x00",)))

    assert difference(crossed, seen(picture(insets=(unreadable,)))) == 0
    assert difference(crossed, seen(picture())) > 0


def test_an_upload_with_too_many_pixels_is_not_decoded(picture, seen):
    huge = upload("red", "PNG", (9000, 9000), "1")

    assert difference(seen(picture(insets=(b"",))), seen(picture(insets=(huge,)))) == 0


def test_many_uploads_are_counted_beyond_the_fourth(picture, seen):
    uploads = tuple(upload(colour, "PNG") for colour in ("red", "lime", "blue", "aqua"))

    four = seen(picture(640, 640, insets=uploads))
    seven = seen(picture(640, 640, insets=(*uploads, b"", b"", b"")))

    assert 0 < difference(four, seven) < 1


def test_an_upload_is_turned_upright(picture, seen):
    out, photo = BytesIO(), Image.new("RGB", (90, 30), "red")
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(out, "JPEG", exif=exif)

    turned, upright = BytesIO(), Image.new("RGB", (30, 90), "red")
    upright.save(turned, "JPEG")

    one, other = (seen(picture(insets=(data.getvalue(),))) for data in (out, turned))
    assert difference(one, other) < 0.01


def test_equal_descriptions_are_equal_and_can_be_keys(picture):
    assert len({picture(), picture(), replace(picture(), width=322)}) == 2
