"""What a job leaves behind when it ends: an image or a clip.

Pixels and seconds are inferred: the document names only ratios. Images have the usual sizes of ads,
clips 720 lines on their shorter side and the time that it takes to speak the script.
"""

from typing import Literal, NamedTuple
from zlib import crc32

from dressform.engine.assets import Asset
from dressform.engine.ids import uuid4
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Label
from dressform.vendors.cutx import records, wire

IMAGES = {"1:1": (1080, 1080), "9:16": (1080, 1920), "4:5": (1080, 1350), "16:9": (1920, 1080)}
VIDEOS = {"9:16": (720, 1280), "1:1": (720, 720), "16:9": (1280, 720)}

WORDS_PER_SECOND = 2.5
SHORTEST, LONGEST = 3, 20
"""Seconds of a clip, whatever its script: the longer bounds what a download can cost."""


class _Staging(NamedTuple):
    """What a style shows: the product alone, or somebody with it."""

    subject: Literal["model", "garment"]
    crop: Literal["full", "upper"] = "full"


_PLAIN = _Staging("garment")
_STAGINGS = {
    "product_hero": _PLAIN,
    "minimal": _PLAIN,
    "lifestyle": _Staging("model"),
    "seasonal": _Staging("model"),
    "bold": _Staging("model", "upper"),
    "modern": _Staging("model", "upper"),
}


def settled(workspace: Workspace, job: Job) -> None:
    """Make the file of a job that went well."""
    settings = wire.settings_of(job)
    if job.state is State.COMPLETED and job.operation in _MAKERS:
        asset = _MAKERS[job.operation](workspace, job, settings)
        workspace.assets[asset.token] = asset
        job.results = (asset.token,)


def label(workspace: Workspace, asset: Asset) -> Label:
    """What is written on a picture."""
    assert asset.job_id is not None
    job = workspace.jobs[asset.job_id]
    settings = wire.settings_of(job)
    product = records.product(workspace, settings["projectId"], settings["productId"])
    facts = [("product", product.name), ("size", f"{asset.width} x {asset.height}")]
    facts += [(name, settings[name]) for name in ("style", "voiceId") if name in settings]
    if asset.kind == "video":
        facts.append(("seconds", str(asset.seconds)))
    facts.append(("job", str(job.id)))
    title = f"CutX · {wire.TYPES[job.operation].replace('_', ' ')}"
    text = settings["script"] if asset.kind == "video" else settings.get("prompt", "")
    avatar = workspace.uploads.get(records.avatars(workspace).get(job.id, ""))
    return Label(title, text, tuple(facts), () if avatar is None else (avatar,))


def seconds(script: str) -> int:
    """How long a clip is in which somebody says that."""
    return min(max(round(len(script.split()) / WORDS_PER_SECOND), SHORTEST), LONGEST)


def _image(workspace: Workspace, job: Job, settings: wire.Json) -> Asset:
    width, height = IMAGES[settings["aspectRatio"]]
    staging = _STAGINGS.get(settings.get("style", ""), _PLAIN)
    return Asset(
        token=uuid4(workspace.random),
        kind="image",
        format="png",
        width=width,
        height=height,
        subject=staging.subject,
        crop=staging.crop,
        garment=_look(workspace, settings),
        person=workspace.random.getrandbits(32),
        backdrop=workspace.random.getrandbits(32),
        job_id=job.id,
        created_at=workspace.now,
    )


def _video(workspace: Workspace, job: Job, settings: wire.Json) -> Asset:
    """A clip of an avatar; equal pictures, and otherwise equal voices, look alike."""
    width, height = VIDEOS[settings["aspectRatio"]]
    avatar: str = settings["avatarUrl"] if "avatarUrl" in settings else settings["voiceId"]
    return Asset(
        token=uuid4(workspace.random),
        kind="video",
        format="mp4",
        width=width,
        height=height,
        subject="portrait",
        garment=_look(workspace, settings),
        person=crc32(avatar.encode()),
        backdrop=workspace.random.getrandbits(32),
        job_id=job.id,
        seconds=seconds(settings["script"]),
        audio=True,
        created_at=workspace.now,
    )


_MAKERS = {"generate_static_ad": _image, "generate_video": _video}


def _look(workspace: Workspace, settings: wire.Json) -> int:
    return records.product(workspace, settings["projectId"], settings["productId"]).look
