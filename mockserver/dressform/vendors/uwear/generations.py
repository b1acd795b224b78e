"""Generation requests: four use cases behind one route, their lists and their results.

Source: uwear.md, "Generation Requests" and "Generation Results".
"""

from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.clock import SECOND
from dressform.engine.errors import NotFound
from dressform.engine.jobs import Callback, Job
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

_NOT_KEPT = frozenset({"webhook_url", "webhook_secret", "webhook_events", "clothing_item_id"})


def create_generation(call: Call) -> Json:
    """POST /generation"""
    workspace, settings = call.workspace, dict(call.settings)
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
        settings["image_url"] = wire.media_url(call.base_url, "upload", workspace, hosted)
    kept = {name: value for name, value in settings.items() if name not in _NOT_KEPT}
    kept["clothing_item_ids"] = [item.id for item in items]
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
    )
    call.job = job
    for item in items:
        item.jobs.append(job.id)
    call.decided = f"generation {job.id}: {settings['use_case']}, {model.slug}"
    return wire.created(job, kept)


def get_generation(call: Call) -> Json:
    """GET /generation/{generation_id}"""
    job = records.generation(call.workspace, call.path["generation_id"])
    call.workspace.observe(job)
    call.job = job
    call.decided = f"{wire.STATUS[job.state]}"
    return wire.generation(call.base_url, call.workspace, job)


def list_generations(call: Call) -> Json:
    """GET /generations"""
    query = dict(call.query)
    wanted = {name: query[name] for name in ("status", "feature_name") if name in query}
    if "batch_id" in query:  # no documented call makes a batch
        jobs: list[Job] = []
    elif "external_id" in query:
        job_id = _job_of_provider(query["external_id"])
        jobs = [job] if (job := call.workspace.jobs.get(job_id)) else []
    else:
        jobs = list(call.workspace.jobs.values())
    jobs = [job for job in jobs if wanted.items() <= _listed(job).items()]
    field, _, direction = query["sort"].partition(":")
    jobs.sort(key=lambda job: (_sorted_by(job, field), job.id), reverse=direction == "desc")
    return wire.page(jobs, query, lambda j: wire.generation(call.base_url, call.workspace, j))


def list_generation_results(call: Call) -> Json:
    """GET /generation-results"""
    workspace, query = call.workspace, dict(call.query)
    jobs = list(workspace.jobs.values())
    if "generation_ids" in query:
        jobs = [job for job in jobs if job.id in set(query["generation_ids"])]
    rows = [
        (workspace.assets[records.results(workspace)[number]], clothing_ids)
        for job in jobs
        for clothing_ids in [wire.settings_of(job)["clothing_item_ids"]]
        if "clothing_item_ids" not in query or set(query["clothing_item_ids"]) & set(clothing_ids)
        for number in job.results
    ]
    rows.sort(key=lambda row: row[0].number)
    return wire.page(
        rows,
        query,
        lambda row: wire.result(call.base_url, workspace, row[0], next(iter(row[1]), None)),
    )


def get_generation_result(call: Call) -> Json:
    """GET /generation-result/{generation_result_id}"""
    workspace = call.workspace
    asset = records.result(workspace, call.path["generation_result_id"])
    assert asset.job_id is not None
    settings = wire.settings_of(workspace.jobs[asset.job_id])
    clothing_id = next(iter(settings["clothing_item_ids"]), None)
    return wire.result(call.base_url, workspace, asset, clothing_id)


def _job_of_provider(external_id: str) -> int:
    """The job that the provider knows by that id; -1, which no job has, for nonsense.

    No documented answer shows such an id. Ours (inferred) is `req_` and the generation's in 12
    hexadecimal digits.
    """
    digits = external_id.removeprefix("req_")
    try:
        return int(digits, 16) if external_id == f"req_{int(digits, 16):012x}" else -1
    except ValueError:
        return -1


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
    first, more = settings.get("clothing_item_id"), settings.get("clothing_item_ids", [])
    return list(dict.fromkeys(more if first is None else [first, *more]))


def _callback(workspace: Workspace, settings: Json) -> Callback | None:
    """The request's own webhook, else the saved endpoint.

    Source: uwear.md, "Create Generation", `webhook_url`, `webhook_secret`, `webhook_events`.
    """
    events = tuple(settings.get("webhook_events", EVENTS))
    if "webhook_url" in settings:
        return Callback(settings["webhook_url"], settings.get("webhook_secret"), events)
    if workspace.endpoint.url is None:
        return None
    return Callback(workspace.endpoint.url, workspace.endpoint.secret, events)


def _listed(job: Job) -> Json:
    settings = wire.settings_of(job)
    return {"status": wire.STATUS[job.state], "feature_name": wire.feature_name(settings)}


def _sorted_by(job: Job, field: str) -> Any:
    match field:
        case "created_at":
            return job.created_at
        case "updated_at":
            return job.updated_at
        case "generation_id":
            return job.id
        case "num_images":
            return wire.settings_of(job)["num_images"]
        case _:
            return _listed(job)[field]
