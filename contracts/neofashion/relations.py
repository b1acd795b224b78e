"""What was sent comes back. Sources: neofashion.txt, Core Endpoints ("Generation detail + status"),
Response Shape and Authentication (`source` and `api_key_id`); the members of bodies and details and
their defaults: vendor-notes.md, neofashion.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]
Opener = Callable[..., Account]

_AUDIT = "vendor-notes.md, neofashion, source and api_key_id"
_BODIES = "vendor-notes.md, neofashion, request bodies of the four POSTs"
_TYPES = {
    "generate_image": "image",
    "generate_video": "video",
    "generate_bulk": "bulk",
    "sketch_to_photo": "sketch-to-photo",
}


@check("neofashion.txt, Core Endpoints")
def a_generation_is_what_was_answered(
    a_photo_is_made: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """A generation is found by its id, and says of itself what the request for it was answered."""
    for thing in (a_photo_is_made, a_sketch_becomes_a_photo, a_video_is_made, a_bulk_is_made):
        for answer in thing.polled:
            for member in ("id", "credits_used"):
                told = thing.made.at(f"/data/{member}")
                equal(f"{answer.what}; {member}", told, answer.at(f"/data/{member}"))
        kind = thing.final.at("/data/type")
        equal(f"{thing.final.what}; type", _TYPES[thing.operation], kind, evidence="inferred")
    for photo in (a_photo_is_made, a_sketch_becomes_a_photo):
        told = photo.made.at("/data/output_url")
        equal(f"{photo.final.what}; output_url", told, photo.final.at("/data/output_url"))


@check(_BODIES, "inferred")
def what_was_asked_comes_back(
    a_photo_is_made_as_asked: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
) -> None:
    """The input of a generation is what was sent, member for member."""
    for thing in (a_photo_is_made_as_asked, a_sketch_becomes_a_photo, a_video_is_made):
        sent = {k: v for k, v in thing.asked.items() if k not in {"source", "api_key_id"}}
        _input(thing.final, "/data/input", sent)


@check(_BODIES, "inferred")
def items_are_as_they_were_asked(a_bulk_is_made: SimpleNamespace) -> None:
    """The items of a bulk come back in the order in which they were sent, each with an output of its own."""
    asked, detail = a_bulk_is_made.asked["items"], a_bulk_is_made.final
    for member in ("/data/items", "/data/input/items"):
        found = detail.at(member)
        equal(f"how many {member} there are", len(asked), len(found))
    for index, item in enumerate(asked):
        _input(detail, f"/data/input/items/{index}", item)
        equal(f"the index of item {index}", index, detail.at(f"/data/items/{index}/index"))
        equal(f"the price of item {index}", 50, detail.at(f"/data/items/{index}/credits_used"))
    urls = [str(detail.at(f"/data/items/{index}/output_url")) for index in range(len(asked))]
    equal("how many different outputs there are", len(asked), len(set(urls)))
    equal("the output_url of the bulk itself", None, detail.at("/data/output_url"))


def _input(answer: Answer, place: str, sent: Json) -> None:
    for member, value in sent.items():
        equal(f"{answer.what}; {place}/{member}", value, answer.at(f"{place}/{member}"))


@check(_BODIES, "inferred")
def what_was_left_out_has_its_default(
    a_photo_is_made: SimpleNamespace, a_bulk_is_made: SimpleNamespace
) -> None:
    """Without an aspect_ratio the input says 3:4, for a photo and for an item of a bulk; nothing else appears."""
    found = a_photo_is_made.final.at("/data/input")
    equal("the input of a photo", {**a_photo_is_made.asked, "aspect_ratio": "3:4"}, found)
    first, *_ = a_bulk_is_made.asked["items"]
    found = a_bulk_is_made.final.at("/data/input/items/0")
    equal("the input of an item", {**first, "aspect_ratio": "3:4"}, found)


@check(_BODIES, "inferred", cost=250, lean=False)
def a_video_says_its_defaults(open_account: Opener) -> None:
    """Without duration and aspect_ratio the input of a video says 5 seconds and 3:4."""
    account = open_account(credits=250)
    made = account.call("generate_video", body={"prompt": "A walk"}).must_be(200)
    detail = account.call("get_generation", path={"id": made.at("/data/id")}).must_be(200)
    expected = {"prompt": "A walk", "duration": 5, "aspect_ratio": "3:4"}
    equal("the input of a video", expected, detail.at("/data/input"))


@check("neofashion.txt, Authentication")
def source_and_key_are_kept(a_photo_is_made_as_asked: SimpleNamespace) -> None:
    """The source and api_key_id of a request are those of its generation."""
    for member in ("source", "api_key_id"):
        found = a_photo_is_made_as_asked.final.at(f"/data/{member}")
        equal(member, a_photo_is_made_as_asked.asked[member], found, evidence="inferred")


@check(_AUDIT, "inferred")
def source_follows_from_the_key(
    a_photo_is_made: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """What is asked for with a key has the source api and the id of that key, always the same."""
    things = (a_photo_is_made, a_video_is_made, a_bulk_is_made)
    for thing in things:
        equal(f"{thing.final.what}; source", "api", thing.final.at("/data/source"))
    keys = [thing.final.at("/data/api_key_id") for thing in things]
    promised(
        isinstance(keys[0], str) and keys[0] and len(set(map(str, keys))) == 1,
        f"the api_key_id of three generations made with one key are {keys}",
    )


@check("neofashion.txt, Response Shape")
def every_answer_has_a_number_of_its_own(
    api: Api, a_photo_is_made: SimpleNamespace, a_bulk_is_made: SimpleNamespace
) -> None:
    """No two answers have the same request_id, refusals included."""
    answers = [thing for made in (a_photo_is_made, a_bulk_is_made) for thing in _answers(made)]
    answers += [api.call("get_generation", path={"id": "gen_0"}).must_be(404) for _ in range(2)]
    numbers = [str(answer.at("/meta/request_id")) for answer in answers]
    equal(f"how many request_id {len(numbers)} answers have", len(numbers), len(set(numbers)))


def _answers(thing: SimpleNamespace) -> list[Answer]:
    return [thing.before, thing.made, thing.after, *thing.polled]


@check("vendor-notes.md, neofashion, personas, models", "inferred")
def the_cast_stays(api: Api) -> None:
    """Personas and models are the same whenever they are listed, each with an id of its own."""
    for operation in ("list_personas", "list_models"):
        first, second = (api.call(operation).must_be(200) for _ in range(2))
        equal(f"{second.what}, the second time", first.at("/data"), second.at("/data"))
        rows = first.at("/data")
        promised(isinstance(rows, list), f"{first.what} with data that is no list: {rows!r}")
        ids = [first.at(f"/data/{index}/id") for index in range(len(rows))]
        equal(f"{first.what}; how many ids there are", len(ids), len(set(map(str, ids))))


@check(_BODIES, "inferred", cost=50, lean=False)
def unknown_members_are_accepted(open_account: Opener) -> None:
    """A request with a member that nobody knows is answered as if it were not there."""
    account = open_account(credits=50)
    account.call("generate_image", body={"prompt": "A hat", "x_dressform": 1}).must_be(200)
