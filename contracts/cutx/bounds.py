"""What is promised about lengths, at both ends: the last that is allowed is accepted, the first that
is not is refused. Sources: cutx.txt, the tables of fields; vendor-notes.md, cutx, "project and product".
"""

from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Api, check, equal

Json = dict[str, Any]

COPY = {"platform": "meta", "format": "short", "tone": "bold"}
SCRIPT = {"script": "Look at this shirt."}
AD_SOURCE = "cutx.txt, POST /api/generate/static-ad"
VIDEO_SOURCE = "cutx.txt, POST /api/generate/video"


@check("cutx.txt, POST /api/generate/copy", cost=3)
def copy_takes_no_more_than_it_says(api: Api, a_product: Json, rng: Random) -> None:
    """Instructions of 501 characters and a key of 129 are refused, 500 and 128 are accepted."""
    letter = rng.choice("abcdef")
    body = a_product | COPY | {"customInstructions": letter * 500, "idempotencyKey": letter * 128}
    api.call("generate_copy", body=body).must_be(200)
    for name in ("customInstructions", "idempotencyKey"):
        longer = body | {name: f"{body[name]}x"}
        api.call("generate_copy", body=longer).must_be(400)


@check(AD_SOURCE, cost=9)
def an_ad_takes_no_prompt_but_what_it_says(api: Api, a_product: Json) -> None:
    """A prompt of 4 or 1001 characters is refused, and so is a key of 129."""
    for more in ({"prompt": "abcd"}, {"prompt": "x" * 1001}, {"idempotencyKey": "k" * 129}):
        api.call("generate_static_ad", body=a_product | more).must_be(400)


@check(AD_SOURCE, cost=6, lean=False)
def prompts_of_5_and_1000_characters_are_taken(
    open_account: Callable[..., Account], a_product: Json, rng: Random
) -> None:
    """A prompt has between 5 and 1000 characters, and a key up to 128."""
    account = open_account(credits=6)
    for prompt, key in ((5, 128), (1000, 1)):
        letter = rng.choice("abcdef")
        body = a_product | {"prompt": letter * prompt, "idempotencyKey": letter * key}
        answer = account.call("generate_static_ad", body=body).must_be(200)
        equal(f"the status with a prompt of {prompt} letters", "queued", answer.at("/status"))


@check(VIDEO_SOURCE, cost=120, lean=False)
def a_video_takes_no_script_but_what_it_says(api: Api, a_product: Json) -> None:
    """A script of 9 or 2001 characters is refused, and so is a key of 129."""
    for more in ({"script": "x" * 9}, {"script": "x" * 2001}, {"idempotencyKey": "k" * 129}):
        api.call("generate_video", body=a_product | SCRIPT | more).must_be(400)


@check(VIDEO_SOURCE, cost=80, lean=False)
def scripts_of_10_and_2000_characters_are_taken(
    open_account: Callable[..., Account], a_product: Json, rng: Random
) -> None:
    """A script has between 10 and 2000 characters, and a key up to 128."""
    account = open_account(credits=80)
    for script, key in ((10, 128), (2000, 1)):
        letter = rng.choice("abcdef")
        body = a_product | {"script": letter * script, "idempotencyKey": letter * key}
        answer = account.call("generate_video", body=body).must_be(200)
        equal(f"the status with a script of {script} letters", "queued", answer.at("/status"))


@check("vendor-notes.md, cutx, project and product", "inferred", lean=False)
def a_product_takes_no_more_than_it_says(api: Api) -> None:
    """A name has between 1 and 200 characters, a description up to 2000."""
    longest = {"name": "n" * 200, "description": "d" * 2000}
    for body in ({"name": "N"}, longest):
        answer = api.call("create_product", body=body).must_be(201)
        for name, text in body.items():
            equal(f"the {name} as stored", text, answer.at(f"/product/{name}"))
    for more in ({"name": ""}, {"name": "n" * 201}, {"description": "d" * 2001}):
        api.call("create_product", body=longest | more).must_be(400)
