"""The shapes of neofashion's generations: as printed, as a row, and in detail.

Sources: neofashion.txt, "Response Shape"; the rest from vendor-notes.md, neofashion, and inferred.
"""

from typing import Any

from dressform.engine.clock import iso8601
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, expanded, media_path
from dressform.vendors.neofashion.refusals import PROVIDER_ERROR

Json = dict[str, Any]

STATUS = {
    State.PENDING: "queued",
    State.QUEUED: "queued",
    State.PROCESSING: "processing",
    State.COMPLETED: "completed",
    State.FAILED: "failed",
    State.CANCELED: "failed",
    State.EXPIRED: "failed",
}

_ENDED = {
    State.FAILED: "The provider returned an error",
    State.CANCELED: "The generation was canceled",
    State.EXPIRED: "The generation took too long",
}

TYPES = {
    "generate_image": "image",
    "generate_video": "video",
    "generate_bulk": "bulk",
    "sketch_to_photo": "sketch-to-photo",
}

MEDIA = {"output": "/outputs/{workspace}/{token}.{format}"}


def settings_of(job: Job) -> Json:
    """What the job was asked to do, defaults included."""
    settings: Json = expanded(job.request)
    return settings


def made(call: Call, job: Job) -> Json:
    """A generation as the request that starts it is answered: what the page prints of one."""
    return {
        "id": job.id,
        "status": STATUS[job.state],
        "output_url": _output_url(call, job),
        "credits_used": credits_used(call.workspace, job),
    }


def listed(call: Call, job: Job) -> Json:
    """A generation as a row of the list."""
    return _row(call, job, settings_of(job))


def detailed(call: Call, job: Job) -> Json:
    """A generation with what was asked for and, if it is a bulk, what became of each item."""
    settings = settings_of(job)
    row = _row(call, job, settings)
    del settings["source"], settings["api_key_id"]
    row["input"] = settings
    if job.items:
        row["items"] = _items(call, job)
    return row


def _row(call: Call, job: Job, settings: Json) -> Json:
    created_at = iso8601(job.created_at)
    return {
        **made(call, job),
        "type": TYPES[job.operation],
        "error": _failure(job),
        "source": settings["source"],
        "api_key_id": settings["api_key_id"],
        "created_at": created_at,
        "updated_at": created_at if job.updated_at == job.created_at else iso8601(job.updated_at),
    }


def credits_used(workspace: Workspace, job: Job) -> int:
    """What the generation has cost, less what was given back."""
    price = _price(workspace, job)
    if job.charge not in workspace.ledger.refunded:
        return price
    if job.state is State.COMPLETED:
        return price * (job.items - len(job.item_errors or {})) // job.items
    return 0


def _items(call: Call, job: Job) -> list[Json]:
    """One row for each item of a bulk, in the order in which they were sent."""
    failed = (job.item_errors or {}) if job.ended else {}
    outputs = iter(job.results)
    rows = []
    for index in range(job.items):
        error = _provider_error(failed[index]) if index in failed else _failure(job)
        url = _url_of(call, next(outputs, None)) if error is None else None
        rows.append(
            {
                "index": index,
                "status": STATUS[job.state] if error is None else STATUS[State.FAILED],
                "output_url": url,
                "credits_used": _price(call.workspace, job) // job.items if error is None else 0,
                "error": error,
            }
        )
    return rows


def _failure(job: Job) -> Json | None:
    """Why a generation failed as a whole, if it did."""
    if STATUS[job.state] != STATUS[State.FAILED]:
        return None
    return _provider_error(job.error or _ENDED[job.state])


def _provider_error(message: str) -> Json:
    return {"code": PROVIDER_ERROR, "message": message}


def _price(workspace: Workspace, job: Job) -> int:
    assert job.charge is not None
    return -workspace.ledger.entries[job.charge].amount


def _output_url(call: Call, job: Job) -> str | None:
    """Where the only output lies; a bulk has many, each with its item."""
    return None if job.items or not job.results else _url_of(call, job.results[0])


def _url_of(call: Call, token: int | str | None) -> str | None:
    if token is None:
        return None
    workspace, asset = call.workspace, call.workspace.assets[str(token)]
    return call.base_url + media_path(MEDIA["output"], workspace, asset.token, asset.format)
