"""What a generation leaves behind when it ends: files for four hours, and a webhook.

Source: uwear.md, "Core Rules" (4 hours, webhooks) and "Generation Results".
"""

from collections.abc import Iterator
from typing import Any, Literal
from zlib import crc32

from dressform.engine.assets import Asset
from dressform.engine.clock import HOUR
from dressform.engine.ids import hex_token, ulid
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Label, compact
from dressform.vendors.uwear import records, sizes, wire
from dressform.vendors.uwear.catalogue import MODELS, VIDEO_RATIOS, Model

Json = dict[str, Any]

AVAILABLE = 4 * HOUR

_VIEWS: dict[str, Literal["front", "back", "side"]] = {"back": "back", "side": "side"}


def settled(workspace: Workspace, job: Job) -> None:
    """Make the results of a job that went well, and tell whoever wants to hear of its end."""
    settings = wire.settings_of(job)
    if job.state is State.COMPLETED:
        assets = [_asset(workspace, job, settings) for _ in range(settings["num_images"])]
        job.results = tuple(asset.number for asset in assets)
        avatar = records.avatars(workspace).get(settings.get("avatar_id") or 0)
        if avatar is not None:
            avatar.results += len(assets)
    kind = "generation.completed" if job.state is State.COMPLETED else "generation.failed"
    if job.callback is not None and kind in job.callback.events:
        event_id = f"evt_{ulid(workspace.random, workspace.now)}"
        body = wire.event(kind, event_id, workspace, job)
        workspace.announce(kind, compact(body), job.callback, job)


def label(workspace: Workspace, asset: Asset) -> Label:
    """What is written on a picture, and the uploaded garments it shows."""
    if asset.job_id is None:
        kind = "avatar" if asset.subject == "portrait" else "clothing item"
        return Label(f"Uwear · {kind}", "", ((kind, str(asset.number)), _size(asset)))
    settings = wire.settings_of(workspace.jobs[asset.job_id])
    facts = [
        ("generation", str(asset.job_id)),
        ("result", str(asset.number)),
        _size(asset),
    ]
    facts += [(name, str(settings[name])) for name in ("camera", "avatar_id") if settings.get(name)]
    if asset.kind == "video":
        facts.append(("seconds", str(asset.seconds)))
    return Label(
        f"Uwear · {settings['model_slug']} · {settings['use_case']}",
        settings.get("prompt", ""),
        tuple(facts),
        tuple(_uploaded(workspace, settings)),
    )


def expired(asset: Asset) -> Answer:
    """S3's refusal of a URL that is no longer valid (vendor-notes.md, uwear, "result expiry")."""
    return Answer(
        403,
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
        f"<RequestId>{asset.token[:16].upper()}</RequestId></Error>",
        {"Content-Type": "application/xml"},
    )


def _uploaded(workspace: Workspace, settings: Json) -> Iterator[bytes]:
    """The uploads that a result was made from: its garments' fronts, or its source."""
    items = records.clothing_items(workspace)
    tokens = [items[i].front for i in settings["clothing_item_ids"] if i in items]
    sources = [workspace.assets[token] for token in tokens]
    for asset in (*sources, _source(workspace, settings)):
        if asset is not None and asset.upload is not None:
            data = workspace.uploads.get(asset.upload)
            if data is not None:
                yield data


def _size(asset: Asset) -> tuple[str, str]:
    return "size", f"{asset.width} x {asset.height}"


def _asset(workspace: Workspace, job: Job, settings: Json) -> Asset:
    """One output, which looks like what it was made from."""
    model = MODELS[settings["model_slug"]]
    source = _source(workspace, settings)
    width, height = _pixels(model, settings, source)
    camera = settings.get("camera", "photo")
    seconds = settings["duration"] if model.category == "video" else 0
    number = workspace.counters.next("generation_result")
    garment, person = _look(workspace, settings, source)
    keeps_backdrop = model.category != "image" and source is not None
    asset = Asset(
        token=hex_token(workspace.random),
        kind="video" if seconds else "image",
        format="mp4" if seconds else "png",
        width=width,
        height=height,
        subject=source.subject if source else "model",
        garment=garment,
        person=person,
        backdrop=source.backdrop if keeps_backdrop and source else workspace.random.getrandbits(32),
        view=source.view if source else _VIEWS.get(camera.rpartition("_")[2], "front"),
        crop=source.crop if source else ("upper" if camera.startswith("upper") else "full"),
        job_id=job.id,
        number=number,
        seconds=seconds,
        audio=bool(settings.get("generate_audio")),
        created_at=workspace.now,
        expires_at=workspace.now + AVAILABLE,
    )
    records.add_result(workspace, asset, tuple(settings["clothing_item_ids"]))
    return asset


def _source(workspace: Workspace, settings: Json) -> Asset | None:
    parent = settings.get("generation_result_parent_id")
    if parent is not None:
        token = records.results(workspace).get(parent)
        return workspace.assets[token] if token else None
    return records.asset_at(workspace, settings.get("image_url", ""))


def _pixels(model: Model, settings: Json, source: Asset | None) -> sizes.Size:
    ratio = settings.get("aspect_ratio", "auto")
    if model.category == "upscale":
        factor, target = settings.get("upscale_factor"), settings.get("target_resolution")
        return sizes.upscaled(sizes.of(source), factor, target)
    if model.category == "video":
        known = source is not None or ratio == "auto"
        return sizes.video(sizes.closest(sizes.of(source), VIDEO_RATIOS) if known else ratio)
    if ratio == "auto":
        ratio = sizes.closest(sizes.of(source), model.ratios) if source and model.ratios else "1:1"
    return sizes.image(model.resolution(settings), ratio)


def _look(workspace: Workspace, settings: Json, source: Asset | None) -> tuple[int, int]:
    """Seeds of garment and person: the source's, the wardrobe's and the avatar's, or new ones."""
    if source is not None:
        return source.garment, source.person
    if "image_url" in settings:
        seed = crc32(settings["image_url"].encode())
        return seed, seed
    items = records.clothing_items(workspace)
    first = next((items[i] for i in settings["clothing_item_ids"] if i in items), None)
    avatar = records.avatars(workspace).get(settings.get("avatar_id") or 0)
    return (
        first.garment if first else workspace.random.getrandbits(32),
        avatar.person if avatar else workspace.random.getrandbits(32),
    )
