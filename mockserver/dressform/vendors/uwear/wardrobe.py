"""Clothing items: uploaded, described, changed, and deleted with all that shows them.

Source: uwear.md, "Clothing Items".
"""

from typing import Any, Literal

from dressform.engine.assets import Asset
from dressform.engine.ids import hex_token
from dressform.engine.workspace import Workspace
from dressform.vendor import Call
from dressform.vendors.uwear import records, wire
from dressform.vendors.uwear.words import describe_garment

Json = dict[str, Any]

ENHANCEMENT_PRICE = 1

_SIDE = 1024

_FRONT = ("photo_file", "clothing_item_url")
_BACK = ("back_photo_file", "clothing_item_back_url")


def list_clothing_items(call: Call) -> Json:
    """GET /clothing-items"""
    total, items = records.page(records.clothing_items(call.workspace), call.query)
    rows = [wire.clothing_item(call.base_url, call.workspace, item) for item in items]
    return wire.page(call.query, total, rows)


def create_clothing_item(call: Call) -> Json:
    """POST /clothing-item"""
    workspace, body = call.workspace, call.body
    enhanced = call.settings["use_image_enhancement"]
    if enhanced:
        workspace.require(call.operation, ENHANCEMENT_PRICE)
        workspace.ledger.charge(workspace.now, ENHANCEMENT_PRICE)
    item = records.ClothingItem(
        id=workspace.counters.next("clothing_item"),
        name=body["clothing_item_name"],
        description=body.get("description", ""),
        description_back=body.get("description_back", ""),
        front="",
        back=None,
        external_url=_external(call, "clothing_item_url"),
        external_back_url=_external(call, "clothing_item_back_url"),
        garment=workspace.random.getrandbits(32),
        created_at=workspace.now,
        updated_at=workspace.now,
    )
    item.front = _host(call, item, _FRONT, "front")
    if {*_BACK} & {*body, *call.uploads}:
        item.back = _host(call, item, _BACK, "back")
    if enhanced:
        _describe(workspace, item)
    records.clothing_items(workspace)[item.id] = item
    call.decided = f"clothing item {item.id} made" + (", enhanced for 1 credit" * enhanced)
    return wire.clothing_item(call.base_url, workspace, item)


def get_clothing_item(call: Call) -> Json:
    """GET /clothing-item/{clothing_item_id}"""
    item = records.clothing_item(call.workspace, call.path["clothing_item_id"])
    return wire.clothing_item(call.base_url, call.workspace, item)


def update_clothing_item(call: Call) -> Json:
    """PUT /clothing-item/{clothing_item_id}: the name and the descriptions, never the images."""
    item = records.clothing_item(call.workspace, call.path["clothing_item_id"])
    item.name = call.body.get("clothing_item_name", item.name)
    item.description = call.body.get("description", item.description)
    item.description_back = call.body.get("description_back", item.description_back)
    item.updated_at = call.workspace.now
    return wire.clothing_item(call.base_url, call.workspace, item)


def delete_clothing_item(call: Call) -> Json:
    """DELETE /clothing-item/{clothing_item_id}, its generations and their results with it."""
    workspace = call.workspace
    item = records.clothing_item(workspace, call.path["clothing_item_id"])
    jobs = [workspace.jobs[job_id] for job_id in item.jobs if job_id in workspace.jobs]
    files = 0
    for job in jobs:
        settings = wire.settings_of(job)
        garments, avatar_id = tuple(settings["clothing_item_ids"]), settings.get("avatar_id")
        avatar = records.avatars(workspace).get(avatar_id) if avatar_id is not None else None
        for number in job.results:
            records.drop_result(workspace, number, garments)
            files += 1
            if avatar is not None:
                avatar.results -= 1
        workspace.forget(job)
    for token in filter(None, (item.front, item.back)):
        records.drop_file(workspace, token)
    records.drop_garment(workspace, item)
    call.decided = f"deleted with {len(jobs)} generations and {files} results"
    return {"message": "Clothing item deleted successfully"}


def _describe(workspace: Workspace, item: records.ClothingItem) -> None:
    """Fill in the descriptions that were left empty, of the sides there are pictures of."""
    item.description = item.description or describe_garment(workspace, item.name, "front")
    if item.back is not None and not item.description_back:
        item.description_back = describe_garment(workspace, item.name, "back")


def _host(
    call: Call, item: records.ClothingItem, names: tuple[str, ...], view: Literal["front", "back"]
) -> str:
    """Keep what was uploaded, or a drawing of what a URL stands for; its token."""
    upload = next((call.uploads[name] for name in names if name in call.uploads), None)
    if upload is not None:
        return records.host(call.workspace, upload, number=item.id).token
    asset = Asset(
        token=hex_token(call.workspace.random),
        kind="image",
        format="png",
        width=_SIDE,
        height=_SIDE,
        subject="garment",
        garment=item.garment,
        person=0,
        backdrop=item.garment,
        view=view,
        created_at=call.workspace.now,
        number=item.id,
    )
    call.workspace.assets[asset.token] = asset
    return asset.token


def _external(call: Call, name: str) -> str:
    """The caller's own URL, if it gave one that is not itself the image."""
    url: str = call.body.get(name, "")
    return "" if url.startswith("data:") else url
