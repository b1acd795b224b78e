"""Garments: stored by JSON and by form, read, changed, deleted. Source: uwear.md, "Clothing Items"."""

import random
from collections.abc import Callable
from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

Json = dict[str, Any]
Data = Callable[[str], Any]

_TEXTS = ("clothing_item_name", "description", "description_back")
_PICTURES = ("clothing_item_url", "clothing_item_back_url")
_NOTES = "vendor-notes.md, uwear, its images"
_ERRORS = "vendor-notes.md, uwear, errors"


def _garment(rng: random.Random, data: Data) -> Json:
    """A garment with everything that one can have, and no enhancement: it costs nothing."""
    number, pictures = rng.randrange(1_000_000), data("pictures")
    return {
        "clothing_item_name": f"Dressform check {number}",
        "description": f"Denim jacket no. {number}, “oversized” fit — naïve ✓",
        "description_back": f"Adjustable waist tabs, size {rng.randrange(30, 60)}",
        "clothing_item_url": f"{pictures['front']}{number}",
        "clothing_item_back_url": f"{pictures['back']}{number}",
        "use_image_enhancement": False,
    }


def _keeps(answer: Answer, sent: Json) -> None:
    """Hold an answer to what was sent."""
    for name in _TEXTS:
        equal(f"{answer.what}: {name}", sent[name], answer.at(f"/{name}"))
    for name in _PICTURES:
        found = answer.at(f"/external_{name}")
        what = f"{answer.what}: external_{name}"
        equal(what, sent[name], found, evidence="inferred", source=_NOTES)


def _create(api: Api, body: Json) -> Answer:
    return api.call("create_clothing_item", body=body).must_be(200)


def _read(api: Api, item: Any) -> Answer:
    return api.call("get_clothing_item", path={"clothing_item_id": item})


def _change(api: Api, item: Any, body: Json) -> Answer:
    return api.call("update_clothing_item", path={"clothing_item_id": item}, body=body)


def _delete(api: Api, item: Any) -> Answer:
    return api.call("delete_clothing_item", path={"clothing_item_id": item})


def _gone(answer: Answer) -> None:
    promised(answer.status >= 400, f"{answer.what}, though that garment was deleted")
    answer.must_be(404, evidence="inferred", source=_ERRORS)


@check("uwear.md, Create New Clothing Item", shows=[("create_clothing_item", 200)])
def a_garment_keeps_what_was_sent(api: Api, rng: random.Random, data: Data) -> Answer:
    """A garment sent as JSON is answered with the name, descriptions and URLs it was sent with."""
    sent = _garment(rng, data)
    answer = _create(api, sent)
    _keeps(answer, sent)
    created = answer.at("/created_at")
    equal(f"{answer.what}: updated_at", created, answer.at("/updated_at"), evidence="inferred")
    return answer


@check("uwear.md, Get Clothing Item Details", shows=[("get_clothing_item", 200)])
def a_garment_is_read_as_it_was_answered(api: Api, a_garment_keeps_what_was_sent: Answer) -> None:
    """A garment is later read exactly as it was answered when it was stored."""
    stored = a_garment_keeps_what_was_sent
    read = _read(api, stored.at("/clothing_item_id")).must_be(200)
    equal(f"{read.what}: the garment", stored.json, read.json)


@check("uwear.md, Create New Clothing Item")
def a_garment_in_a_form_is_the_same(api: Api, rng: random.Random, data: Data) -> None:
    """A garment sent as multipart/form-data keeps what was sent just as one in JSON does."""
    sent = _garment(rng, data)
    form = [(name, value) for name, value in sent.items() if isinstance(value, str)]
    form.append(("use_image_enhancement", "false"))
    answer = api.call("create_clothing_item", form=tuple(form)).must_be(200)
    _keeps(answer, sent)


@check("uwear.md, Create New Clothing Item", lean=False)
def a_garment_without_a_back_has_none(api: Api, data: Data) -> None:
    """Without a picture of the back, and without enhancement, nobody makes up a back or a text."""
    sent = {
        "clothing_item_name": "Dressform check, front only",
        "clothing_item_url": data("pictures")["front"],
        "use_image_enhancement": False,
    }
    answer = _create(api, sent)
    absent = ("clothing_item_back_url", "external_clothing_item_back_url")
    for name in ("description", "description_back", *absent):
        what = f"{answer.what} to a garment of a front only: {name}"
        equal(what, "", answer.at(f"/{name}"), evidence="inferred", source=_NOTES)


