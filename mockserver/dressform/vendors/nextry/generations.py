"""Tools, their types, and the route that sets them to work.

Source: nextry.txt, 1) to 3).
"""

from typing import Any
from zlib import crc32

from dressform.engine.assets import Asset
from dressform.engine.clock import SECOND
from dressform.engine.errors import NotFound
from dressform.engine.ids import hex_token
from dressform.engine.workspace import Span, Workspace
from dressform.vendor import Call, compact
from dressform.vendors.nextry import records, sizes, wire
from dressform.vendors.nextry.catalogue import TOOLS, TYPES, Type

Json = dict[str, Any]

PRICE = 1
"""Credits, where they are counted: inferred, the page knows none."""

# How long a job waits and runs: inferred, no page says it.
_WAIT: Span = (1 * SECOND, 3 * SECOND)
_RUN: Span = (10 * SECOND, 30 * SECOND)

_FILES = ("clothes", "person", "image")


def list_tools(call: Call) -> list[Json]:
    """GET /generation/tools"""
    return [wire.tool(tool) for tool in TOOLS.values()]


def list_generation_types(call: Call) -> list[Json]:
    """GET /generation/generationTypes"""
    return [
        wire.generation_type(
            kind,
            _picture(call.workspace, kind, "brand", (192, 192)),
            _picture(call.workspace, kind, "preview", (384, 512)),
        )
        for kind in TYPES[call.query["tool"]]
    ]


def generate_image(call: Call) -> Json:
    """POST /generation/generate_image_v2/"""
    workspace, uploads = call.workspace, call.uploads
    kind = _type(call)
    workspace.require(call.operation, PRICE)
    sent = [uploads[name] for name in _FILES if name in uploads]
    shaped_by = uploads.get("person", sent[0])
    width, height = sizes.of_result(shaped_by.width, shaped_by.height)
    item = records.Item(
        type_id=kind.id,
        preview=hex_token(workspace.random),
        stock=hex_token(workspace.random),
        uploads=tuple(workspace.uploads.keep(upload.data) for upload in sent),
        width=width,
        height=height,
        garment=records.look(uploads.get("clothes", uploads.get("image")), workspace),
        person=records.look(uploads.get("person"), workspace),
    )
    request = {"tool": kind.tool.slug, "generation_type": kind.id}
    files = [name for name in _FILES if name in uploads]
    job = workspace.submit(
        call.operation,
        compact(request | {"files": files}),
        price=PRICE,
        wait=_WAIT,
        run=_RUN,
        origin=call.base_url,
        traits=(kind.id,),
    )
    records.items(workspace)[job.id] = item
    call.job = job
    call.decided = f"job {job.id}: {kind.slug}"
    return wire.queued(workspace, job, item)


def _type(call: Call) -> Type:
    """The type asked for, which has to be one of the tool's; its first, if none is."""
    types = TYPES[call.body["tool"]]
    wanted = call.body.get("generation_type", types[0].id).lower()
    found = next((kind for kind in types if kind.id == wanted), None)
    if found is None:
        raise NotFound("Generation type", wanted)
    return found


def _picture(workspace: Workspace, kind: Type, what: str, size: tuple[int, int]) -> str:
    """Where a picture of a type lies. It looks the same in every account and is made when a list
    first shows it, which changes nothing else.
    """
    token = f"{kind.slug}-{what}".replace("_", "-")
    if token not in workspace.assets:
        look = crc32(kind.id.encode())
        workspace.assets[token] = Asset(
            token=token,
            kind="image",
            format="webp",
            width=size[0],
            height=size[1],
            subject="garment" if what == "brand" else kind.tool.subject,
            garment=look,
            person=look,
            backdrop=look,
            crop="upper" if kind.tool.half else "full",
            created_at=workspace.now,
            number=kind.title,
        )
    return wire.path("type", workspace, token, "webp")
