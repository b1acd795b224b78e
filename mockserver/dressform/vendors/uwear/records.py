"""What a Uwear account holds besides its jobs, and how it is looked up."""

from typing import TypeVar
from zlib import crc32

from msgspec import Struct

from dressform.engine.assets import Asset
from dressform.engine.errors import NotFound
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.vendor import Upload

CLOTHING = "clothing_items"
AVATARS = "avatars"
RESULTS = "generation_results"

_Record = TypeVar("_Record")


class ClothingItem(Struct, kw_only=True):
    """A garment. `front` and `back` are tokens of assets; `jobs` are those that show it."""

    id: int
    name: str
    description: str
    description_back: str
    front: str
    back: str | None
    external_url: str
    external_back_url: str
    garment: int
    created_at: int
    updated_at: int
    jobs: list[int | str]


class Avatar(Struct, kw_only=True):
    """A saved model. `picture` and `thumbnail` are tokens of assets; `results` counts its own."""

    id: int
    name: str
    picture: str
    thumbnail: str
    body: str | None
    age: int | None
    described: bool
    person: int
    source_result: int | None
    results: int
    created_at: int
    updated_at: int


def clothing_items(workspace: Workspace) -> dict[int | str, ClothingItem]:
    """The wardrobe by id."""
    return workspace.resources.setdefault(CLOTHING, {})


def avatars(workspace: Workspace) -> dict[int | str, Avatar]:
    """The avatars by id."""
    return workspace.resources.setdefault(AVATARS, {})


def results(workspace: Workspace) -> dict[int | str, str]:
    """The tokens of results' assets, by the result's id."""
    return workspace.resources.setdefault(RESULTS, {})


def clothing_item(workspace: Workspace, item_id: int) -> ClothingItem:
    """That garment, or `NotFound`."""
    return _found(clothing_items(workspace), "Clothing item", item_id)


def avatar(workspace: Workspace, avatar_id: int) -> Avatar:
    """That avatar, or `NotFound`."""
    return _found(avatars(workspace), "Avatar", avatar_id)


def generation(workspace: Workspace, generation_id: int) -> Job:
    """That generation, or `NotFound`."""
    return _found(workspace.jobs, "Generation", generation_id)


def result(workspace: Workspace, result_id: int) -> Asset:
    """That result, or `NotFound`."""
    return workspace.assets[_found(results(workspace), "Generation result", result_id)]


def asset_at(workspace: Workspace, url: str) -> Asset | None:
    """The workspace's own asset that lies at a URL, if one does."""
    token = url.rpartition("/")[2].partition(".")[0]
    return workspace.assets.get(token)


def host(workspace: Workspace, upload: Upload, *, number: int = 0) -> Asset:
    """Keep an uploaded image and serve it as it came. It looks like nothing but itself."""
    asset = Asset(
        token=hex_token(workspace.random),
        kind="image",
        format=upload.format,
        width=upload.width,
        height=upload.height,
        subject="garment",
        garment=crc32(upload.data),
        person=crc32(upload.data),
        backdrop=crc32(upload.data),
        created_at=workspace.now,
        number=number,
        uploaded=True,
    )
    workspace.assets[asset.token] = asset
    workspace.uploads[asset.token] = upload.data
    return asset


def _found(table: dict[int | str, _Record], what: str, record_id: int) -> _Record:
    record = table.get(record_id)
    if record is None:
        raise NotFound(what, record_id)
    return record
