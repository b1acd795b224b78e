"""Bodies that nobody can read, and keys that may not. Source: FastAPI; vendor-notes.md, uwear, errors."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal

Json = dict[str, Any]

_NOBODYS = 2147483647
_JSON = {"Content-Type": "application/json"}
_NO_UTF8 = b'{"clothing_item_name": "\xff\xfe", "avatar_name": "\xff\xfe"}'
_IDS = {
    "clothing_item": {"clothing_item_id": _NOBODYS},
    "avatar": {"avatar_id": _NOBODYS},
    "generation": {"generation_id": _NOBODYS},
    "generation_result": {"generation_result_id": _NOBODYS},
}
_ERRORS = "vendor-notes.md, uwear, errors"


def _refused(answer: Answer) -> None:
    """FastAPI's answer to a body that it could not even read."""
    detail = answer.must_be(400).at("/detail")
    equal(f"{answer.what}: detail", "There was an error parsing the body", detail)


@check(
    "inferred from FastAPI",
    evidence="inferred",
    lean=False,
    shows=[("update_clothing_item", 400), ("create_avatar", 400), ("update_avatar", 400)],
)
def json_that_is_no_utf8_is_refused(api: Api) -> None:
    """A JSON body that is not encoded as UTF-8 is refused with 400, before anything else of it."""
    for operation, path in (
        ("update_clothing_item", _IDS["clothing_item"]),
        ("create_avatar", {}),
        ("update_avatar", _IDS["avatar"]),
    ):
        _refused(api.call(operation, path=path, data=_NO_UTF8, headers=_JSON))


@check(
    "inferred from FastAPI",
    evidence="inferred",
    cost=9,
    lean=False,
    shows=[("create_clothing_item", 400), ("create_generation", 400)],
)
def unreadable_bodies_of_what_is_paid_for_are_refused(api: Api) -> None:
    """Neither a garment nor a generation is made of a body that cannot be decoded: 400."""
    form = {"Content-Type": "multipart/form-data; boundary=dressform"}
    _refused(api.call("create_clothing_item", data=b"no form at all", headers=form))
    for operation in ("create_clothing_item", "create_generation"):
        _refused(api.call(operation, data=_NO_UTF8, headers=_JSON))


_ALL: tuple[tuple[str, Json], ...] = (
    ("list_clothing_items", {}),
    ("list_generations", {}),
    ("list_generation_results", {}),
    ("list_avatars", {}),
    ("list_cameras", {}),
    ("get_clothing_item", {"path": _IDS["clothing_item"]}),
    ("get_generation", {"path": _IDS["generation"]}),
    ("get_generation_result", {"path": _IDS["generation_result"]}),
    ("get_avatar", {"path": _IDS["avatar"]}),
    ("delete_clothing_item", {"path": _IDS["clothing_item"]}),
    ("delete_avatar", {"path": _IDS["avatar"]}),
    ("update_clothing_item", {"path": _IDS["clothing_item"], "body": {"description": "x"}}),
    ("update_avatar", {"path": _IDS["avatar"], "body": {"avatar_name": "x"}}),
    (
        "create_clothing_item",
        {
            "body": {
                "clothing_item_name": "x",
                "clothing_item_url": "https://example.com/shirt.jpg",
                "use_image_enhancement": False,
            }
        },
    ),
    (
        "create_avatar",
        {"body": {"avatar_name": "x", "avatar_url": "https://example.com/face.jpg"}},
    ),
    (
        "create_generation",
        {
            "body": {
                "model_slug": "gemini-flash",
                "use_case": "edit",
                "prompt": "x",
                "num_images": 1,
                "image_url": "https://example.com/face.jpg",
            }
        },
    ),
)


@check(
    _ERRORS,
    evidence="inferred",
    cost=1,
    lean=False,
    shows=[(operation, 403) for operation, _ in _ALL],
)
def a_key_that_may_not_is_told_so(open_account: Callable[..., Account]) -> None:
    """A key that is known but may not do something is answered with 403 and a sentence. No plan of
    Uwear's is documented that would say so of itself, so the simulator is told to.
    """
    account = open_account()
    account.fault("status", status=403)
    for operation, sent in _ALL:
        answer = account.call(operation, **sent).must_be(403)
        equal(f"{answer.what}: the kind of detail", "str", type(answer.at("/detail")).__name__)
