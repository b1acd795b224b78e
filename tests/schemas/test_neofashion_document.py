"""What `schemas/neofashion` promises to those who read it: a sound document, and examples that keep to it."""

from typing import Any

import pytest

from tests.support.documents import GRADES, Document, component

Json = dict[str, Any]

DOC = Document("neofashion")
DOCUMENT = DOC.whole
CASES = DOC.cases
OPERATIONS = DOC.operations
errors, resolved = DOC.errors, DOC.resolved
PRINTED_ENDPOINTS = [  # neofashion.txt, "Core Endpoints"
    "POST /api/v1/generate/image",
    "POST /api/v1/generate/video",
    "POST /api/v1/generate/bulk",
    "POST /api/v1/sketch-to-photo",
    "GET /api/v1/generations",
    "GET /api/v1/generations/:id",
    "GET /api/v1/credits/balance",
    "GET /api/v1/personas",
    "GET /api/v1/models",
]
PRINTED_CODES = {  # neofashion.txt, "Error Codes"
    "INSUFFICIENT_CREDITS": 402,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "RATE_LIMITED": 429,
    "PROVIDER_ERROR": 502,
}
URL = "https://example.com/a.png"


def answer(operation: str, status: int) -> Json:
    """The schema of an answer."""
    response = resolved(OPERATIONS[operation][3]["responses"][str(status)])
    schema: Json = response["content"]["application/json"]["schema"]
    return schema


def test_the_operations_are_the_nine_that_the_page_lists() -> None:
    base = DOCUMENT["servers"][0]["url"].removeprefix("https://app.neofashion.ai")
    listed = [
        f"{method} {base}{path}".replace("{id}", ":id") for path, method, *_ in OPERATIONS.values()
    ]
    assert PRINTED_ENDPOINTS == listed


def test_every_printed_code_has_its_printed_status() -> None:
    codes = {
        name: resolved(response["content"]["application/json"]["schema"])
        for name, response in DOCUMENT["components"]["responses"].items()
    }
    constants = {name: s["properties"]["error"]["properties"]["code"] for name, s in codes.items()}
    found: dict[str, set[str]] = {}
    for *_, node in OPERATIONS.values():
        for status, response in node["responses"].items():
            if status != "200":
                code = constants[response["$ref"].rpartition("/")[2]]["const"]
                found.setdefault(code, set()).add(status)
    inferred = {"VALIDATION_ERROR": {"400"}, "PAYLOAD_TOO_LARGE": {"413"}}
    assert {code: {str(status)} for code, status in PRINTED_CODES.items()} | inferred == found


def test_whatever_a_known_workspace_is_answered_tells_its_limits() -> None:
    limits = {"X-RateLimit-Remaining", "X-RateLimit-Reset"}
    for operation, (*_, node) in OPERATIONS.items():
        for status, response in node["responses"].items():
            headers = set(resolved(response).get("headers", {}))
            assert (limits <= headers) is (status != "401"), f"{operation} {status}"


def test_every_status_and_every_body_is_graded() -> None:
    for operation, (*_, node) in OPERATIONS.items():
        for status, response in node["responses"].items():
            whole = resolved(response)
            for graded in (whole, whole["content"]["application/json"]):
                assert graded["x-evidence"] in GRADES, f"{operation} {status}"


def test_every_operation_has_an_example_of_its_own_method_and_path() -> None:
    assert set(OPERATIONS) == {case["operation"] for case in CASES}
    assert len(CASES) == len({case["id"] for case in CASES})
    for case in CASES:
        assert (case["path"], case["method"]) == OPERATIONS[case["operation"]][:2]
        assert set(case["request"]["path"]) == {"id"} & {case["path"].strip("}").rpartition("{")[2]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_example_request_is_accepted(case: Json) -> None:
    *_, node = OPERATIONS[case["operation"]]
    body = case["request"]["body"]
    assert ("requestBody" in node) == (body is not None)
    if body is not None:
        schema = node["requestBody"]["content"]["application/json"]["schema"]
        assert [] == errors(schema, body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_response_keeps_to_its_schema_but_for_members_that_are_not_printed(
    case: Json,
) -> None:
    found = errors(answer(case["operation"], case["status"]), case["response"])
    assert [] == [error for error in found if not error.endswith("is a required property")]
    whole = {"generate_image", "generate_image-insufficient_credits", "sketch_to_photo"}
    assert (case["id"] in whole) is (found == [])


@pytest.mark.parametrize("name", ["data", "meta", "error"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_answer_does_without_a_member_of_the_envelope(case: Json, name: str) -> None:
    rest = {key: value for key, value in case["response"].items() if key != name}
    found = errors(answer(case["operation"], case["status"]), rest)
    assert f"$: {name!r} is a required property" in found


@pytest.mark.parametrize(
    "place",
    [
        ("data", "id"),
        ("data", "status"),
        ("data", "output_url"),
        ("data", "credits_used"),
        ("meta", "credits_used"),
        ("meta", "credits_remaining"),
        ("meta", "request_id"),
    ],
)
def test_a_success_needs_every_member_that_is_printed(place: tuple[str, str]) -> None:
    (case,) = (case for case in CASES if case["id"] == "generate_image")
    member, name = place
    rest = {key: value for key, value in case["response"][member].items() if key != name}
    assert errors(answer("generate_image", 200), case["response"] | {member: rest})


@pytest.mark.parametrize("name", ["code", "message", "details"])
def test_a_want_of_credits_needs_every_member_that_is_printed(name: str) -> None:
    (case,) = (case for case in CASES if case["status"] == 402)
    error = {key: value for key, value in case["response"]["error"].items() if key != name}
    assert errors(answer("generate_image", 402), case["response"] | {"error": error})


@pytest.mark.parametrize("name", ["required", "available"])
def test_a_want_of_credits_needs_both_numbers(name: str) -> None:
    (case,) = (case for case in CASES if case["status"] == 402)
    error = case["response"]["error"]
    details = {key: value for key, value in error["details"].items() if key != name}
    changed = case["response"] | {"error": error | {"details": details}}
    assert errors(answer("generate_image", 402), changed)


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("ImageRequest", {"prompt": ""}),
        ("ImageRequest", {"prompt": "x" * 2001}),
        ("ImageRequest", {"prompt": "p", "aspect_ratio": "7:1"}),
        ("ImageRequest", {"prompt": "p", "source": "cli"}),
        ("SketchRequest", {"prompt": "p"}),
        ("SketchRequest", {"prompt": "p", "sketch_url": "file:///etc/passwd"}),
        ("VideoRequest", {"prompt": "p", "duration": 11}),
        ("BulkRequest", {"prompt": "p"}),
        ("BulkRequest", {"items": 101 * [{"prompt": "p"}]}),
        ("BulkRequest", {"items": [{"product_image_url": URL}]}),
    ],
)
def test_a_request_beyond_the_limits_is_refused(name: str, request_: Json) -> None:
    assert errors(component(name), request_)


def test_an_item_of_a_bulk_may_ask_for_all_that_a_photo_may() -> None:
    photo, item = (
        DOCUMENT["components"]["schemas"][name]["properties"]
        for name in ("ImageRequest", "BulkImageRequest")
    )
    assert photo == item | {name: photo[name] for name in ("source", "api_key_id")}
