"""Avatars: saved, read, changed, deleted, and counted. Source: uwear.md, "Avatars"."""

import io
import random
from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Json = dict[str, Any]
Data = Callable[[str], Any]

_ENDS = {"Done", "Error"}
_WORN = {
    "model_slug": "gemini-flash",
    "use_case": "generate",
    "prompt": "a model in a bright studio",
    "num_images": 1,
}
_ERRORS = "vendor-notes.md, uwear, errors"


def _avatar(rng: random.Random, data: Data) -> Json:
    return {
        "avatar_name": f"Dressform check {rng.randrange(1_000_000)} — Zoë",
        "avatar_url": data("pictures")["face"],
        "avatar_description": {"body": "athletic female", "age": rng.randrange(20, 60)},
    }


def _create(api: Api, body: Json) -> Answer:
    return api.call("create_avatar", body=body).must_be(200)


def _read(api: Api, avatar: Any) -> Answer:
    return api.call("get_avatar", path={"avatar_id": avatar})


def _change(api: Api, avatar: Any, body: Json) -> Answer:
    return api.call("update_avatar", path={"avatar_id": avatar}, body=body)


def _delete(api: Api, avatar: Any) -> Answer:
    return api.call("delete_avatar", path={"avatar_id": avatar})


def _gone(answer: Answer) -> None:
    promised(answer.status >= 400, f"{answer.what}, though that avatar was deleted")
    answer.must_be(404, evidence="inferred", source=_ERRORS)


def _size(answer: Answer) -> tuple[int, int]:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(answer.body)) as image:
            image.load()
            return image.size
    except OSError as error:
        raise Mismatch(f"{answer.what} with no picture: {error}") from None


@check("uwear.md, Save Avatar", shows=[("create_avatar", 200)])
def an_avatar_keeps_what_was_sent(api: Api, rng: random.Random, data: Data) -> Answer:
    """A new avatar has the name and traits it was sent with, since enhancement is off unless asked
    for; no result shows it yet, and a picture from elsewhere is no result of ours.
    """
    sent = _avatar(rng, data)
    answer = _create(api, sent)
    for name in ("avatar_name", "avatar_description"):
        equal(f"{answer.what}: {name}", sent[name], answer.at(f"/{name}"))
    equal(f"{answer.what}: count_generation_results", 0, answer.at("/count_generation_results"))
    equal(f"{answer.what}: generation_result_id", None, answer.at("/generation_result_id"))
    return answer


@check("uwear.md, Get Avatar Details", shows=[("get_avatar", 200)])
def an_avatar_is_read_as_it_was_answered(api: Api, an_avatar_keeps_what_was_sent: Answer) -> Answer:
    """An avatar is later read as it was answered when it was saved, with its thumbnail."""
    saved = an_avatar_keeps_what_was_sent
    read = _read(api, saved.at("/avatar_id")).must_be(200)
    for name, value in saved.json.items():
        equal(f"{read.what}: {name}", value, read.at(f"/{name}"))
    return read


@check("uwear.md, Get All Avatars", shows=[("list_avatars", 200)])
def an_avatar_is_listed_as_it_is_read(
    api: Api, an_avatar_is_read_as_it_was_answered: Answer
) -> None:
    """An avatar stands in the list as it is read by itself."""
    read = an_avatar_is_read_as_it_was_answered
    listed = api.call("list_avatars", query={"items_per_page": 100}).must_be(200)
    rows = [listed.get(f"/data/{i}") for i in range(100)]
    found = [r for r in rows if isinstance(r, dict) and r.get("avatar_id") == read.at("/avatar_id")]
    whole = listed.at("/max_page") == 1
    promised(found or not whole, f"{listed.what} without avatar {read.at('/avatar_id')}")
    for row in found:
        equal(f"{listed.what}: avatar {read.at('/avatar_id')}", read.json, row)


@check("uwear.md, Get Avatar Details", evidence="inferred")
def an_avatar_has_a_picture_and_a_thumbnail(
    api: Api, an_avatar_is_read_as_it_was_answered: Answer
) -> None:
    """Picture and thumbnail of an avatar can be downloaded, and the thumbnail is the smaller one."""
    read = an_avatar_is_read_as_it_was_answered
    picture, thumbnail = (
        _size(api.fetch(read.at(f"/{name}")).must_be(200))
        for name in ("avatar_url", "thumbnail_url")
    )
    told = f"{read.what}: its thumbnail has {thumbnail} pixels, its picture {picture}"
    promised(thumbnail[0] < picture[0] and thumbnail[1] < picture[1], told)


@check("uwear.md, Save Avatar", lean=False)
def enhancement_reads_the_traits_itself(api: Api, rng: random.Random, data: Data) -> None:
    """With enhancement body and age are read off the picture, over those that were sent."""
    asked = {"avatar_enhancement": True}
    sent = (
        _avatar(rng, data) | asked | {"avatar_description": {"body": "a marble bust", "age": 2000}}
    )
    for body in (sent, {name: sent[name] for name in ("avatar_name", "avatar_url", *asked)}):
        answer = _create(api, body)
        traits = answer.at("/avatar_description/body"), answer.at("/avatar_description/age")
        kinds = isinstance(traits[0], str) and isinstance(traits[1], int)
        promised(kinds and traits[0], f"{answer.what}, enhanced, with the traits {traits}")
        untouched = traits[0] == "a marble bust" or traits[1] == 2000
        promised(not untouched, f"{answer.what}, enhanced, still with the traits sent: {traits}")