@check("uwear.md, Update Clothing Item", wait=2, shows=[("update_clothing_item", 200)])
def an_update_changes_only_what_was_sent(api: Api, rng: random.Random, data: Data) -> None:
    """An update replaces the texts it names and leaves the rest alone: the pictures, too, whose URLs
    it may name as the page's example does.
    """
    before = _create(api, _garment(rng, data))
    item, expected = before.at("/clothing_item_id"), dict(before.json)
    others = {name: data("pictures")["face"] for name in _PICTURES} | {"clothing_item_id": "123"}
    api.wait(2)
    for texts, more in (
        ({"clothing_item_name": "Vintage Floral Summer Dress"}, {}),
        ({"description": "A flowing A-line silhouette"}, others),
        ({"description_back": "A concealed zipper closure"}, {}),
    ):
        expected |= texts
        changed = _change(api, item, texts | more).must_be(200)
        stays = expected | {"updated_at": changed.at("/updated_at")}
        equal(f"{changed.what} to {texts | more}: the garment", stays, changed.json)
    promised(
        changed.instant("/updated_at") > before.instant("/updated_at"),
        f"{changed.what}: updated_at is still {before.at('/updated_at')} 2 s and an update later",
        evidence="inferred",
    )


@check("vendor-notes.md, All five", evidence="inferred", lean=False)
def a_refused_update_changes_nothing(api: Api, rng: random.Random, data: Data) -> None:
    """An update of which one part is not acceptable is refused as a whole; an empty one is fine."""
    before = _create(api, _garment(rng, data))
    item = before.at("/clothing_item_id")
    body = {"clothing_item_name": "Dressform check, half a change", "description": 17}
    _change(api, item, body).must_be(422)
    equal("the garment after a refused update", before.json, _read(api, item).must_be(200).json)
    empty = _change(api, item, {}).must_be(200)
    stays = {**before.json, "updated_at": empty.at("/updated_at")}
    equal("the garment after an update of nothing", stays, empty.json)


@check(
    "uwear.md, Delete Clothing Item",
    shows=[
        ("delete_clothing_item", 200),
        ("delete_clothing_item", 404),
        ("get_clothing_item", 404),
    ],
)
def a_deleted_garment_is_gone(api: Api, rng: random.Random, data: Data) -> Answer:
    """A garment that was deleted can neither be read nor deleted again."""
    made = _create(api, _garment(rng, data))
    item = made.at("/clothing_item_id")
    _delete(api, item).must_be(200)
    _gone(_read(api, item))
    _gone(_delete(api, item))
    return made


@check("uwear.md, Delete Clothing Item", lean=False)
def a_deleted_garment_leaves_no_trace(api: Api, rng: random.Random, data: Data) -> None:
    """A garment that was deleted is not listed, cannot be changed, and its id is not given again."""
    item = _create(api, _garment(rng, data)).at("/clothing_item_id")
    _delete(api, item).must_be(200)
    _gone(_change(api, item, {"description": "x"}))
    listed = api.call("list_clothing_items", query={"items_per_page": 100}).must_be(200)
    there = any(listed.get(f"/data/{i}/clothing_item_id") == item for i in range(100))
    promised(not there, f"{listed.what} and lists garment {item}, which was deleted")
    new = _create(api, _garment(rng, data)).at("/clothing_item_id")
    promised(new != item, f"id {item} of a deleted garment is given again", evidence="inferred")


@check("uwear.md, List Clothing Items")
def a_garment_is_listed_as_it_is_read(api: Api, a_garment_keeps_what_was_sent: Answer) -> None:
    """A garment stands in the wardrobe just as it is read by itself."""
    stored = a_garment_keeps_what_was_sent
    item = stored.at("/clothing_item_id")
    listed = api.call("list_clothing_items", query={"items_per_page": 100}).must_be(200)
    rows = [listed.get(f"/data/{i}") for i in range(100)]
    found = [r for r in rows if isinstance(r, dict) and r.get("clothing_item_id") == item]
    promised(found or listed.at("/max_page") != 1, f"{listed.what} without garment {item}")
    for row in found:
        equal(f"{listed.what}: garment {item}", stored.json, row)
