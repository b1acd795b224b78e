"""Photos and sketches at once, videos and bulks by polling, and all of them read again.

Source: neofashion.txt, "Core Endpoints"; what is synchronous from vendor-notes.md, neofashion.
"""

from itertools import islice
from typing import Any

from dressform.engine.errors import NotFound
from dressform.engine.jobs import Job
from dressform.engine.workspace import Span
from dressform.vendor import Call, compact
from dressform.vendors.neofashion import casting, catalogue, wire
from dressform.vendors.neofashion.envelope import success

Json = dict[str, Any]

_SHOT = (
    "prompt",
    "product_image_url",
    "reference_image_urls",
    "persona_id",
    "model_id",
    "aspect_ratio",
)


def generate_image(call: Call) -> Json:
    """POST /generate/image"""
    return _at_once(call, _asked(call, call.settings, _SHOT))


def sketch_to_photo(call: Call) -> Json:
    """POST /sketch-to-photo"""
    return _at_once(call, _asked(call, call.settings, ("sketch_url", *_SHOT)))


def generate_video(call: Call) -> Json:
    """POST /generate/video"""
    asked = _asked(call, call.settings, (*_SHOT, "duration"))
    return _queued(call, asked, catalogue.VIDEO_RUN)


def generate_bulk(call: Call) -> Json:
    """POST /generate/bulk: many photos for one request, each charged and refunded for itself."""
    default = {"aspect_ratio": catalogue.DEFAULT_RATIO}
    items = [_asked(call, default | item, _SHOT) for item in call.body["items"]]
    shortest, longest = catalogue.ITEM_RUN
    run = shortest * len(items), longest * len(items)
    return _queued(call, {"items": items}, run, items=len(items))


def list_generations(call: Call) -> Json:
    """GET /generations: the newest first."""
    jobs, size = call.workspace.jobs, call.query["per_page"]
    first = (call.query["page"] - 1) * size
    rows = () if first >= len(jobs) else islice(reversed(jobs.values()), first, first + size)
    pagination = {"page": call.query["page"], "per_page": size, "total": len(jobs)}
    return success(call, [wire.listed(call, job) for job in rows], pagination=pagination)


def get_generation(call: Call) -> Json:
    """GET /generations/{id}"""
    job = call.workspace.jobs.get(call.path["id"])
    if job is None:
        raise NotFound("Generation", call.path["id"])
    call.workspace.observe(job)
    call.job = job
    call.decided = wire.STATUS[job.state]
    return success(call, wire.detailed(call, job))


def _asked(call: Call, sent: Json, members: tuple[str, ...]) -> Json:
    """The members that this kind of shot knows, once whom and what it refers to is found."""
    if "persona_id" in sent:
        casting.persona(call.workspace, sent["persona_id"])
    if "model_id" in sent:
        casting.trained_model(call.workspace, sent["model_id"])
    return {name: sent[name] for name in members if name in sent}


def _audited(call: Call, asked: Json) -> bytes:
    """What was asked, and by whom: as the body says, else as the credential does.

    Source: neofashion.txt, "Authentication", on `source` and `api_key_id`.
    """
    by_key = call.via == "key"
    audit = {
        "source": call.body.get("source", "api" if by_key else "ui"),
        "api_key_id": call.body.get(
            "api_key_id", casting.api_key_id(call.workspace) if by_key else None
        ),
    }
    return compact(asked | audit)


def _at_once(call: Call, asked: Json) -> Json:
    price = catalogue.PRICES[call.operation]
    call.workspace.require(call.operation, price)
    job = call.workspace.perform(
        call.operation, _audited(call, asked), price=price, origin=call.base_url
    )
    return _made(call, job, price)


def _queued(call: Call, asked: Json, run: Span, *, items: int = 0) -> Json:
    price = catalogue.PRICES[call.operation] * (items or 1)
    call.workspace.require(call.operation, price)
    job = call.workspace.submit(
        call.operation,
        _audited(call, asked),
        price=price,
        wait=catalogue.WAIT,
        run=run,
        origin=call.base_url,
        items=items,
    )
    return _made(call, job, price)


def _made(call: Call, job: Job, price: int) -> Json:
    call.job = job
    call.decided = f"{wire.TYPES[job.operation]} {job.id} {wire.STATUS[job.state]}"
    return success(call, wire.made(call, job), used=price)
