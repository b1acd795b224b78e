"""What a job leaves behind when it ends: a picture, and a webhook.

Source: productai.md, "GET /api/job/:job_id" and "Webhooks".
"""

from math import sqrt
from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Label, compact
from dressform.vendors.productai import pictures, refusals, wire
from dressform.vendors.productai.catalogue import MODELS, UPSCALE

Json = dict[str, Any]
Size = tuple[int, int]

FACTOR = 2
MAX_SIDE = 8192
"""The longest side of an upscaled picture, which bounds what a download can cost."""

_UNKNOWN: Size = (1024, 1024)
_NARROWEST = 1 / 3
_STEP = 8


def settled(workspace: Workspace, job: Job) -> None:
    """Make the picture of a job that went well, and tell the account's webhook of its end."""
    if job.state is State.COMPLETED:
        asset = _asset(workspace, job)
        workspace.assets[asset.token] = asset
        job.results = (asset.token,)
    if job.callback is not None:
        body = wire.event(workspace, job)
        workspace.announce(body["status"], compact(body), job.callback, job)


def label(workspace: Workspace, asset: Asset) -> Label:
    """What is written on a picture, and the sources that were looked at for it."""
    assert asset.job_id is not None
    job = workspace.jobs[asset.job_id]
    request = wire.request_of(job)
    title = MODELS[request["model"]].title if "model" in request else UPSCALE.title
    return Label(
        f"ProductAI · {title}",
        request.get("prompt", ""),
        (("job", str(job.id)), ("size", f"{asset.width} x {asset.height}")),
        tuple(filter(None, (workspace.uploads.get(token) for token in _sources(workspace, job)))),
    )


def expired(asset: Asset) -> Answer:
    """Never asked for, since no URL of ProductAI's dies: nothing in the document says so."""
    return refusals.error(404, "Not Found")


def generated(side: int, source: Size | None) -> Size:
    """As many pixels as a square of that side, in the shape of the source (inferred).

    Sides in steps of 8; none is more than three times the other.
    """
    width, height = source or _UNKNOWN
    shape = max(_NARROWEST, min(width / height, 1 / _NARROWEST))
    return _stepped(side * sqrt(shape)), _stepped(side / sqrt(shape))


def upscaled(source: Size | None) -> Size:
    """Twice the source, unless that is longer than `MAX_SIDE`; never smaller (inferred)."""
    width, height = source or _UNKNOWN
    scale = max(1.0, min(FACTOR, MAX_SIDE / max(width, height)))
    return round(width * scale), round(height * scale)


def _sources(workspace: Workspace, job: Job) -> list[str]:
    """The tokens of the pictures that were looked at for the job."""
    return [seen.token for seen in pictures.seen(workspace, job).values()]


def _stepped(pixels: float) -> int:
    return round(pixels / _STEP) * _STEP


def _asset(workspace: Workspace, job: Job) -> Asset:
    """The outcome, which looks like the first source: larger, or before another background."""
    request = wire.request_of(job)
    source = pictures.look(workspace, job, pictures.urls(request)[0])
    if "model" in request:
        width, height = generated(MODELS[request["model"]].side, source.size)
        backdrop = workspace.random.getrandbits(32)
    else:
        width, height = upscaled(source.size)
        backdrop = source.backdrop
    return Asset(
        token=hex_token(workspace.random),
        kind="image",
        format="jpeg",
        width=width,
        height=height,
        subject="garment",
        garment=source.garment,
        person=source.person,
        backdrop=backdrop,
        created_at=workspace.now,
        job_id=job.id,
        number=job.id,
    )
