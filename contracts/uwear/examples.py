"""The page's own example requests, literally. Source: uwear.md, the example requests."""

from typing import Any

from dressform.checks import Answer, Api, check, equal

Json = dict[str, Any]

_GARMENT = {
    "clothing_item_name": "Vintage Denim Jacket",
    "description": "Classic blue denim jacket with brass buttons, chest pockets, and a slightly "
    "oversized fit",
    "description_back": "Adjustable waist tabs at the back for a customized fit",
    "clothing_item_url": "https://example.com/denim-jacket-front.jpg",
    "clothing_item_back_url": "https://example.com/denim-jacket-back.jpg",
    "use_image_enhancement": True,
}
_UPDATE = {
    "clothing_item_id": "123",
    "clothing_item_name": "Vintage Floral Summer Dress",
    "description": "A vintage-inspired floral pattern summer dress with a flowing A-line "
    "silhouette and short sleeves",
    "description_back": "Features a concealed zipper closure and vintage-style button details at "
    "the back",
    "clothing_item_url": "https://example.com/floral-dress-front.jpg",
    "clothing_item_back_url": "https://example.com/floral-dress-back.jpg",
}
_TRAITS = {"body": "athletic female", "age": 28}
_AVATAR = {
    "avatar_name": "Professional Model",
    "avatar_url": "https://app-uwear-prod.s3.us-east-1.amazonaws.com/generation-results/8613/"
    "image/avatar-source.png",
    "avatar_description": _TRAITS,
    "avatar_enhancement": False,
}
_RENAMED = {
    "avatar_id": "102",
    "avatar_name": "Fashion Model Pro",
    "avatar_description": _TRAITS,
}


def _says(answer: Answer, sent: Json, names: tuple[str, ...]) -> None:
    for name in names:
        equal(f"{answer.what}: {name}", sent[name], answer.must_be(200).at(f"/{name}"))


@check("uwear.md, Clothing Items, example requests", cost=1, lean=False)
def the_examples_of_garments_work(api: Api) -> None:
    """The page's requests to make, to read and to change a garment, and to list them, are answered."""
    made = api.call("create_clothing_item", body=_GARMENT).must_be(200)
    _says(made, _GARMENT, ("clothing_item_name",))
    path = {"clothing_item_id": made.at("/clothing_item_id")}
    changed = api.call("update_clothing_item", path=path, body=_UPDATE)
    _says(changed, _UPDATE, ("clothing_item_name", "description", "description_back"))
    query = {"page": "1", "items_per_page": "20"}
    listed = api.call("list_clothing_items", query=query).must_be(200)
    equal(f"{listed.what}: current_page", 1, listed.at("/current_page"))


@check("uwear.md, Avatars, example requests", lean=False)
def the_examples_of_avatars_work(api: Api) -> None:
    """The page's requests to save, to read and to change an avatar, and to list them, are answered."""
    made = api.call("create_avatar", body=_AVATAR)
    _says(made, _AVATAR, ("avatar_name", "avatar_description"))
    path = {"avatar_id": made.at("/avatar_id")}
    changed = api.call("update_avatar", path=path, body=_RENAMED)
    _says(changed, _RENAMED, ("avatar_name", "avatar_description"))
    query = {"page": "1", "items_per_page": "10"}
    listed = api.call("list_avatars", query=query).must_be(200)
    equal(f"{listed.what}: current_page", 1, listed.at("/current_page"))


@check("uwear.md, Get All Generations, example request", lean=False)
def the_examples_of_lists_work(api: Api, a_generation_is_made: list[Answer]) -> None:
    """The page's requests to list generations that are done, and results, are answered with some."""
    query: Json = {"status": "Done", "sort": "created_at:desc", "page": "1", "items_per_page": "10"}
    api.call("list_generations", query=query).must_be(200).at("/data/0/generation_id")
    ids = [a_generation_is_made[0].at("/generation_id")]
    query = {"generation_ids": ids, "page": "1", "items_per_page": "20"}
    listed = api.call("list_generation_results", query=query).must_be(200)
    equal(f"{listed.what}: generation_id", ids[0], listed.at("/data/0/generation_id"))
