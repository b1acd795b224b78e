"""The shapes of Uwear's answers and webhooks.

Source: the example responses of uwear.md; the webhook's body from vendor-notes.md, uwear.
"""

from collections.abc import Mapping
from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.clock import iso8601
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import expanded, media_path
from dressform.vendors.uwear.asked import Asked, asked_of, payload
from dressform.vendors.uwear.records import Avatar, ClothingItem, results

Json = dict[str, Any]

STATUS = {
    State.PENDING: "Created",
    State.QUEUED: "Created",
    State.PROCESSING: "Ongoing",
    State.COMPLETED: "Done",
    State.FAILED: "Error",
    State.CANCELED: "Error",
    State.EXPIRED: "Error",
}

MEDIA = {
    "result": "/generation-results/{workspace}/{token}.{format}",
    "clothing": "/clothing-items/{workspace}/{token}.{format}",
    "upload": "/uploads/{workspace}/{token}.{format}",
    "avatar": "/avatars/{workspace}/{token}.{format}",
}


def media_url(base_url: str, folder: str, workspace: Workspace, asset: Asset) -> str:
    """Where an asset is served."""
    return base_url + media_path(MEDIA[folder], workspace, asset.token, asset.format)


def settings_of(job: Job) -> Json:
    """What the job was asked to do, defaults included."""
    settings: Json = expanded(job.request)
    return settings


def feature_name(model_slug: str) -> str:
    """What the lists call the feature at work."""
    return f"model:{model_slug}"


def clothing_item(base_url: str, workspace: Workspace, item: ClothingItem) -> Json:
    """A garment."""
    front = workspace.assets[item.front]
    back = workspace.assets[item.back] if item.back else None
    return {
        "clothing_item_id": item.id,
        "clothing_item_name": item.name,
        "description": item.description,
        "description_back": item.description_back,
        "clothing_item_url": media_url(base_url, "clothing", workspace, front),
        "clothing_item_back_url": media_url(base_url, "clothing", workspace, back) if back else "",
        "external_clothing_item_url": item.external_url,
        "external_clothing_item_back_url": item.external_back_url,
        "created_at": iso8601(item.created_at),
        "updated_at": iso8601(item.updated_at),
    }


def saved_avatar(base_url: str, workspace: Workspace, avatar: Avatar) -> Json:
    """An avatar as the two calls that write one answer it: without its thumbnail."""
    picture = workspace.assets[avatar.picture]
    description = {"body": avatar.body, "age": avatar.age} if avatar.described else None
    return {
        "avatar_id": avatar.id,
        "avatar_name": avatar.name,
        "avatar_url": media_url(base_url, "avatar", workspace, picture),
        "avatar_description": description,
        "count_generation_results": avatar.results,
        "generation_result_id": avatar.source_result,
        "created_at": iso8601(avatar.created_at),
        "updated_at": iso8601(avatar.updated_at),
    }


def avatar(base_url: str, workspace: Workspace, avatar: Avatar) -> Json:
    """An avatar as the two calls that read answer it."""
    thumbnail = workspace.assets[avatar.thumbnail]
    url = media_url(base_url, "avatar", workspace, thumbnail)
    return saved_avatar(base_url, workspace, avatar) | {"thumbnail_url": url}


def result(base_url: str, workspace: Workspace, asset: Asset, clothing_id: int | None) -> Json:
    """One file that a generation made."""
    created_at = iso8601(asset.created_at)
    return {
        "generation_result_id": asset.number,
        "generation_id": asset.job_id,
        "url": media_url(base_url, "result", workspace, asset),
        "kind": asset.kind.capitalize(),
        "created_at": created_at,
        "updated_at": created_at,
        "clothing_item_id": clothing_id,
        "available": not asset.expired(workspace.now),
        "origin": "api",
    }


def results_of(base_url: str, workspace: Workspace, job: Job, asked: Asked) -> list[Json]:
    """Every file that a generation has made so far."""
    if not job.results:
        return []
    clothing_id = _first(asked.clothing_item_ids)
    assets, tokens = workspace.assets, results(workspace)
    return [
        result(base_url, workspace, assets[tokens[number]], clothing_id) for number in job.results
    ]


def generation(base_url: str, workspace: Workspace, job: Job) -> Json:
    """A generation as it is read."""
    asked = asked_of(job)
    facts = _facts(job, asked)
    facts["generation_results"] = results_of(base_url, workspace, job, asked)
    return facts


def created(job: Job) -> Json:
    """A generation as it is answered when it is made: what its use case prints, and no more."""
    asked, at = asked_of(job), iso8601(job.created_at)
    times = {"created_at": at, "updated_at": at}
    match asked.use_case:
        case "generate":
            return {
                "generation_id": job.id,
                "clothing_item_ids": asked.clothing_item_ids,
                "num_images": asked.num_images,
                "payload": payload(job, asked),
                "status": STATUS[job.state],
                "feature_name": feature_name(asked.model_slug),
                **times,
                "avatar_id": asked.avatar_id,
            }
        case "video":
            return {"generation_id": job.id, "payload": payload(job, asked), **times}
        case _:
            return {"generation_id": job.id, **times}


def event(kind: str, event_id: str, workspace: Workspace, job: Job) -> Json:
    """The body of a webhook."""
    asked = asked_of(job)
    data = _facts(job, asked)
    data["results"] = results_of(job.origin, workspace, job, asked)
    if job.error is not None:
        data["error"] = job.error
    return {
        "id": event_id,
        "type": kind,
        "created_at": iso8601(workspace.now),
        "data": data,
    }


def page(query: Mapping[str, Any], total: int, rows: list[Json]) -> Json:
    """One page of a list of so many; pages count from 1, and there is always a first."""
    return {
        "current_page": query["page"],
        "max_page": max(1, -(-total // query["items_per_page"])),
        "total_count": total,
        "data": rows,
    }


def _facts(job: Job, asked: Asked) -> Json:
    created_at = iso8601(job.created_at)
    return {
        "generation_id": job.id,
        "clothing_item_id": _first(asked.clothing_item_ids),
        "num_images": asked.num_images,
        "payload": payload(job, asked),
        "status": STATUS[job.state],
        "feature_name": feature_name(asked.model_slug),
        "created_at": created_at,
        "updated_at": created_at if job.updated_at == job.created_at else iso8601(job.updated_at),
        "avatar_id": asked.avatar_id,
    }


def _first(clothing_ids: list[int]) -> int | None:
    return clothing_ids[0] if clothing_ids else None
