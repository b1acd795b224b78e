"""What a request must not go without. Source: the columns "Required" and "Allowed values" of uwear.md."""

from typing import Any

from dressform.checks import Answer, Api, check, promised

Json = dict[str, Any]

_GARMENT = {
    "clothing_item_name": "Dressform check",
    "clothing_item_url": "https://example.com/shirt.jpg",
    "use_image_enhancement": False,
}
_AVATAR = {"avatar_name": "Dressform check", "avatar_url": "https://example.com/face.jpg"}
_GENERATION = {
    "use_case": "generate",
    "model_slug": "gemini-flash",
    "prompt": "a model in a bright studio",
    "num_images": 1,
}


def _refused(answer: Answer, why: str) -> None:
    promised(400 <= answer.status < 500, f"{answer.what} to a request {why}")
    answer.must_be(422, evidence="inferred", source="vendor-notes.md, uwear, errors")


@check(
    "uwear.md, the tables of request bodies",
    cost=2,
    lean=False,
    shows=[("create_clothing_item", 422), ("create_avatar", 422), ("create_generation", 422)],
)
def what_is_required_must_be_sent(api: Api) -> None:
    """A request without a member that its table calls required, or with null for it, is refused."""
    for operation, body, required in (
        ("create_clothing_item", _GARMENT, ("clothing_item_name", "clothing_item_url")),
        ("create_avatar", _AVATAR, ("avatar_name", "avatar_url")),
        ("create_generation", _GENERATION, ("prompt",)),
    ):
        for name in required:
            without = {member: value for member, value in body.items() if member != name}
            _refused(api.call(operation, body=without), f"without {name}")
            _refused(api.call(operation, body=body | {name: None}), f"whose {name} is null")


@check("uwear.md, Get All Generations", lean=False, shows=[("list_generations", 422)])
def only_the_four_states_can_be_filtered_for(api: Api) -> None:
    """The list of generations is not filtered by a word that is none of the four states."""
    for status in ("Finished", "done", "COMPLETED"):
        answer = api.call("list_generations", query={"status": status})
        _refused(answer, f"for generations that are {status}")
