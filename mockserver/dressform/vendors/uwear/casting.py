"""Avatars: the saved models that come back from picture to picture.

Source: uwear.md, "Avatars".
"""

from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.ids import hex_token
from dressform.vendor import Call
from dressform.vendors.uwear import records, wire
from dressform.vendors.uwear.words import describe_person

Json = dict[str, Any]

_SIZE = (768, 1024)
_THUMBNAIL = (192, 256)


def list_avatars(call: Call) -> Json:
    """GET /avatars"""
    total, found = records.page(records.avatars(call.workspace), call.query)
    rows = [wire.avatar(call.base_url, call.workspace, avatar) for avatar in found]
    return wire.page(call.query, total, rows)


def get_avatar(call: Call) -> Json:
    """GET /avatar/{avatar_id}"""
    avatar = records.avatar(call.workspace, call.path["avatar_id"])
    return wire.avatar(call.base_url, call.workspace, avatar)


def create_avatar(call: Call) -> Json:
    """POST /avatar: from a result of ours the person comes along, from another URL a new one."""
    workspace = call.workspace
    source = records.asset_at(workspace, call.body["avatar_url"])
    person = source.person if source else workspace.random.getrandbits(32)
    description = call.body.get("avatar_description")
    body, age = (description or {}).get("body"), (description or {}).get("age")
    if call.settings["avatar_enhancement"]:
        body, age = describe_person(workspace)
    avatar_id = workspace.counters.next("avatar")
    upload = call.uploads.get("avatar_url")
    hosted = records.host(workspace, upload, number=avatar_id).token if upload else None
    avatar = records.Avatar(
        id=avatar_id,
        name=call.body["avatar_name"],
        picture=hosted or _portrait(call, person, _SIZE),
        thumbnail=_portrait(call, person, _THUMBNAIL),
        body=body,
        age=age,
        described=description is not None or call.settings["avatar_enhancement"],
        person=person,
        source_result=_result_id(source),
        results=0,
        created_at=workspace.now,
        updated_at=workspace.now,
    )
    records.avatars(workspace)[avatar.id] = avatar
    call.decided = f"avatar {avatar.id} made"
    return wire.saved_avatar(call.base_url, workspace, avatar)


def update_avatar(call: Call) -> Json:
    """PUT /avatar/{avatar_id}: the name and the description, never the image."""
    avatar = records.avatar(call.workspace, call.path["avatar_id"])
    avatar.name = call.body.get("avatar_name", avatar.name)
    description = call.body.get("avatar_description")
    if description is not None:
        avatar.body = description.get("body", avatar.body)
        avatar.age = description.get("age", avatar.age)
        avatar.described = True
    avatar.updated_at = call.workspace.now
    return wire.saved_avatar(call.base_url, call.workspace, avatar)


def delete_avatar(call: Call) -> Json:
    """DELETE /avatar/{avatar_id}; generations that show it stay."""
    avatar = records.avatar(call.workspace, call.path["avatar_id"])
    for token in (avatar.picture, avatar.thumbnail):
        records.drop_file(call.workspace, token)
    del records.avatars(call.workspace)[avatar.id]
    return {"message": "Avatar deleted successfully"}


def _portrait(call: Call, person: int, size: tuple[int, int]) -> str:
    """A drawing of the person, kept with the workspace's files; its token."""
    workspace = call.workspace
    asset = Asset(
        token=hex_token(workspace.random),
        kind="image",
        format="jpeg",
        width=size[0],
        height=size[1],
        subject="portrait",
        garment=person,
        person=person,
        backdrop=person,
        created_at=workspace.now,
        number=workspace.counters.last["avatar"],
    )
    workspace.assets[asset.token] = asset
    return asset.token


def _result_id(source: Asset | None) -> int | None:
    """The id of the result that a picture is, if it is one."""
    return int(source.number) if source is not None and source.job_id is not None else None
