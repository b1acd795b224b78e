"""The whole road of a client: upload, generate, edit, upscale, video, verified webhook."""

import io
import json
from typing import Any

import av
import requests
from PIL import Image
from standardwebhooks import Webhook

from dressform.contract import load
from tests.support.receiver import Receiver
from tests.support.serving import OpenWorkspace, Shop

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def a_png(width: int = 300, height: int = 400) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#3355aa").save(file, "PNG")
    return file.getvalue()


def finished(shop: Shop, **body: Any) -> dict[str, Any]:
    """Make a generation and poll it, as a client would, until it is done."""
    made = shop.json("POST", "/generation", json=body)
    statuses = ["Created"]
    while statuses[-1] not in {"Done", "Error"}:
        answer = shop.json("GET", f"/generation/{made['generation_id']}")
        statuses.append(answer["status"])
    assert statuses == ["Created", "Ongoing", "Done"]
    return dict(answer)


def size_of(url: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(requests.get(url, timeout=30).content)) as picture:
        picture.load()
        return picture.size


def test_from_first_upload_to_a_verified_webhook(
    open_workspace: OpenWorkspace, receiver: Receiver
) -> None:
    """A real clock's `now` and an auto clock: the library checks the timestamp by the wall."""
    shop = open_workspace(
        "uwear", webhook_url=receiver.url, webhook_secret=SECRET, clock={"mode": "auto"}
    )

    item = shop.json(
        "POST",
        "/clothing-item",
        data={"clothing_item_name": "Denim jacket"},
        files={"photo_file": ("front.png", a_png(), "image/png")},
    )
    assert size_of(item["clothing_item_url"]) == (300, 400)

    worn = finished(
        shop,
        clothing_item_id=item["clothing_item_id"],
        prompt="on the beach",
        num_images=2,
        aspect_ratio="9:16",
        resolution="1K",
    )
    first = worn["generation_results"][0]
    assert [size_of(result["url"]) for result in worn["generation_results"]] == [(720, 1280)] * 2

    edited = finished(
        shop,
        use_case="edit",
        generation_result_parent_id=first["generation_result_id"],
        prompt="at sunset",
        num_images=1,
        resolution="1K",
        aspect_ratio="9:16",
    )["generation_results"][0]
    assert size_of(edited["url"]) == (720, 1280)
    assert edited["clothing_item_id"] == item["clothing_item_id"]

    upscaled = finished(
        shop,
        use_case="upscale",
        model_slug="seedvr2",
        generation_result_parent_id=edited["generation_result_id"],
        num_images=1,
        upscale_factor=2,
    )["generation_results"][0]
    assert size_of(upscaled["url"]) == (1440, 2560)

    video = finished(
        shop,
        use_case="video",
        model_slug="kling-3-pro",
        image_url=upscaled["url"],
        num_images=1,
        duration=3,
        generate_audio=True,
    )["generation_results"][0]
    assert video["kind"] == "Video"
    with av.open(io.BytesIO(requests.get(video["url"], timeout=60).content)) as container:
        assert container.duration is not None
        assert round(container.duration / 1_000_000, 1) == 3.0
        assert len(container.streams.audio) == 1

    shop.advance(seconds=0)
    contract, webhook = load("uwear"), Webhook(SECRET)
    assert len(receiver.received) == 4
    for received in receiver.received:
        event = webhook.verify(received.body, {k.lower(): v for k, v in received.headers.items()})
        assert contract.webhooks[event["type"]].issues(event, ("event",)) == ()
    results = [json.loads(r.body)["data"]["results"] for r in receiver.received]
    assert [rows[0]["url"] for rows in results][1:] == [r["url"] for r in (edited, upscaled, video)]
    assert shop.credits == 1000 - 1 - 2 * 3 - 3 - 1 - 20
