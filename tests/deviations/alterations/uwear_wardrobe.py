"""What a wrong Uwear does with its wardrobe and its lists that cannot be said as data."""

from collections.abc import Callable
from typing import Any

from msgspec import structs

from dressform.vendor import Call, Handler, Vendor
from dressform.vendors.uwear import records, wire
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.python import by_name
from tests.deviations.alterations.wrapping import around_handlers

Json = dict[str, Any]

_LISTS = Asking(
    operation=["list_clothing_items", "list_avatars", "list_generations", "list_generation_results"]
)
_RESULTS = Asking(operation="list_generation_results")
_UPDATE = Asking(operation="update_clothing_item")
_DELETE = Asking(operation="delete_clothing_item")
_ALL = 1_000_000


@by_name
def replacing_the_whole_garment(vendor: Vendor) -> Vendor:
    """What an update does not name is emptied."""
    empty = {"description": "", "description_back": ""}

    def handle(handler: Handler, call: Call) -> Any:
        return handler(structs.replace(call, body=empty | dict(call.body)))

    return around_handlers(vendor, _UPDATE, handle)


@by_name
def updating_the_picture(vendor: Vendor) -> Vendor:
    """An update that names another picture takes it over."""

    def handle(handler: Handler, call: Call) -> Any:
        item = records.clothing_item(call.workspace, call.path["clothing_item_id"])
        item.external_url = call.body.get("clothing_item_url", item.external_url)
        return handler(call)

    return around_handlers(vendor, _UPDATE, handle)


@by_name
def deleting_every_generation(vendor: Vendor) -> Vendor:
    """With a garment go the generations of all garments, and those of none."""
    return _deleting(vendor, lambda call, item: list(call.workspace.jobs))


@by_name
def deleting_what_shows_the_garment_first(vendor: Vendor) -> Vendor:
    """A garment that is the second one of a generation leaves that behind."""

    def shown_first(call: Call, item: records.ClothingItem) -> list[int | str]:
        jobs = call.workspace.jobs
        return [
            each
            for each in item.jobs
            if wire.settings_of(jobs[each])["clothing_item_ids"][0] == item.id
        ]

    return _deleting(vendor, shown_first)


@by_name
def charging_for_avatars(vendor: Vendor) -> Vendor:
    """An avatar costs a credit, and is refused to who has none."""

    def handle(handler: Handler, call: Call) -> Any:
        call.workspace.require(call.operation, 1)
        call.workspace.ledger.charge(call.workspace.now, 1)
        return handler(call)

    return around_handlers(vendor, Asking(operation="create_avatar"), handle)


@by_name
def heeding_the_first_id_only(vendor: Vendor) -> Vendor:
    """Of a parameter that is repeated only the first one counts."""

    def handle(handler: Handler, call: Call) -> Any:
        query = {n: v[:1] if isinstance(v, list) else v for n, v in call.query.items()}
        return handler(structs.replace(call, query=query))

    return around_handlers(vendor, _RESULTS, handle)


@by_name
def finding_by_the_first_garment_only(vendor: Vendor) -> Vendor:
    """A result of several garments is found by the first of them, and not by the others."""

    def rows(call: Call, whole: Json) -> list[Json]:
        wanted = call.query.get("clothing_item_ids")
        return [row for row in whole["data"] if not wanted or row["clothing_item_id"] in wanted]

    def handle(handler: Handler, call: Call) -> Any:
        found = rows(call, _whole(handler, call))
        return handler(call) | {"data": found, "total_count": len(found)}

    return around_handlers(vendor, _RESULTS, handle)


@by_name
def overlapping_pages(vendor: Vendor) -> Vendor:
    """Each page begins with the last row of the one before."""

    def handle(handler: Handler, call: Call) -> Any:
        page, size = call.query["page"], call.query["items_per_page"]
        first = (page - 1) * size - (page > 1)
        return handler(call) | {"data": _whole(handler, call)["data"][first : first + size]}

    return around_handlers(vendor, _LISTS, handle)


@by_name
def counting_full_pages_only(vendor: Vendor) -> Vendor:
    """The last page is not counted if it is not full."""

    def handle(handler: Handler, call: Call) -> Any:
        answer = handler(call)
        full = answer["total_count"] // call.query["items_per_page"]
        return answer | {"max_page": max(1, full)}

    return around_handlers(vendor, _LISTS, handle)


@by_name
def counting_the_page_only(vendor: Vendor) -> Vendor:
    """The total is the number of rows on the page."""

    def handle(handler: Handler, call: Call) -> Any:
        answer = handler(call)
        return answer | {"total_count": len(answer["data"])}

    return around_handlers(vendor, _LISTS, handle)


def _whole(handler: Handler, call: Call) -> Json:
    """All rows of a list on one page."""
    query = {**call.query, "page": 1, "items_per_page": _ALL}
    whole: Json = handler(structs.replace(call, query=query))
    return whole


def _deleting(
    vendor: Vendor, chosen: Callable[[Call, records.ClothingItem], list[int | str]]
) -> Vendor:
    """A vendor that deletes these generations with a garment."""

    def handle(handler: Handler, call: Call) -> Any:
        item = records.clothing_item(call.workspace, call.path["clothing_item_id"])
        item.jobs = chosen(call, item)
        return handler(call)

    return around_handlers(vendor, _DELETE, handle)
