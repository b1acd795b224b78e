"""Copy, static ads and videos, and how far they have come.

Source: cutx.txt, its four operations and its paragraph about `idempotencyKey`.
"""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from dressform.engine.clock import SECOND
from dressform.engine.jobs import Job
from dressform.engine.workspace import Span
from dressform.vendor import Call, Source, Upload, compact
from dressform.vendors.cutx import copywriter, records, wire

Json = dict[str, Any]

PRICES = {"generate_copy": 1, "generate_static_ad": 3, "generate_video": 40}

# "About 25 seconds" (its example) and "1-3 minutes" are the whole of it, from first to last.
_WAIT: Span = (1 * SECOND, 3 * SECOND)
_RUN: dict[str, Span] = {
    "generate_static_ad": (21 * SECOND, 25 * SECOND),
    "generate_video": (60 * SECOND, 175 * SECOND),
}

_NOTHING = Source()


def generate_copy(call: Call) -> Json:
    """POST /api/generate/copy"""
    workspace, price = call.workspace, PRICES[call.operation]
    product = _product(call)
    if (job := _under_way(call)) is not None:
        return _reuse(call, job)
    workspace.require(call.operation, price)
    request = compact(call.settings)
    job = workspace.perform(call.operation, request, price=price, origin=call.base_url)
    call.job = job
    call.decided = f"copy {job.id}: {call.body['platform']}, {call.body['format']}"
    variants = copywriter.variants(workspace.random, product, call.settings)
    return wire.made(workspace, job, price) | {"variants": variants}


def generate_static_ad(call: Call) -> Json:
    """POST /api/generate/static-ad"""
    return _start(call)


def generate_video(call: Call) -> Json:
    """POST /api/generate/video"""
    return _start(call)


def get_generation_status(call: Call) -> Json:
    """GET /api/generate/status"""
    job = records.job(call.workspace, call.query["jobId"])
    call.workspace.observe(job)
    call.job = job
    call.decided = str(job.state)
    return wire.status(call.base_url, call.workspace, job)


def pictures(call: Call) -> tuple[str, ...]:
    """Where a picture of the avatar lies, to be looked at if that is allowed."""
    url = call.body.get("avatarUrl", "")
    return (url,) if url.startswith(("http:", "https:")) else ()


def _start(call: Call) -> Json:
    """Queue a job, or find the one that the key stands for."""
    workspace, price = call.workspace, PRICES[call.operation]
    _product(call)
    if (job := _under_way(call)) is not None:
        return _reuse(call, job)
    workspace.require(call.operation, price)
    avatar = _avatar(call)
    job = workspace.submit(
        call.operation,
        compact(call.settings | _without_data(call.uploads)),
        price=price,
        wait=_WAIT,
        run=_RUN[call.operation],
        origin=call.base_url,
    )
    if avatar is not None:
        records.avatars(workspace)[job.id] = workspace.uploads.keep(avatar.data)
    if key := _key(call):
        records.keys(workspace)[key] = str(job.id)
    call.job = job
    call.decided = f"{wire.TYPES[call.operation]} {job.id}"
    return wire.made(workspace, job, price)


def _avatar(call: Call) -> Upload | None:
    """The picture of the avatar, if it was sent or could be looked at."""
    url = call.body.get("avatarUrl", "")
    return call.uploads.get("avatarUrl") or call.sources.get(url, _NOTHING).upload


def _without_data(uploads: Mapping[str, Upload]) -> Json:
    """What is kept of `data:` URLs, which hold whole pictures: enough to tell them apart."""
    return {name: f"data:image/{u.format};crc32={crc32(u.data):08x}" for name, u in uploads.items()}


def _product(call: Call) -> records.Product:
    """What is to be advertised, or `NotFound`."""
    return records.product(call.workspace, call.body["projectId"], call.body["productId"])


def _key(call: Call) -> str:
    """The idempotency key; an empty one is none, as it would be in JavaScript: inferred."""
    key: str = call.body.get("idempotencyKey", "")
    return key


def _under_way(call: Call) -> Job | None:
    """The account's job with the same key that has not ended, whatever is being made there.

    Source: cutx.txt, "If a non-terminal job exists with the same key for your user".
    """
    job_id = records.keys(call.workspace).get(_key(call))
    job = None if job_id is None else call.workspace.jobs[job_id]
    return None if job is None or job.ended else job


def _reuse(call: Call, job: Job) -> Json:
    call.job = job
    call.decided = f"job {job.id} reused, for nothing"
    return wire.reused(job)
