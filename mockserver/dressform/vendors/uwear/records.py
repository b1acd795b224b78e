"""What a Uwear account holds besides its jobs, and how it is looked up."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, TypeVar
from zlib import crc32

from msgspec import Struct, field

from dressform.engine.assets import Asset
from dressform.engine.errors import NotFound
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Job
from dressform.engine.order import Order
from dressform.engine.workspace import Workspace
from dressform.vendor import Upload

CLOTHING = "clothing_items"
AVATARS = "avatars"
RESULTS = "generation_results"
_ORDERS = "generation_result_orders"

Outfit = tuple[int, ...]
"""The ids of all the garments that a generation shows, in the order in which it was told them."""

_Record = TypeVar("_Record")


class ClothingItem(Struct, kw_only=True, gc=False):
    """A garment. `front` and `back` are tokens of assets; `jobs` are those that show it, `outfits`
    the combinations in which their results do.
    """

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
    jobs: Order = field(default_factory=Order)
    outfits: dict[Outfit, None] = field(default_factory=dict)


class Avatar(Struct, kw_only=True, gc=False):
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


def orders(workspace: Workspace) -> dict[Outfit | None, Order]:
    """The numbers of all results, under None, and of those that show exactly an outfit."""
    return workspace.resources.setdefault(_ORDERS, {})


def add_result(workspace: Workspace, asset: Asset, garments: Outfit) -> None:
    """Keep a result's file, and let the lists find it."""
    workspace.assets[asset.token] = asset
    number = int(asset.number)
    results(workspace)[number] = asset.token
    by_outfit = orders(workspace)
    if garments not in by_outfit:
        by_outfit[garments] = Order()
        for garment in garments:
            clothing_items(workspace)[garment].outfits[garments] = None
    by_outfit[garments].add(number)
    by_outfit.setdefault(None, Order()).add(number)


def drop_result(workspace: Workspace, number: int | str, garments: Outfit) -> None:
    """Forget a result and its file."""
    for key in (garments, None):
        orders(workspace)[key].remove(int(number))
    del workspace.assets[results(workspace).pop(number)]


def drop_garment(workspace: Workspace, item: ClothingItem) -> None:
    """Forget a garment that no result shows any more."""
    for garments in list(item.outfits):
        del orders(workspace)[garments]
        for garment in garments:
            del clothing_items(workspace)[garment].outfits[garments]
    del clothing_items(workspace)[item.id]


def shown(workspace: Workspace, garments: Iterable[int] | None) -> list[Order]:
    """The numbers of the results that show one of the garments; None: of all."""
    by_outfit = orders(workspace)
    if garments is None:
        return list(filter(None, [by_outfit.get(None)]))
    items = map(clothing_items(workspace).get, garments)
    outfits = dict.fromkeys(one for item in items if item is not None for one in item.outfits)
    return [by_outfit[one] for one in outfits]


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


def page(table: Mapping[int | str, _Record], query: Mapping[str, Any]) -> tuple[int, list[_Record]]:
    """How many there are, and those on the page asked for, the oldest first."""
    size = query["items_per_page"]
    first = (query["page"] - 1) * size
    rows = () if first >= len(table) else islice(table.values(), first, first + size)
    return len(table), list(rows)


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
        upload=workspace.uploads.keep(upload.data),
    )
    workspace.assets[asset.token] = asset
    return asset


def drop_file(workspace: Workspace, token: str) -> None:
    """Serve it no longer."""
    asset = workspace.assets.pop(token)
    if asset.upload is not None:
        workspace.uploads.drop(asset.upload)


def _found(table: dict[int | str, _Record], what: str, record_id: int) -> _Record:
    record = table.get(record_id)
    if record is None:
        raise NotFound(what, record_id)
    return record
