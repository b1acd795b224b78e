"""How a refusal names its cause, and which of several causes comes first.

Sources: vendor-notes.md, productai, "400" and "401, 404, 429 bodies", and "All five".
"""

from collections.abc import Callable, Iterable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Json = dict[str, Any]
Case = tuple[str, Json, str]
"""The member at fault, the body, and the code that is told."""

_NOTES = "vendor-notes.md, productai, 400"
_URL = "https://example.com/product.jpg"
_SOUND: Json = {"model": "gpt-low", "image_url": _URL, "prompt": "Add sunglasses"}
_CHEAP: list[Case] = [
    ("prompt", {"model": "gpt-low", "image_url": _URL}, "INVALID_REQUEST"),
    ("prompt", _SOUND | {"prompt": ""}, "INVALID_REQUEST"),
    ("image_url", {"model": "gpt-low", "prompt": "Add sunglasses"}, "INVALID_REQUEST"),
    ("image_url", _SOUND | {"image_url": "product.jpg"}, "INVALID_IMAGE_URL"),
]
_DEAR: list[Case] = [
    ("prompt", _SOUND | {"prompt": ["Add", "sunglasses"]}, "INVALID_REQUEST"),
    ("image_url", _SOUND | {"image_url": []}, "INVALID_IMAGE_URL"),
    (
        "image_url",
        _SOUND | {"model": "seedream", "image_url": [_URL, "b.jpg"]},
        "INVALID_IMAGE_URL",
    ),
    ("image_url", _SOUND | {"image_url": "ftp://example.com/product.jpg"}, "INVALID_IMAGE_URL"),
    ("model", {"image_url": _URL, "prompt": "Add sunglasses"}, "INVALID_REQUEST"),
    ("model", _SOUND | {"model": "gpt-ultra"}, "INVALID_MODEL"),
    ("model", _SOUND | {"model": "GPT-LOW"}, "INVALID_MODEL"),
]
_UPSCALES: list[Case] = [
    ("image_url", {"prompt": "Add sunglasses"}, "INVALID_REQUEST"),
    ("image_url", {"image_url": "image.jpg"}, "INVALID_IMAGE_URL"),
    ("image_url", {"image_url": [_URL]}, "INVALID_IMAGE_URL"),
]


def _told(answer: Answer, member: str, code: str) -> None:
    """Hold a refusal to the code of its cause, and to a sentence that names the member."""
    answer.must_be(400, evidence="documented", source="productai.md, Common Error Codes, 400")
    equal(f"the message when {answer.what} for the {member}", code, answer.get("/message"))
    equal(f"the name when {answer.what}", "ApiError", answer.get("/name"), evidence="inferred")
    promised(
        member in str(answer.get("/details")),
        f"{answer.what} for the {member}, with the details {answer.get('/details')!r}",
        evidence="inferred",
    )


def _all_told(api: Api, operation: str, cases: Iterable[Case]) -> None:
    for member, body, code in cases:
        _told(api.call(operation, body=body), member, code)


@check(_NOTES, evidence="observed", cost=8, shows=[("generate", 400)])
def a_refusal_names_its_cause(api: Api) -> None:
    """The message of a 400 is INVALID_IMAGE_URL for what is no URL of an image and INVALID_REQUEST for
    what is missing or empty; the details name the member.
    """
    _all_told(api, "generate", _CHEAP)


@check(_NOTES, evidence="observed", cost=33, lean=False)
def every_cause_has_its_code(api: Api) -> None:
    """A model that is not known is INVALID_MODEL, be it only in capitals; an array, a scheme or an
    item of an array that is no image is INVALID_IMAGE_URL.
    """
    _all_told(api, "generate", _DEAR)


@check(_NOTES, evidence="observed", cost=60, lean=False, shows=[("upscale", 400)])
def upscales_have_the_same_codes(api: Api) -> None:
    """Upscales are refused with the same codes as generations."""
    _all_told(api, "upscale", _UPSCALES)


@check(_NOTES, evidence="inferred", cost=16, lean=False)
def what_is_no_request_has_a_code(api: Api) -> None:
    """A body that is no JSON, one that is no object, and an id that is no number are INVALID_REQUEST."""
    broken = api.call("generate", data=b'{"model":', headers={"Content-Type": "application/json"})
    for answer in (
        broken,
        api.call("generate", body=["gpt-low"]),
        api.call("get_job", path={"job_id": "lipstick"}),
    ):
        answer.must_be(400)
        equal(f"the message when {answer.what}", "INVALID_REQUEST", answer.get("/message"))


@check("vendor-notes.md, productai, 401, 404, 429 bodies", evidence="inferred", cost=2, lean=False)
def refusals_have_one_envelope(open_account: Callable[..., Account]) -> None:
    """Every refusal has the three members of the printed one, name, message and details, and no other;
    the name is ApiError.
    """
    account, path = open_account(rate_limit=2), {"job_id": 2147483647}
    answers = [
        account.call("get_job", path=path, headers={"x-api-key": "no-such-key"}).must_be(401),
        account.call("generate", body=_SOUND | {"prompt": ""}).must_be(400),
        account.call("get_job", path=path).must_be(404),
        account.call("get_job", path=path).must_be(429),
    ]
    for answer in answers:
        members = sorted(answer.json) if isinstance(answer.json, dict) else answer.json
        equal(f"the members when {answer.what}", ["details", "message", "name"], members)
        equal(f"the name when {answer.what}", "ApiError", answer.at("/name"))


@check("vendor-notes.md, All five", evidence="inferred", cost=12, lean=False)
def refusals_come_in_their_order(open_account: Callable[..., Account]) -> None:
    """Of several reasons to refuse a request the key comes first, then the rate limit, then what is
    asked, then the tokens.
    """
    account = open_account(credits=0, rate_limit=3)
    bad = _SOUND | {"prompt": ""}
    wrong = {"x-api-key": "no-such-key"}
    found = [
        account.call("generate", body=bad, headers=wrong).status,
        account.call("generate", body=bad).status,
        account.call("generate", body=_SOUND).status,
        account.call("get_job", path={"job_id": 2147483647}).status,
        account.call("generate", body=bad).status,
        account.call("generate", body=_SOUND).status,
        account.call("generate", body=bad, headers=wrong).status,
    ]
    equal(
        "the statuses: wrong key and invalid, invalid and poor, poor, a job that is not there, then"
        " above the limit: invalid, poor, wrong key",
        [401, 400, 402, 404, 429, 429, 401],
        found,
    )


@check("vendor-notes.md, All five", evidence="inferred", cost=2, lean=False)
def a_wrong_key_uses_up_nothing(open_account: Callable[..., Account]) -> None:
    """Requests with a wrong key count towards nobody's rate limit."""
    account = open_account(rate_limit=1)
    for _ in range(3):
        account.call(
            "get_job", path={"job_id": 1}, headers={"x-api-key": f"{account.key}x"}
        ).must_be(401)
    account.call("generate", body=_SOUND).must_be(200)


@check("productai.md, Authentication", evidence="inferred")
def a_key_belongs_in_its_header(api: Api) -> None:
    """The key is taken in x-api-key, however that is spelled in capitals (RFC 9110), and not as a
    bearer token.
    """
    key, path = api.headers["x-api-key"], {"job_id": 2147483647}
    bearer = {"x-api-key": "", "Authorization": f"Bearer {key}"}
    api.call("get_job", path=path, headers=bearer).must_be(401)
    capitals = api.call("get_job", path=path, headers={"x-api-key": "", "X-API-KEY": key})
    promised(capitals.status != 401, f"{capitals.what}, the key being in X-API-KEY")
