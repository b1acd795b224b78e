"""What a generation leaves behind when it ends well: one file, or one for each item of a bulk."""

from typing import Any
from zlib import crc32

from dressform.engine.assets import Asset
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Label
from dressform.vendors.neofashion import catalogue, wire
from dressform.vendors.neofashion.refusals import error

Json = dict[str, Any]


def settled(workspace: Workspace, job: Job) -> None:
    """Make the files of a job that went well; in a bulk, of the items that did."""
    if job.state is not State.COMPLETED:
        return
    settings = wire.settings_of(job)
    if not job.items:
        job.results = (_output(workspace, job, 0, settings).token,)
        return
    failed = job.item_errors or {}
    job.results = tuple(
        _output(workspace, job, number, shot).token
        for number, shot in enumerate(settings["items"])
        if number not in failed
    )


def label(workspace: Workspace, asset: Asset) -> Label:
    """What is written on a picture."""
    assert asset.job_id is not None
    job = workspace.jobs[asset.job_id]
    settings = wire.settings_of(job)
    shot = settings["items"][int(asset.number)] if job.items else settings
    facts = [("generation", str(job.id)), ("size", f"{asset.width} x {asset.height}")]
    if job.items:
        facts.insert(1, ("item", f"{int(asset.number) + 1} of {job.items}"))
    if asset.kind == "video":
        facts.append(("seconds", str(asset.seconds)))
    facts += [(name, shot[name]) for name in ("persona_id", "model_id") if name in shot]
    return Label(f"neofashion · {wire.TYPES[job.operation]}", shot["prompt"], tuple(facts))


def expired(asset: Asset) -> Answer:
    """No output of neofashion's dies; this is what would be said if one did."""
    return error(404, "The file is no longer there.")


def _output(workspace: Workspace, job: Job, number: int, shot: Json) -> Asset:
    """One file, which looks like whom and what it was asked to show."""
    seconds = shot.get("duration", 0)
    size = catalogue.clip_size if seconds else catalogue.still_size
    width, height = size(shot["aspect_ratio"])
    product = shot.get("sketch_url", shot.get("product_image_url"))
    shown = _own(workspace, product)
    asset = Asset(
        token=hex_token(workspace.random),
        kind="video" if seconds else "image",
        format="mp4" if seconds else "png",
        width=width,
        height=height,
        subject="model",
        garment=shown.garment if shown else _look(workspace, product),
        person=_look(workspace, shot.get("persona_id")),
        backdrop=_look(workspace, shot.get("model_id")),
        job_id=job.id,
        number=number,
        seconds=seconds,
        created_at=workspace.now,
    )
    workspace.assets[asset.token] = asset
    return asset


def _own(workspace: Workspace, url: str | None) -> Asset | None:
    """The workspace's own output that lies at a URL, if one does."""
    token = "" if url is None else url.rpartition("/")[2].partition(".")[0]
    return workspace.assets.get(token)


def _look(workspace: Workspace, name: str | None) -> int:
    """A seed: the same for the same name, and a new one for none."""
    return workspace.random.getrandbits(32) if name is None else crc32(name.encode())
