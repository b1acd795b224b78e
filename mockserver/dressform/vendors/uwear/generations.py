"""Generation requests: four use cases behind one route.

Source: uwear.md, "Generation Requests".
"""

from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.clock import SECOND
from dressform.engine.errors import NotFound
from dressform.engine.jobs import Callback, callback
from dressform.engine.workspace import Span, Workspace
from dressform.vendor import Call, compact
from dressform.vendors.uwear import records, wire
from dressform.vendors.uwear.catalogue import MODELS, Model

Json = dict[str, Any]

EVENTS = ("generation.completed", "generation.failed")

# How long a job waits and runs: inferred, the document gives no durations.
_WAIT: Span = (1 * SECOND, 3 * SECOND)
_RUN: dict[str, Span] = {
    "image": (8 * SECOND, 20 * SECOND),
    "upscale": (10 * SECOND, 30 * SECOND),
    "video": (60 * SECOND, 150 * SECOND),
}

_NOT_KEPT = ("webhook_url", "webhook_secret", "webhook_events", "clothing_item_id")


def create_generation(call: Call) -> Json:
    """POST /generation"""
    workspace, settings = call.workspace, call.settings
    model = MODELS[settings["model_slug"]]
    source = _source(workspace, settings)
    items = [
        records.clothing_item(workspace, i) for i in _clothing_ids(workspace, settings, source)
    ]
    if settings.get("avatar_id") is not None:
        records.avatar(workspace, settings["avatar_id"])
    price = model.price(settings)
    workspace.require(call.operation, price)
    if (upload := call.uploads.get("image_url")) is not None:
        hosted = records.host(workspace, upload)
        url = wire.media_url(call.base_url, "upload", workspace, hosted)
        settings = {**settings, "image_url": url}
    kept = {**settings, "clothing_item_ids": [item.id for item in items]}
    for name in _NOT_KEPT:
        kept.pop(name, None)
    if model.category == "upscale":
        _choose_scale(kept, model, call.body)
    job = workspace.submit(
        call.operation,
        compact(kept),
        price=price,
        wait=_WAIT,
        run=_RUN[model.category],
        origin=call.base_url,
        callback=_callback(workspace, settings),
        traits=(wire.feature_name(model.slug), kept["num_images"]),
    )
    call.job = job
    for item in items:
        item.jobs.add(int(job.id))
    call.decided = f"generation {job.id}: {settings['use_case']}, {model.slug}"
    return wire.created(job)


def get_generation(call: Call) -> Json:
    """GET /generation/{generation_id}"""
    job = records.generation(call.workspace, call.path["generation_id"])
    call.workspace.observe(job)
    call.job = job
    call.decided = f"{wire.STATUS[job.state]}"
    return wire.generation(call.base_url, call.workspace, job)


def _choose_scale(kept: Json, model: Model, sent: Json) -> None:
    """A target that was sent alone decides the size; otherwise the factor does.

    Inferred: the document gives defaults for both and does not say which one wins.
    """
    if "target_resolution" in sent and "upscale_factor" not in sent:
        kept.pop("upscale_factor", None)
    else:
        kept["upscale_factor"] = sent.get("upscale_factor", model.factors[0])


def _source(workspace: Workspace, settings: Json) -> Asset | None:
    """The picture of ours that a job starts from, by its id or by its URL.

    A video is none. That cannot be seen in the request alone, so it is no 422: inferred.
    """
    asset: Asset | None = None
    if (parent_id := settings.get("generation_result_parent_id")) is not None:
        asset = records.result(workspace, parent_id)
    elif "image_url" in settings:
        asset = records.asset_at(workspace, settings["image_url"])
    if asset is not None and asset.kind == "video":
        raise NotFound("Source image", asset.number)
    return asset


def _clothing_ids(workspace: Workspace, settings: Json, source: Asset | None) -> list[int]:
    """The garments asked for; what starts from a result shows that result's garments."""
    if source is not None and source.job_id is not None:
        inherited: list[int] = wire.settings_of(workspace.jobs[source.job_id])["clothing_item_ids"]
        return inherited
    first, more = settings.get("clothing_item_id"), settings.get("clothing_item_ids", ())
    return list(dict.fromkeys(more if first is None else (first, *more)))


def _callback(workspace: Workspace, settings: Json) -> Callback | None:
    """The request's own webhook, else the saved endpoint.

    Source: uwear.md, "Create Generation", `webhook_url`, `webhook_secret`, `webhook_events`.
    """
    events = tuple(settings.get("webhook_events", EVENTS))
    if "webhook_url" in settings:
        return callback(settings["webhook_url"], settings.get("webhook_secret"), events)
    if workspace.endpoint.url is None:
        return None
    return callback(workspace.endpoint.url, workspace.endpoint.secret, events)
