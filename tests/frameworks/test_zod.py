"""Refusals have the shapes of Zod 4, word for word.

The expected messages were printed by zod 4.6.7 itself (`z.flattenError`) for the same rule and value.
"""

from typing import Any

import pytest

from dressform.contract import Schema
from dressform.engine.clock import SECOND
from dressform.engine.errors import (
    BodyTooLarge,
    Forbidden,
    Invalid,
    Issue,
    MethodNotAllowed,
    Moved,
    NotFound,
    OutOfCredits,
    ProviderFailed,
    RateLimited,
    Refused,
    RouteNotFound,
    Unauthenticated,
    Unreadable,
)
from dressform.frameworks import zod
from dressform.vendor import Answer

Json = dict[str, Any]

OPTION = 'Invalid option: expected one of "meta"|"tiktok"'
SCHEMA: Json = {
    "type": "object",
    "required": ["id", "platform", "script"],
    "properties": {
        "id": {"$ref": "#/components/schemas/Id"},
        "platform": {"type": "string", "enum": ["meta", "tiktok"]},
        "custom": {"type": "string", "maxLength": 500},
        "script": {"type": "string", "minLength": 10},
        "url": {"type": "string", "format": "uri"},
        "count": {"type": "number"},
    },
}
COMPONENTS = {"schemas": {"Id": {"type": "string", "format": "uuid"}}}
SOUND: Json = {
    "id": "00000000-0000-4000-8000-000000000001",
    "platform": "meta",
    "script": "0123456789",
}


def answer(refused: Refused) -> Answer:
    return zod.REFUSALS[type(refused)](refused)


def flattened(value: Any) -> Json:
    """`formErrors` and `fieldErrors` for a value of the schema above."""
    refusal = answer(Invalid(Schema(SCHEMA, COMPONENTS).issues(value, ("body",))))
    assert refusal.status == 400
    assert (list(refusal.body), refusal.body["error"]) == (
        ["error", "details"],
        "Validation failed",
    )
    details: Json = refusal.body["details"]
    return details


@pytest.mark.parametrize(
    ("value", "received"),
    [([], "array"), ("x", "string"), (5, "number"), (True, "boolean"), (None, "null")],
)
def test_a_whole_of_the_wrong_type_is_a_form_error(value: Any, received: str) -> None:
    message = f"Invalid input: expected object, received {received}"
    assert flattened(value) == {"formErrors": [message], "fieldErrors": {}}


def test_what_is_missing_is_undefined_and_to_an_enum_no_option() -> None:
    undefined = "Invalid input: expected string, received undefined"
    assert flattened({}) == {
        "formErrors": [],
        "fieldErrors": {"id": [undefined], "platform": [OPTION], "script": [undefined]},
    }


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        ("id", "uuid", "Invalid UUID"),
        ("id", 5, "Invalid input: expected string, received number"),
        ("platform", "x", OPTION),
        ("platform", 5, OPTION),
        ("platform", None, OPTION),
        ("custom", None, "Invalid input: expected string, received null"),
        ("custom", ["a"], "Invalid input: expected string, received array"),
        ("custom", "a" * 501, "Too big: expected string to have <=500 characters"),
        ("script", {}, "Invalid input: expected string, received object"),
        ("script", "short", "Too small: expected string to have >=10 characters"),
        ("url", "nope", "Invalid URL"),
        ("url", "", "Invalid URL"),
        ("url", True, "Invalid input: expected string, received boolean"),
        ("count", "5", "Invalid input: expected number, received string"),
    ],
)
def test_a_member_that_is_wrong_is_a_field_error(member: str, value: Any, message: str) -> None:
    expected = {"formErrors": [], "fieldErrors": {member: [message]}}
    assert flattened(SOUND | {member: value}) == expected


def test_a_member_of_a_member_counts_for_the_outer_one_and_each_message_once() -> None:
    words = "Invalid input: expected string, received number"
    issues = tuple(Issue(("body", "a", i), "type", "string", 5, "") for i in range(3))
    assert answer(Invalid(issues)).body["details"]["fieldErrors"] == {"a": [words]}


@pytest.mark.parametrize(
    ("refused", "status", "body", "headers"),
    [
        (RouteNotFound("/x"), 404, {"error": "Not found"}, {}),
        (Moved("http://h/x"), 308, None, {"Location": "http://h/x"}),
        (
            MethodNotAllowed("PUT", ("GET", "POST")),
            405,
            {"error": "Method not allowed"},
            {"Allow": "GET, POST"},
        ),
        (
            Unauthenticated("missing"),
            401,
            {"error": "Unauthorized"},
            {"WWW-Authenticate": "Bearer"},
        ),
        (Forbidden("Account suspended"), 403, {"error": "Account suspended"}, {}),
        (
            RateLimited(5, 2 * SECOND + 1),
            429,
            {"error": "Too many requests"},
            {"Retry-After": "3"},
        ),
        (BodyTooLarge(9), 413, {"error": "Request body too large"}, {}),
        (Unreadable("no"), 400, {"error": "Invalid request body"}, {}),
        (NotFound("Product", "p"), 404, {"error": "Product not found"}, {}),
        (
            OutOfCredits(40, 2),
            402,
            {"error": "Insufficient credits", "required": 40, "available": 2},
            {},
        ),
        (ProviderFailed("No faces"), 502, {"error": "No faces"}, {}),
        (
            Invalid((Issue(("body", 3), "json", None, {}, "Expecting value"),)),
            400,
            {"error": "Invalid JSON body"},
            {},
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Refused) else None,
)
def test_each_refusal_has_its_status_and_its_body(
    refused: Refused, status: int, body: Json | None, headers: dict[str, str]
) -> None:
    assert Answer(status, body, headers) == answer(refused)


def test_every_class_of_refusal_is_rendered() -> None:
    assert set(zod.REFUSALS) == set(Refused.__subclasses__())