@check("uwear.md, Save Avatar", lean=False)
def no_enhancement_leaves_the_traits_alone(api: Api, rng: random.Random, data: Data) -> None:
    """With enhancement switched off in so many words, the traits stay those that were sent."""
    sent = _avatar(rng, data) | {"avatar_enhancement": False}
    answer = _create(api, sent)
    what = f"{answer.what}: avatar_description"
    equal(what, sent["avatar_description"], answer.at("/avatar_description"))


@check("uwear.md, Save Avatar", evidence="inferred", lean=False)
def an_avatar_costs_nothing(
    open_account: Callable[..., Account], rng: random.Random, data: Data
) -> None:
    """No price is given for avatars: they can be saved, enhanced or not, without a credit."""
    account = open_account(credits=0)
    _create(account, _avatar(rng, data))
    _create(account, _avatar(rng, data) | {"avatar_enhancement": True})


@check("uwear.md, Save Avatar", evidence="inferred")
def an_avatar_from_a_result_names_it(api: Api, a_generation_is_made: list[Answer]) -> None:
    """An avatar saved from the URL of a result says which result that was."""
    done = a_generation_is_made[-1]
    url = done.at("/generation_results/0/url")
    saved = _create(api, {"avatar_name": "Dressform check, from a result", "avatar_url": url})
    result = done.at("/generation_results/0/generation_result_id")
    equal(f"{saved.what}: generation_result_id", result, saved.at("/generation_result_id"))


@check("uwear.md, Update Avatar", wait=2, shows=[("update_avatar", 200)])
def an_update_of_an_avatar_changes_only_what_was_sent(
    api: Api, rng: random.Random, data: Data
) -> None:
    """An update replaces the name or the traits, whichever it has, and leaves the rest alone."""
    before = _create(api, _avatar(rng, data))
    avatar, expected = before.at("/avatar_id"), dict(before.json)
    api.wait(2)
    traits = {"body": "tall male", "age": 61}
    for sent in ({"avatar_name": "Fashion Model Pro"}, {"avatar_description": traits}):
        expected |= sent
        changed = _change(api, avatar, {"avatar_id": "102", **sent}).must_be(200)
        stays = expected | {"updated_at": changed.at("/updated_at")}
        equal(f"{changed.what} to {sent}: the avatar", stays, changed.json)
    promised(
        changed.instant("/updated_at") > before.instant("/updated_at"),
        f"{changed.what}: updated_at is still {before.at('/updated_at')} 2 s and an update later",
        evidence="inferred",
    )


@check("vendor-notes.md, All five", evidence="inferred", lean=False)
def a_refused_update_of_an_avatar_changes_nothing(api: Api, rng: random.Random, data: Data) -> None:
    """An update of an avatar of which one part is not acceptable is refused as a whole."""
    avatar = _create(api, _avatar(rng, data)).at("/avatar_id")
    before = _read(api, avatar).must_be(200)
    body = {"avatar_name": "Half a change", "avatar_description": {"age": "old"}}
    _change(api, avatar, body).must_be(422)
    equal("the avatar after a refused update", before.json, _read(api, avatar).must_be(200).json)


@check(
    "uwear.md, Delete Avatar",
    shows=[("delete_avatar", 200), ("delete_avatar", 404), ("get_avatar", 404)],
)
def a_deleted_avatar_is_gone(api: Api, rng: random.Random, data: Data) -> None:
    """An avatar that was deleted can neither be read nor deleted again."""
    avatar = _create(api, _avatar(rng, data)).at("/avatar_id")
    _delete(api, avatar).must_be(200)
    _gone(_read(api, avatar))
    _gone(_delete(api, avatar))


@check("uwear.md, Delete Avatar", cost=1, lean=False)
def a_deleted_avatar_leaves_no_trace(api: Api, rng: random.Random, data: Data) -> None:
    """An avatar that was deleted is not listed, cannot be changed or worn, and its id is not reused."""
    avatar = _create(api, _avatar(rng, data)).at("/avatar_id")
    _delete(api, avatar).must_be(200)
    _gone(_change(api, avatar, {}))
    _gone(api.call("create_generation", body=_WORN | {"avatar_id": avatar}))
    listed = api.call("list_avatars", query={"items_per_page": 100}).must_be(200)
    there = any(listed.get(f"/data/{i}/avatar_id") == avatar for i in range(100))
    promised(not there, f"{listed.what} and lists avatar {avatar}, which was deleted")
    new = _create(api, _avatar(rng, data)).at("/avatar_id")
    promised(new != avatar, f"id {avatar} of a deleted avatar is given again", evidence="inferred")


@check("uwear.md, Get Avatar Details", evidence="inferred", cost=3, wait=30, lean=False)
def an_avatar_counts_the_results_that_show_it(api: Api, rng: random.Random, data: Data) -> None:
    """`count_generation_results` rises by the images of a generation once that is done, not before."""
    avatar, other = (_create(api, _avatar(rng, data)).at("/avatar_id") for _ in range(2))
    body = _WORN | {"num_images": 3, "avatar_id": avatar}
    generation = api.call("create_generation", body=body).must_be(200).at("/generation_id")
    early = _read(api, avatar).must_be(200).at("/count_generation_results")
    equal("count_generation_results of an avatar whose first generation is queued", 0, early)
    path = {"generation_id": generation}
    polled = api.follow("get_generation", path, done=lambda a: a.at("/status") in _ENDS)
    equal("avatar_id of its generation", avatar, polled[-1].at("/avatar_id"))
    for who, count in ((avatar, 3), (other, 0)):
        read = _read(api, who).must_be(200)
        what = f"{read.what}: count_generation_results"
        equal(what, count, read.at("/count_generation_results"))
