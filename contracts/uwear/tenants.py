"""One account never sees another. Source: uwear.md speaks of "all your" items throughout."""

from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

Json = dict[str, Any]

_SOURCE = "uwear.md, List Clothing Items: 'all your clothing items', and so for all others"
_ERRORS = "vendor-notes.md, uwear, errors"


def _not_there(answer: Answer) -> None:
    promised(answer.status >= 400, f"{answer.what} to an account that has nothing by that id")
    answer.must_be(404, evidence="inferred", source=_ERRORS)


@check(_SOURCE)
def what_is_anothers_is_not_found(
    stranger: Api,
    a_garment_is_stored: Answer,
    an_avatar_keeps_what_was_sent: Answer,
    a_generation_is_made: list[Answer],
) -> None:
    """Garment, avatar, generation and result of one account are not there for another one."""
    done = a_generation_is_made[-1]
    for operation, name, value in (
        ("get_clothing_item", "clothing_item_id", a_garment_is_stored.at("/clothing_item_id")),
        ("get_avatar", "avatar_id", an_avatar_keeps_what_was_sent.at("/avatar_id")),
        ("get_generation", "generation_id", done.at("/generation_id")),
        (
            "get_generation_result",
            "generation_result_id",
            done.at("/generation_results/0/generation_result_id"),
        ),
    ):
        _not_there(stranger.call(operation, path={name: value}))


@check(_SOURCE)
def what_is_anothers_is_not_listed(
    stranger: Api,
    a_garment_keeps_what_was_sent: Answer,
    an_avatar_keeps_what_was_sent: Answer,
    a_generation_is_made: list[Answer],
) -> None:
    """Garment, avatar, generation and result of one account are in none of another one's lists."""
    done = a_generation_is_made[-1]
    garment, avatar = a_garment_keeps_what_was_sent, an_avatar_keeps_what_was_sent
    result = "/generation_results/0/generation_result_id"
    for operation, name, value in (
        ("list_clothing_items", "clothing_item_id", garment.at("/clothing_item_id")),
        ("list_avatars", "avatar_id", avatar.at("/avatar_id")),
        ("list_generations", "generation_id", done.at("/generation_id")),
        ("list_generation_results", "generation_result_id", done.at(result)),
    ):
        query = {"items_per_page": 100}
        listed = stranger.call(operation, query=query).must_be(200)
        there = any(listed.get(f"/data/{i}/{name}") == value for i in range(100))
        promised(not there, f"{listed.what} to another account, and lists {name} {value}")


@check(_SOURCE, lean=False)
def what_is_anothers_cannot_be_filtered_for(
    stranger: Api, a_generation_is_made: list[Answer], a_garment_is_stored: Answer
) -> None:
    """A filter by another account's generation or garment finds nothing."""
    generation = a_generation_is_made[0].at("/generation_id")
    item = a_garment_is_stored.at("/clothing_item_id")
    for query in ({"generation_ids": [generation]}, {"clothing_item_ids": [item]}):
        listed = stranger.call("list_generation_results", query=query).must_be(200)
        equal(f"{listed.what} to another account: data", [], listed.at("/data"))


@check(_SOURCE, lean=False)
def what_is_anothers_cannot_be_changed(api: Api, stranger: Api) -> None:
    """Nobody changes or deletes another account's garment or avatar."""
    body = {
        "clothing_item_name": "Dressform check, mine",
        "clothing_item_url": "https://example.com/shirt.jpg",
        "use_image_enhancement": False,
    }
    made = api.call("create_clothing_item", body=body).must_be(200)
    garment = {"clothing_item_id": made.at("/clothing_item_id")}
    saved = api.call(
        "create_avatar",
        body={"avatar_name": "Dressform check, mine", "avatar_url": "https://example.com/a.jpg"},
    ).must_be(200)
    avatar = {"avatar_id": saved.at("/avatar_id")}
    for kind, path, name in (
        ("clothing_item", garment, "clothing_item_name"),
        ("avatar", avatar, "avatar_name"),
    ):
        before = api.call(f"get_{kind}", path=path).must_be(200)
        _not_there(stranger.call(f"update_{kind}", path=path, body={name: "Taken over"}))
        _not_there(stranger.call(f"delete_{kind}", path=path))
        after = api.call(f"get_{kind}", path=path).must_be(200)
        equal(f"{after.what}, after another account's attempts", before.json, after.json)


@check(_SOURCE, cost=3, lean=False)
def what_is_anothers_cannot_be_used(
    stranger: Api,
    a_garment_is_stored: Answer,
    an_avatar_keeps_what_was_sent: Answer,
    a_generation_is_made: list[Answer],
) -> None:
    """No generation can be made of another account's garment, avatar or result."""
    result = a_generation_is_made[-1].at("/generation_results/0/generation_result_id")
    worn: Json = {"use_case": "generate"}
    for asked in (
        worn | {"clothing_item_id": a_garment_is_stored.at("/clothing_item_id")},
        worn | {"avatar_id": an_avatar_keeps_what_was_sent.at("/avatar_id")},
        {"use_case": "edit", "generation_result_parent_id": result},
    ):
        common = {"model_slug": "gemini-flash", "num_images": 1, "prompt": "a model in a studio"}
        _not_there(stranger.call("create_generation", body=common | asked))
