"""One generation of each kind, made once for all the checks that look at it.

Sources: neofashion.txt, Core Endpoints and Response Shape; what is answered at once and what is
polled, and the members of the bodies: vendor-notes.md, neofashion.
"""

from random import Random
from types import SimpleNamespace
from typing import Any

from dressform.checks import Account, Answer, Api, Undecided, check, equal, promised

Json = dict[str, Any]

_ENDED = {"completed", "failed"}
_RATIOS = ("1:1", "4:5", "2:3", "9:16", "5:4", "4:3", "3:2", "16:9")
_SIMULATED, _ELSEWHERE = 1.0, 60.0
"""Seconds by which the clock of a deployment may differ from ours."""
_SYNCHRONOUS = "vendor-notes.md, neofashion, which calls are synchronous"


def _make(api: Api, operation: str, body: Json) -> SimpleNamespace:
    """Make it and see it through: what was sent, every answer, and the balance around it."""
    before = api.call("get_credit_balance").must_be(200)
    since = api.now()
    made = api.call(operation, body=body).must_be(200)
    after = api.call("get_credit_balance").must_be(200)
    polled = api.follow(
        "get_generation",
        {"id": made.at("/data/id")},
        done=lambda answer: answer.at("/data/status") in _ENDED,
    )
    _must_have_ended(api, polled[-1])
    return SimpleNamespace(
        operation=operation,
        asked=body,
        since=since,
        until=api.now(),
        slack=_SIMULATED if isinstance(api, Account) else _ELSEWHERE,
        before=before,
        made=made,
        after=after,
        polled=polled,
        final=polled[-1],
    )


def _must_have_ended(api: Api, last: Answer) -> None:
    """A simulator is followed until nothing happens any more; elsewhere it may only take longer."""
    status = last.at("/data/status")
    if status not in _ENDED and not isinstance(api, Account):
        raise Undecided(f"{last.what}, and it is still {status}; --max-wait allows no more")
    equal("the status in the end", "completed", status, evidence="inferred", source=_SYNCHRONOUS)


def _sync(thing: SimpleNamespace) -> SimpleNamespace:
    """It has to be done when the answer arrives."""
    found = thing.made.at("/data/status")
    equal("the status of the answer", "completed", found, evidence="inferred", source=_SYNCHRONOUS)
    return thing


def _async(thing: SimpleNamespace) -> SimpleNamespace:
    """It has to be queued when the answer arrives."""
    found = thing.made.at("/data/status")
    equal("the status of the answer", "queued", found, evidence="inferred", source=_SYNCHRONOUS)
    return thing


@check(
    "neofashion.txt, Core Endpoints",
    cost=50,
    shows=[("generate_image", 200), ("get_generation", 200), ("get_credit_balance", 200)],
)
def a_photo_is_made(api: Api, rng: Random) -> SimpleNamespace:
    """A prompt alone makes a photo, which is completed when the answer arrives."""
    prompt = f"A linen blazer on a plain backdrop, take {rng.randrange(10**6)}"
    return _sync(_make(api, "generate_image", {"prompt": prompt}))


@check(
    "neofashion.txt, Core Endpoints",
    cost=50,
    shows=[("list_personas", 200), ("list_models", 200)],
)
def a_photo_is_made_as_asked(api: Api, rng: Random) -> SimpleNamespace:
    """A photo is made with every member that a request may have, of a persona and a model from the lists."""
    body = {
        "prompt": f"A leather bag on a marble table, take {rng.randrange(10**6)}",
        "product_image_url": "https://example.com/bag.jpg",
        "reference_image_urls": ["https://example.com/1.jpg", "https://example.com/2.jpg"],
        "aspect_ratio": rng.choice(_RATIOS),
        "source": "ui",
        "api_key_id": "key_dressform_check",
    }
    for member, operation in (("persona_id", "list_personas"), ("model_id", "list_models")):
        listed = api.call(operation).must_be(200)
        rows = listed.at("/data")
        promised(isinstance(rows, list), f"{listed.what} with data that is no list")
        if rows:
            body[member] = listed.at(f"/data/{rng.randrange(len(rows))}/id")
    return _sync(_make(api, "generate_image", body))


@check("neofashion.txt, Core Endpoints", cost=75, shows=[("sketch_to_photo", 200)])
def a_sketch_becomes_a_photo(api: Api, rng: Random) -> SimpleNamespace:
    """A sketch with a prompt becomes a photo, which is completed when the answer arrives."""
    body = {
        "prompt": f"The sketched coat in camel wool, take {rng.randrange(10**6)}",
        "sketch_url": "https://example.com/coat-sketch.png",
        "aspect_ratio": rng.choice(_RATIOS),
    }
    return _sync(_make(api, "sketch_to_photo", body))


@check("neofashion.txt, Core Endpoints", cost=250, wait=60, shows=[("generate_video", 200)])
def a_video_is_made(api: Api, rng: Random) -> SimpleNamespace:
    """A video is queued, and polling sees it completed."""
    body = {
        "prompt": f"A model walks towards the camera, take {rng.randrange(10**6)}",
        "duration": rng.choice([2, 3]),
        "aspect_ratio": rng.choice(["9:16", "16:9", "1:1"]),
    }
    return _async(_make(api, "generate_video", body))


@check("neofashion.txt, Core Endpoints", cost=100, wait=60, shows=[("generate_bulk", 200)])
def a_bulk_is_made(api: Api, rng: Random) -> SimpleNamespace:
    """A bulk of two photos is queued, and polling sees it completed."""
    take = rng.randrange(10**6)
    items = [
        {"prompt": f"A poplin shirt in white, take {take}"},
        {"prompt": f"A poplin shirt in blue, take {take}", "aspect_ratio": rng.choice(_RATIOS)},
    ]
    return _async(_make(api, "generate_bulk", {"items": items}))
