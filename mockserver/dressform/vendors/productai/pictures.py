"""The source pictures of a job: what they have to be, and what they are.

Source: productai.md, `image_url` of both requests, and "Best Practices", 4.
"""

from typing import Any
from zlib import crc32

from msgspec import Struct

from dressform.engine.assets import Asset
from dressform.engine.errors import Invalid, Issue
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.vendor import Call

TOO_LARGE = 10 * 1024 * 1024
"""Bytes from which on a picture is refused: "below 10MB", read in the binary way (inferred)."""

_SEEN = "seen"


class Seen(Struct, frozen=True, gc=False):
    """A source as it was when its job was made: `token` among the uploads, the `seed` that its look
    follows from, sides in pixels.
    """

    token: str
    seed: int
    width: int
    height: int


class Look(Struct, frozen=True, gc=False):
    """What a source looks like: seeds as in `Asset`, pixels or None where nobody knows them."""

    garment: int
    person: int
    backdrop: int
    size: tuple[int, int] | None


def urls(body: dict[str, Any]) -> list[str]:
    """The sources of a request, one or several."""
    given = body.get("image_url", [])
    return [given] if isinstance(given, str) else list(given)


def to_look_at(call: Call) -> list[str]:
    """Those that are not the workspace's own results, which are known already."""
    if not call.body:
        return []
    return [url for url in urls(call.body) if _own(call.workspace, url) is None]


def check(call: Call) -> None:
    """Refuse, with `Invalid`, a source that was looked at and cannot be used."""
    several = isinstance(call.body["image_url"], list)
    issues = []
    for number, url in enumerate(urls(call.body)):
        source = call.sources.get(url)
        if source is None:
            continue
        problem = source.problem
        if source.size >= TOO_LARGE:
            problem = "the image is not below 10MB"
        if problem is not None:
            where = ("body", "image_url", number) if several else ("body", "image_url")
            issues.append(Issue(where, "source", TOO_LARGE, url, problem))
    if issues:
        raise Invalid(tuple(issues))


def keep(call: Call, job: Job) -> None:
    """Remember what was looked at for the job, the same picture once in a workspace."""
    seen = {}
    for url, source in call.sources.items():
        if source.upload is not None:
            data, width, height = source.upload.data, source.upload.width, source.upload.height
            seen[url] = Seen(call.workspace.uploads.keep(data), crc32(data), width, height)
    if seen:
        call.workspace.resources.setdefault(_SEEN, {})[job.id] = seen


def seen(workspace: Workspace, job: Job) -> dict[str, Seen]:
    """What was looked at for the job, by URL."""
    found: dict[str, Seen] = workspace.resources.get(_SEEN, {}).get(job.id, {})
    return found


def look(workspace: Workspace, job: Job, url: str) -> Look:
    """What a source of the job looks like: itself, our own result, or what its URL stands for."""
    if (asset := _own(workspace, url)) is not None:
        return Look(asset.garment, asset.person, asset.backdrop, (asset.width, asset.height))
    if (found := seen(workspace, job).get(url)) is not None:
        return Look(found.seed, found.seed, found.seed, (found.width, found.height))
    seed = crc32(url.encode())
    return Look(seed, seed, seed, None)


def _own(workspace: Workspace, url: str) -> Asset | None:
    """The workspace's result that lies at a URL, if one does."""
    return workspace.assets.get(url.rpartition("/")[2].partition(".")[0])
