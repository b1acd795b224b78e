"""Refusals have the shapes of FastAPI with pydantic 2, word for word.

The expected errors were printed by pydantic 2.14 itself for the same rule and the same value.
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
    RateLimited,
    Refused,
    RouteNotFound,
    Unauthenticated,
    Unreadable,
)
from dressform.frameworks import fastapi
from dressform.frameworks.bearer import bearer
from dressform.vendor import Answer

Json = dict[str, Any]

PARSED_INT = "Input should be a valid integer, unable to parse string as an integer"
PARSED_BOOL = "Input should be a valid boolean, unable to interpret input"
FRACTION = "Input should be a valid integer, got a number with a fractional part"


def answer(refused: Refused) -> Answer:
    return fastapi.REFUSALS[type(refused)](refused)


def errors(schema: Json, value: Any, *where: str | int) -> list[Json]:
    issues = Schema(schema, {}).issues(value, where or ("body", "member"))
    refusal = answer(Invalid(issues))
    assert refusal.status == 422
    detail: list[Json] = refusal.body["detail"]
    return detail


@pytest.mark.parametrize(
    ("schema", "value", "kind", "message", "context"),
    [
        ({"type": "integer"}, "abc", "int_parsing", PARSED_INT, None),
        ({"type": "integer"}, "", "int_parsing", PARSED_INT, None),
        ({"type": "integer"}, "1.5", "int_parsing", PARSED_INT, None),
        ({"type": "integer"}, 1.5, "int_from_float", FRACTION, None),
        ({"type": "integer"}, None, "int_type", "Input should be a valid integer", None),
        ({"type": "integer"}, [], "int_type", "Input should be a valid integer", None),
        ({"type": ["integer", "null"]}, {}, "int_type", "Input should be a valid integer", None),
        (
            {"type": "integer"},
            "9" * 4301,
            "int_parsing_size",
            "Unable to parse input string as an integer, exceeded maximum size",
            None,
        ),
        ({"type": "number"}, None, "float_type", "Input should be a valid number", None),
        (
            {"type": "number"},
            "abc",
            "float_parsing",
            "Input should be a valid number, unable to parse string as a number",
            None,
        ),
        ({"type": "boolean"}, "maybe", "bool_parsing", PARSED_BOOL, None),
        ({"type": "boolean"}, None, "bool_type", "Input should be a valid boolean", None),
        ({"type": "boolean"}, 1.5, "bool_type", "Input should be a valid boolean", None),
        ({"type": "string"}, 5, "string_type", "Input should be a valid string", None),
        ({"type": "string"}, True, "string_type", "Input should be a valid string", None),
        ({"type": "array"}, "x", "list_type", "Input should be a valid list", None),
        ({"type": "object"}, [], "dict_type", "Input should be a valid dictionary", None),
        ({"const": "a"}, "b", "literal_error", "Input should be 'a'", {"expected": "'a'"}),
        (
            {"enum": ["a", "b"]},
            "c",
            "literal_error",
            "Input should be 'a' or 'b'",
            {"expected": "'a' or 'b'"},
        ),
        (
            {"enum": ["a", "b", "c"]},
            None,
            "literal_error",
            "Input should be 'a', 'b' or 'c'",
            {"expected": "'a', 'b' or 'c'"},
        ),
        ({"enum": [2, 4]}, 3, "literal_error", "Input should be 2 or 4", {"expected": "2 or 4"}),
        ({"const": False}, True, "literal_error", "Input should be False", {"expected": "False"}),
        (
            {"maximum": 5},
            6,
            "less_than_equal",
            "Input should be less than or equal to 5",
            {"le": 5},
        ),
        (
            {"minimum": 1},
            0,
            "greater_than_equal",
            "Input should be greater than or equal to 1",
            {"ge": 1},
        ),
        (
            {"minLength": 1},
            "",
            "string_too_short",
            "String should have at least 1 character",
            {"min_length": 1},
        ),
        (
            {"minLength": 2},
            "a",
            "string_too_short",
            "String should have at least 2 characters",
            {"min_length": 2},
        ),
        (
            {"maxLength": 1},
            "ab",
            "string_too_long",
            "String should have at most 1 character",
            {"max_length": 1},
        ),
        (
            {"maxLength": 5},
            "abcdef",
            "string_too_long",
            "String should have at most 5 characters",
            {"max_length": 5},
        ),
        (
            {"pattern": "^a"},
            "b",
            "string_pattern_mismatch",
            "String should match pattern '^a'",
            {"pattern": "^a"},
        ),
        (
            {"maxItems": 0},
            [1],
            "too_long",
            "List should have at most 0 items after validation, not 1",
            {"field_type": "List", "max_length": 0, "actual_length": 1},
        ),
        (
            {"minItems": 1},
            [],
            "too_short",
            "List should have at least 1 item after validation, not 0",
            {"field_type": "List", "min_length": 1, "actual_length": 0},
        ),
        (
            {"format": "uri"},
            "x",
            "url_parsing",
            "Input should be a valid URL, relative URL without a base",
            {"error": "relative URL without a base"},
        ),
        (
            {"format": "uri"},
            "//a",
            "url_parsing",
            "Input should be a valid URL, relative URL without a base",
            {"error": "relative URL without a base"},
        ),
        (
            {"format": "uri"},
            "",
            "url_parsing",
            "Input should be a valid URL, input is empty",
            {"error": "input is empty"},
        ),
        (
            {"title": "Send a or b", "oneOf": [{"type": "null"}]},
            5,
            "value_error",
            "Value error, Send a or b",
            {"error": {}},
        ),
    ],
)
def test_a_broken_rule_is_told_as_pydantic_tells_it(
    schema: Json, value: Any, kind: str, message: str, context: Json | None
) -> None:
    expected = {"type": kind, "loc": ["body", "member"], "msg": message, "input": value}
    assert errors(schema, value) == [expected | ({"ctx": context} if context else {})]


def test_a_number_as_text_in_json_is_of_the_wrong_type_and_not_unreadable() -> None:
    assert errors({"type": "integer"}, "5")[0]["type"] == "int_type"
    assert errors({"type": "boolean"}, "true")[0]["type"] == "bool_type"


def test_a_url_that_is_broken_further_in_is_told_so() -> None:
    (error,) = errors({"format": "uri"}, "http://a b")
    assert error["type"] == "url_parsing"
    assert error["msg"] == f"Input should be a valid URL, {error['ctx']['error']}"


def test_a_missing_member_stands_at_its_own_place_with_the_object_it_is_missing_from() -> None:
    assert errors({"required": ["prompt"]}, {"a": 1}, "body") == [
        {"type": "missing", "loc": ["body", "prompt"], "msg": "Field required", "input": {"a": 1}}
    ]


def test_a_place_in_a_list_is_an_index() -> None:
    (error,) = errors({"items": {"type": "integer"}}, [1, "x"], "query", "generation_ids")
    assert error["loc"] == ["query", "generation_ids", 1]


def test_of_several_issues_at_one_place_the_first_is_told() -> None:
    schema = {"properties": {"n": {"type": "integer", "enum": [1]}, "m": {"type": "integer"}}}
    assert [(e["loc"], e["type"]) for e in errors(schema, {"n": "x", "m": "y"}, "body")] == [
        (["body", "n"], "int_parsing"),
        (["body", "m"], "int_parsing"),
    ]


@pytest.mark.parametrize("value", [[], "x", 5, True])
def test_a_body_that_is_no_object_cannot_be_taken_apart(value: Any) -> None:
    assert errors({"type": "object"}, value, "body") == [
        {
            "type": "model_attributes_type",
            "loc": ["body"],
            "msg": "Input should be a valid dictionary or object to extract fields from",
            "input": value,
        }
    ]


def test_what_is_no_json_is_told_with_its_position() -> None:
    refused = Invalid((Issue(("body", 3), "json", None, {}, "Expecting value"),))
    assert answer(refused).body["detail"] == [
        {
            "type": "json_invalid",
            "loc": ["body", 3],
            "msg": "JSON decode error",
            "input": {},
            "ctx": {"error": "Expecting value"},
        }
    ]


def test_text_that_is_no_unicode_is_told_so() -> None:
    refused = Invalid((Issue(("body", "prompt"), "unicode", None, "?", "lone surrogate"),))
    assert answer(refused).body["detail"] == [
        {
            "type": "string_unicode",
            "loc": ["body", "prompt"],
            "msg": "Input should be a valid string, unable to parse raw data as a unicode string",
            "input": "?",
        }
    ]


def test_text_where_a_file_belongs_is_told_as_fastapi_tells_it() -> None:
    refused = Invalid((Issue(("body", "photo_file"), "file", None, "x", "no file"),))
    assert answer(refused).body["detail"] == [
        {
            "type": "value_error",
            "loc": ["body", "photo_file"],
            "msg": "Value error, Expected UploadFile, received: <class 'str'>",
            "input": "x",
            "ctx": {"error": {}},
        }
    ]


@pytest.mark.parametrize(
    ("refused", "status", "detail", "headers"),
    [
        (RouteNotFound("/x"), 404, "Not Found", {}),
        (
            MethodNotAllowed("PUT", ("GET", "POST")),
            405,
            "Method Not Allowed",
            {"Allow": "GET, POST"},
        ),
        (Unauthenticated("missing"), 401, "Not authenticated", {"WWW-Authenticate": "Bearer"}),
        (Unauthenticated("scheme"), 401, "Not authenticated", {"WWW-Authenticate": "Bearer"}),
        (Unauthenticated("unknown"), 401, "Invalid API key", {"WWW-Authenticate": "Bearer"}),
        (Forbidden("Not in your plan"), 403, "Not in your plan", {}),
        (NotFound("Avatar", 5), 404, "Avatar not found", {}),
        (BodyTooLarge(100), 413, "Request body is larger than 100 bytes", {}),
        (Unreadable("not UTF-8"), 400, "There was an error parsing the body", {}),
        (OutOfCredits(5, 3), 402, "Insufficient credits: 5 required, 3 available", {}),
        (RateLimited(2, 59 * SECOND), 429, "Rate limit exceeded", {"Retry-After": "59"}),
        (RateLimited(2, 59 * SECOND + 1), 429, "Rate limit exceeded", {"Retry-After": "60"}),
        (RateLimited(2, 1), 429, "Rate limit exceeded", {"Retry-After": "1"}),
    ],
)
def test_every_other_refusal_is_a_status_a_sentence_and_its_headers(
    refused: Refused, status: int, detail: str, headers: Json
) -> None:
    assert answer(refused) == Answer(status, {"detail": detail}, headers)


def test_a_moved_path_is_a_redirect_that_keeps_the_method() -> None:
    assert answer(Moved("http://a/b")) == Answer(307, None, {"Location": "http://a/b"})


def test_every_refusal_there_is_has_its_answer() -> None:
    assert set(fastapi.REFUSALS) == set(Refused.__subclasses__())


@pytest.mark.parametrize("header", ["Bearer key", "bearer key", "BEARER key", "Bearer  key "])
def test_a_bearer_token_is_taken_in_any_spelling_of_its_scheme(header: str) -> None:
    assert bearer({"Authorization": header}) == "key"


@pytest.mark.parametrize("header", ["", "key", "Bearer", "Bearer ", "Basic a2V5", "Bearerkey"])
def test_what_is_no_bearer_token_is_of_the_wrong_scheme(header: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        bearer({"Authorization": header})
    assert refused.value.reason == "scheme"


def test_no_header_at_all_is_a_missing_credential() -> None:
    with pytest.raises(Unauthenticated) as refused:
        bearer({})
    assert refused.value.reason == "missing"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "invalid length: found 0"),
        ("x", "invalid character: found `x` at 0"),
        ("fashion_swap", "invalid character: found `s` at 2"),
        ("é", "invalid character: found `é` at 0"),
        ("0" * 33, "invalid length: found 33"),
        ("-", "invalid group count: expected 5, found 2"),
        ("a-b-c-d-e-f", "invalid group count: expected 5, found 6"),
        ("----", "invalid group length in group 0: expected 8, found 0"),
        (
            "00000000-00000-4000-8000-000000000000",
            "invalid group length in group 1: expected 4, found 5",
        ),
        (
            "00000000-0000-4000-8000-0000000000000",
            "invalid group length in group 4: expected 12, found 13",
        ),
    ],
)
def test_what_is_no_uuid_is_told_why(text: str, reason: str) -> None:
    assert [
        {
            "type": "uuid_parsing",
            "loc": ["body", "member"],
            "msg": f"Input should be a valid UUID, {reason}",
            "input": text,
            "ctx": {"error": reason},
        }
    ] == errors({"type": "string", "format": "uuid"}, text)
