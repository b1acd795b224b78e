"""The files behind the links: real ones, of the ratio and the kind that were asked for."""

import base64
import io
from typing import Any

import av
import pytest
import requests
from PIL import Image

from dressform.vendors.cutx import CUTX, results
from tests.support.hosting import hosting
from tests.support.pictures import picture
from tests.support.serving import Shop
from tests.vendors.cutx.orders import PRODUCTS, STATIC_AD, VIDEO, inside, make, status

Json = dict[str, Any]

SENTENCE = "Hey! You need to check out this amazing product and tell your friends."


def finished(shop: Shop, path: str, **members: Any) -> Json:
    """The one asset of a generation."""
    job_id = make(shop, path, **members)["jobId"]
    shop.advance(to="idle")
    (asset,) = status(shop, job_id)["assets"]
    return dict(asset)


def fetched(asset: Json, content_type: str) -> bytes:
    response = requests.get(asset["url"], timeout=60)
    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)
    return response.content


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        (None, (1080, 1080)),
        ("1:1", (1080, 1080)),
        ("9:16", (1080, 1920)),
        ("4:5", (1080, 1350)),
        ("16:9", (1920, 1080)),
    ],
)
def test_a_static_ad_is_a_picture_in_its_ratio(
    cutx: Shop, ratio: str | None, size: tuple[int, int]
) -> None:
    asset = finished(cutx, STATIC_AD, **({} if ratio is None else {"aspectRatio": ratio}))
    assert asset["type"] == "image"
    assert asset["url"].startswith(cutx.base_url)
    with Image.open(io.BytesIO(fetched(asset, "image/png"))) as ad:
        ad.load()
        assert (ad.format, ad.size) == ("PNG", size)


@pytest.mark.parametrize(
    ("ratio", "size"), [(None, (720, 1280)), ("1:1", (720, 720)), ("16:9", (1280, 720))]
)
def test_a_video_is_an_mp4_with_sound_in_its_ratio(
    cutx: Shop, ratio: str | None, size: tuple[int, int]
) -> None:
    asset = finished(cutx, VIDEO, **({} if ratio is None else {"aspectRatio": ratio}))
    assert asset["type"] == "video"
    with av.open(io.BytesIO(fetched(asset, "video/mp4"))) as clip:
        (stream,), (sound,) = clip.streams.video, clip.streams.audio
        assert (stream.width, stream.height) == size
        assert (stream.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert clip.duration is not None
        assert clip.duration / av.time_base == pytest.approx(3, abs=0.1)
        assert sum(1 for _ in clip.decode(video=0)) == 3 * 24


@pytest.mark.parametrize(
    ("words", "seconds"), [(1, 3), (7, 3), (10, 4), (25, 10), (50, 20), (51, 20), (400, 20)]
)
def test_a_video_lasts_as_long_as_its_script_takes_to_say_within_bounds(
    words: int, seconds: int
) -> None:
    assert results.seconds(" ".join(["word"] * words)) == seconds


def test_the_page_names_every_ratio_that_there_are_pixels_for(cutx: Shop) -> None:
    schemas = cutx.server.fronts["cutx"].deployment.contract.components["schemas"]
    for name, sizes in (("StaticAdRequest", results.IMAGES), ("VideoRequest", results.VIDEOS)):
        assert set(schemas[name]["properties"]["aspectRatio"]["enum"]) == set(sizes)
    for ratio, (width, height) in (results.IMAGES | results.VIDEOS).items():
        across, down = map(int, ratio.split(":"))
        assert width * down == height * across


def test_pictures_of_one_product_show_one_garment_and_those_of_another_another(cutx: Shop) -> None:
    other = cutx.call("POST", PRODUCTS, json={"name": "Other"}).json()["product"]["id"]
    ids = [finished(cutx, path)["id"] for path in (STATIC_AD, STATIC_AD, VIDEO)]
    ids.append(finished(cutx, STATIC_AD, productId=other)["id"])
    looks = [inside(cutx).assets[asset_id].garment for asset_id in ids]
    assert looks[0] == looks[1] == looks[2] != looks[3]


def test_one_voice_and_one_avatar_have_one_face_each(cutx: Shop) -> None:
    who = [{}, {"voiceId": "male-1"}, {"voiceId": "female-2"}]
    who += [{"avatarUrl": "https://example.com/a.jpg", "voiceId": v} for v in ("male-1", "x")]
    faces = [inside(cutx).assets[finished(cutx, VIDEO, **each)["id"]].person for each in who]
    assert faces[0] == faces[1]
    assert faces[3] == faces[4]
    assert len(set(faces)) == 3


@pytest.mark.parametrize(
    ("style", "subject"),
    [
        (None, "garment"),
        ("product_hero", "garment"),
        ("minimal", "garment"),
        ("lifestyle", "model"),
        ("seasonal", "model"),
        ("bold", "model"),
        ("modern", "model"),
    ],
)
def test_a_style_decides_who_is_in_the_picture(cutx: Shop, style: str | None, subject: str) -> None:
    asset = finished(cutx, STATIC_AD, **({} if style is None else {"style": style}))
    assert inside(cutx).assets[asset["id"]].subject == subject


def test_a_picture_says_what_it_was_made_from(cutx: Shop) -> None:
    ad = finished(cutx, STATIC_AD, prompt="Summer vibes", style="modern")
    clip = finished(cutx, VIDEO, script=SENTENCE)
    workspace = inside(cutx)
    labels = [CUTX.label(workspace, workspace.assets[a["id"]]) for a in (ad, clip)]
    assert [(label.title, label.prompt) for label in labels] == [
        ("CutX · static ad", "Summer vibes"),
        ("CutX · ugc video", SENTENCE),
    ]
    assert (
        dict(labels[0].facts).items()
        >= {
            "product": "Linen Summer Shirt",
            "size": "1080 x 1080",
            "style": "modern",
        }.items()
    )
    assert dict(labels[1].facts).items() >= {"voiceId": "male-1", "seconds": "5"}.items()


def test_an_avatar_that_can_be_looked_at_is_shown_in_the_video(cutx: Shop) -> None:
    png = picture("PNG", (40, 40))
    data = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    with hosting({"/a.png": png, "/b.png": b"no picture"}) as host:
        urls = [data, host.url("/a.png"), host.url("/b.png"), "https://example.com/a.png"]
        assets = [finished(cutx, VIDEO, avatarUrl=url) for url in urls]
    workspace = inside(cutx)
    insets = [CUTX.label(workspace, workspace.assets[asset["id"]]).insets for asset in assets]
    assert insets == [(png,), (png,), (), ()]
    assert base64.b64encode(png).decode() not in str(cutx.control("GET", "jobs"))


def test_a_file_that_is_not_there_is_refused_in_the_vendors_shape(cutx: Shop) -> None:
    url = finished(cutx, STATIC_AD)["url"]
    response = requests.get(url.replace(".png", ".mp4"), timeout=10)
    assert (response.status_code, response.json()) == (404, {"error": "File not found"})
