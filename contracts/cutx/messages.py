"""What refusals say. Sources: vendor-notes.md, cutx, "error body", and Shapes of the frameworks."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]

SOURCE = "vendor-notes.md, cutx, error body"
NOBODYS = "00000000-0000-4000-8000-000000000000"
COPY = {"platform": "meta", "format": "short", "tone": "bold"}
MISSING = "Invalid input: expected string, received undefined"


def _one_of(*options: str) -> str:
    return "Invalid option: expected one of " + "|".join(f'"{option}"' for option in options)


def _must_say(answer: Answer, expected: Json) -> None:
    answer.must_be(400)
    equal("the error", "Validation failed", answer.at("/error"))
    equal("formErrors", [], answer.at("/details/formErrors"))
    found = answer.at("/details/fieldErrors")
    promised(isinstance(found, dict), f"{answer.what} with fieldErrors {found!r}")
    for field in sorted({*expected, *found}):
        equal(f"what is said of {field}", expected.get(field), found.get(field))


@check(SOURCE, "inferred", cost=1)
def a_bad_copy_request_is_explained(api: Api, a_product: Json, data: Callable[..., Any]) -> None:
    """A request that is wrong in many ways is told of each of them, member by member, in Zod's words."""
    body = {
        "projectId": "no-uuid",
        "productId": a_product["productId"],
        "platform": "myspace",
        "format": "haiku",
        "customInstructions": "x" * 501,
        "idempotencyKey": "k" * 129,
    }
    options = data("options")
    expected = {
        "projectId": ["Invalid UUID"],
        "platform": [_one_of(*options["platform"])],
        "format": [_one_of(*options["format"])],
        "tone": [_one_of(*options["tone"])],
        "customInstructions": ["Too big: expected string to have <=500 characters"],
        "idempotencyKey": ["Too big: expected string to have <=128 characters"],
    }
    _must_say(api.call("generate_copy", body=body), expected)


@check(SOURCE, "inferred", cost=46, lean=False)
def bad_ads_and_videos_are_explained(api: Api, a_product: Json, data: Callable[..., Any]) -> None:
    """So it is with ads and videos."""
    options = data("options")
    ad = a_product | {"prompt": "abcd", "style": 7, "aspectRatio": "2:1"}
    answer = api.call("generate_static_ad", body=ad).must_be(400)
    small = ["Too small: expected string to have >=5 characters"]
    equal("what is said of prompt", small, answer.at("/details/fieldErrors/prompt"))
    wrong = [_one_of(*options["image_ratio"])]
    equal("what is said of aspectRatio", wrong, answer.at("/details/fieldErrors/aspectRatio"))
    empty = {"projectId": [MISSING], "productId": [MISSING]}
    _must_say(api.call("generate_static_ad", body={}), empty)
    video = a_product | {"script": "x" * 9, "voiceId": 3, "aspectRatio": "4:5", "avatarUrl": "me"}
    expected = {
        "script": ["Too small: expected string to have >=10 characters"],
        "voiceId": ["Invalid input: expected string, received number"],
        "aspectRatio": [_one_of(*options["video_ratio"])],
        "avatarUrl": ["Invalid URL"],
    }
    _must_say(api.call("generate_video", body=video), expected)


@check(SOURCE, "inferred")
def a_bad_job_id_is_explained(api: Api) -> None:
    """A job id that is none is told to be no UUID, and a missing one to be missing."""
    bad = api.call("get_generation_status", query={"jobId": "1234"})
    _must_say(bad, {"jobId": ["Invalid UUID"]})
    _must_say(api.call("get_generation_status"), {"jobId": [MISSING]})


@check(SOURCE, "inferred", cost=44, lean=False)
def a_poor_account_is_told_what_is_missing(
    open_account: Callable[..., Account], a_product: Json, data: Callable[..., Any]
) -> None:
    """A 402 says what it would cost and what there is."""
    more: Json = {"generate_copy": COPY, "generate_video": {"script": "Look at this shirt."}}
    for operation, price in data("prices").items():
        account = open_account(credits=price - 1)
        answer = account.call(operation, body=a_product | more.get(operation, {})).must_be(402)
        equal(f"what {operation} requires", price, answer.at("/required"))
        equal("what is available", price - 1, answer.at("/available"))


@check("vendor-notes.md, All five (order of refusals)", "inferred", cost=6, lean=False)
def refusals_come_in_order(open_account: Callable[..., Account], a_product: Json) -> None:
    """What is wrong with a body is said before its product is looked for, and that before its price."""
    poor = open_account(credits=0)
    lost = a_product | {"productId": NOBODYS}
    poor.call("generate_static_ad", body=lost | {"prompt": "abcd"}).must_be(400)
    poor.call("generate_static_ad", body=lost).must_be(404)
