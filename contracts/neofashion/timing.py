"""How generations go on. Sources: neofashion.txt, Core Endpoints ("Async batch generation job",
"Generation detail + status"); the states from vendor-notes.md, neofashion, which calls are synchronous.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Answer, check, equal, promised

Opener = Callable[..., Account]

_STATES = "vendor-notes.md, neofashion, which calls are synchronous"
_ORDER = {"queued": 0, "processing": 1, "completed": 2, "failed": 2}
_ENDED = {"completed", "failed"}


def _forward(what: str, statuses: list[Any]) -> None:
    ranks = [_ORDER.get(status, -1) for status in statuses]
    promised(
        -1 not in ranks and ranks == sorted(ranks) and "failed" not in statuses[:-1],
        f"the statuses of {what} are {' -> '.join(map(str, statuses))}",
    )


@check(_STATES, "inferred")
def states_go_forward(a_video_is_made: SimpleNamespace, a_bulk_is_made: SimpleNamespace) -> None:
    """A video and a bulk go from queued over processing to completed, and never back; so do the items."""
    for thing in (a_video_is_made, a_bulk_is_made):
        answers = [thing.made, *thing.polled]
        _forward(thing.operation, [answer.at("/data/status") for answer in answers])
    for index in range(len(a_bulk_is_made.asked["items"])):
        found = [answer.at(f"/data/items/{index}/status") for answer in a_bulk_is_made.polled]
        _forward(f"item {index}", found)


@check(_STATES, "inferred", cost=350, wait=600, lean=False)
def every_state_is_seen(open_account: Opener) -> None:
    """Polled at each of its steps, a video and a bulk are queued, processing and completed."""
    account = open_account(credits=350)
    items = {"items": [{"prompt": "A red hat"}, {"prompt": "A blue hat"}]}
    for operation, body in (("generate_video", {"prompt": "A walk"}), ("generate_bulk", items)):
        made = account.call(operation, body=body).must_be(200)
        seen = [answer.at("/data/status") for answer in (made, *_followed(account, made))]
        found = list(dict.fromkeys(seen))
        equal(f"the statuses of {operation}", ["queued", "processing", "completed"], found)


@check("neofashion.txt, Response Shape")
def an_output_comes_with_completion(
    a_photo_is_made: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """What is completed has its output_url, and what is not has none; in a bulk that goes for each item."""
    for thing in (a_photo_is_made, a_sketch_becomes_a_photo, a_video_is_made):
        for answer in (thing.made, *thing.polled):
            _output_if_done(answer, "/data")
    for answer in a_bulk_is_made.polled:
        for index in range(len(a_bulk_is_made.asked["items"])):
            _output_if_done(answer, f"/data/items/{index}")


def _output_if_done(answer: Answer, place: str) -> None:
    status, url = answer.at(f"{place}/status"), answer.at(f"{place}/output_url")
    promised(
        (status == "completed") == isinstance(url, str) and url != "",
        f"{answer.what}; {place} is {status} with output_url {url!r}",
    )


@check(_STATES, "inferred", cost=450, wait=86400, lean=False)
def what_has_ended_stays(open_account: Opener) -> None:
    """A generation that is completed or failed is the same a second, an hour and a day later."""
    account = open_account(credits=1000)
    account.fault("provider_error", operation="generate_bulk", times=1)
    photo = account.call("generate_image", body={"prompt": "A hat"}).must_be(200)
    video = account.call("generate_video", body={"prompt": "A walk"}).must_be(200)
    bulk = account.call(
        "generate_bulk", body={"items": [{"prompt": "A"}, {"prompt": "B"}, {"prompt": "C"}]}
    ).must_be(200)
    ended = {
        made.at("/data/id"): _followed(account, made)[-1].at("/data")
        for made in (photo, video, bulk)
    }
    for seconds in (0, 1, 3600, 86400):
        account.wait(seconds)
        for generation, data in ended.items():
            now = account.call("get_generation", path={"id": generation}).must_be(200).at("/data")
            for name in {*data, *now}:
                found = now.get(name)
                equal(f"{name} of {generation}, {seconds} s later", data.get(name), found)


def _followed(account: Account, made: Answer) -> list[Answer]:
    return account.follow(
        "get_generation",
        {"id": made.at("/data/id")},
        done=lambda answer: answer.at("/data/status") in _ENDED,
    )


@check("vendor-notes.md, All five: ISO 8601 with Z", "inferred")
def timestamps_agree(
    a_photo_is_made: SimpleNamespace,
    a_sketch_becomes_a_photo: SimpleNamespace,
    a_video_is_made: SimpleNamespace,
    a_bulk_is_made: SimpleNamespace,
) -> None:
    """created_at is when it was asked for and does not change; updated_at never goes back, nor out of the run."""
    for thing in (a_photo_is_made, a_sketch_becomes_a_photo, a_video_is_made, a_bulk_is_made):
        created = [_instant(answer, "/data/created_at") for answer in thing.polled]
        updated = [_instant(answer, "/data/updated_at") for answer in thing.polled]
        what = f"of a {thing.operation}"
        equal(f"the number of created_at {what}", 1, len(set(created)))
        promised(
            abs(created[0] - thing.since) <= thing.slack,
            f"created_at {what} is {created[0] - thing.since:.0f} s from when it was asked for",
        )
        promised(created[0] <= updated[0], f"updated_at {what} is before created_at")
        promised(updated == sorted(updated), f"updated_at {what} goes back: {updated}")
        promised(
            updated[-1] <= thing.until + thing.slack,
            f"updated_at {what} is {updated[-1] - thing.until:.0f} s after it was seen",
        )


def _instant(answer: Answer, pointer: str) -> float:
    """A time in an answer as unix time; it is told in UTC."""
    instant, text = answer.instant(pointer), answer.at(pointer)
    promised(text.endswith("Z"), f"{answer.what}; {pointer} is {text}, without a Z")
    return instant


@check("neofashion.txt, Response Shape: output_url", "inferred", cost=300, wait=2592000, lean=False)
def an_output_stays_online(open_account: Opener) -> None:
    """An output_url that is answered can be downloaded, also a month after it was made."""
    account = open_account(credits=300)
    made = [
        account.call("generate_image", body={"prompt": "A hat"}).must_be(200),
        account.call("generate_video", body={"prompt": "A walk", "duration": 2}).must_be(200),
    ]
    outputs = [_followed(account, answer)[-1] for answer in made]
    account.wait(30 * 86400)
    for answer in outputs:
        account.fetch(str(answer.at("/data/output_url"))).must_be(200)
