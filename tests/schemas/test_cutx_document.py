"""What `schemas/cutx` promises to those who read it: a sound document, and examples that keep to it."""

from typing import Any

import pytest

from tests.support.documents import Document

Json = dict[str, Any]

DOC = Document("cutx")
DOCUMENT = DOC.whole
CASES = DOC.cases
OPERATIONS = DOC.operations
errors, resolved = DOC.errors, DOC.resolved
COMPONENTS = DOCUMENT["components"]["schemas"]
UUID = "00000000-0000-4000-8000-000000000001"
PLACEHOLDERS = {"uuid", "<uuid>", "abc"}
VARIANTS = 5


def filled(value: Any) -> Any:
    """What was printed, with a UUID for each word that stands for one."""
    if isinstance(value, dict):
        return {name: filled(member) for name, member in value.items()}
    if isinstance(value, list):
        return [filled(item) for item in value]
    return UUID if isinstance(value, str) and value in PLACEHOLDERS else value


def response_of(case: Json) -> Json:
    """The printed response, with as many variants as the page says where it prints but one."""
    response: Json = filled(case["response"])
    if "variants" in response:
        response["variants"] *= VARIANTS
    return response


def success(operation: str) -> Json:
    responses = OPERATIONS[operation][3]["responses"]
    schema: Json = responses[min(responses)]["content"]["application/json"]["schema"]
    return schema


def request_schema(operation: str) -> Json:
    content = OPERATIONS[operation][3]["requestBody"]["content"]
    schema: Json = content["application/json"]["schema"]
    return schema


def test_every_operation_says_how_sure_it_is_and_why() -> None:
    graded = {name: node.get("x-evidence") for name, (*_, node) in OPERATIONS.items()}
    assert graded == {
        "generate_copy": "documented",
        "generate_static_ad": "documented",
        "generate_video": "documented",
        "get_generation_status": "documented",
        "list_products": "observed",
        "create_product": "observed",
        "get_credit_balance": "observed",
    }
    assert all(node["x-source"] for *_, node in OPERATIONS.values())


def test_the_statuses_of_the_pages_table_are_documented_and_the_others_are_not() -> None:
    statuses = {"400": "BadRequest", "401": "Unauthorized", "402": "PaymentRequired"}
    statuses |= {"404": "NotFound"}
    responses = DOCUMENT["components"]["responses"]
    for name, node in responses.items():
        assert (node["x-evidence"] == "documented") is (name in statuses.values()), name
    for operation in ("generate_copy", "generate_static_ad", "generate_video"):
        given = OPERATIONS[operation][3]["responses"]
        for code, name in statuses.items():
            assert given[code] == {"$ref": f"#/components/responses/{name}"}


def test_every_documented_operation_has_an_example() -> None:
    documented = {n for n, (*_, node) in OPERATIONS.items() if node["x-evidence"] == "documented"}
    assert {case["operation"] for case in CASES} == documented
    assert len(CASES) == len({case["id"] for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_split_without_loss(case: Json) -> None:
    parts = case["request"]
    whole = parts["path"] | parts["query"] | (parts["body"] or {})
    if case["source"].startswith("cutx.txt, idempotencyKey"):  # its other members are an ellipsis
        assert case["printed"].items() <= whole.items()
    else:
        assert case["printed"] == whole
    assert (case["path"], case["method"]) == OPERATIONS[case["operation"]][:2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_accepted(case: Json) -> None:
    node = OPERATIONS[case["operation"]][3]
    declared = {p["name"]: p["schema"] for p in node.get("parameters", [])}
    for name, printed in case["request"]["query"].items():
        assert errors(declared[name], filled(printed)) == []
    assert ("requestBody" in node) == (case["request"]["body"] is not None)
    if "requestBody" in node:
        body = filled(case["request"]["body"])
        assert errors(request_schema(case["operation"]), body) == []


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["id"] != "generate_static_ad-first"], ids=lambda case: case["id"]
)
def test_a_printed_response_keeps_to_its_schema(case: Json) -> None:
    assert errors(success(case["operation"]), response_of(case)) == []


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["id"] != "generate_static_ad-first"], ids=lambda case: case["id"]
)
def test_a_response_needs_every_member_that_is_printed(case: Json) -> None:
    response = response_of(case)
    for name in response:
        rest = {key: value for key, value in response.items() if key != name}
        assert errors(success(case["operation"]), rest), f"{name} may be missing"


def test_the_first_request_of_the_two_with_one_key_is_printed_in_brief() -> None:
    (case,) = (case for case in CASES if case["id"] == "generate_static_ad-first")
    rest = {"status": "queued", "creditsRemaining": 21}
    assert errors(success("generate_static_ad"), response_of(case)) != []
    assert errors(success("generate_static_ad"), response_of(case) | rest) == []


# cutx.txt, the three tables of members: which are required, and their bounds and options.
TABLES: dict[str, Json] = {
    "generate_copy": {
        "required": ["projectId", "productId", "platform", "format", "tone"],
        "members": {
            "platform": ["meta", "tiktok", "google", "linkedin", "pinterest", "universal"],
            "format": ["short", "long", "hook", "story"],
            "tone": ["professional", "casual", "urgent", "luxe", "playful", "bold"],
            "customInstructions": (0, 500),
            "idempotencyKey": (0, 128),
        },
    },
    "generate_static_ad": {
        "required": ["projectId", "productId"],
        "members": {
            "style": ["product_hero", "lifestyle", "minimal", "bold", "seasonal", "modern"],
            "aspectRatio": ["1:1", "9:16", "4:5", "16:9"],
            "prompt": (5, 1000),
            "idempotencyKey": (0, 128),
        },
    },
    "generate_video": {
        "required": ["projectId", "productId", "script"],
        "members": {
            "script": (10, 2000),
            "aspectRatio": ["9:16", "1:1", "16:9"],
            "idempotencyKey": (0, 128),
        },
    },
}
SOUND = {
    "projectId": UUID,
    "productId": UUID,
    "platform": "meta",
    "format": "hook",
    "tone": "bold",
    "script": "0123456789",
}


@pytest.mark.parametrize("operation", TABLES)
def test_a_request_has_the_bounds_and_options_of_its_table_and_no_others(operation: str) -> None:
    schema, table = request_schema(operation), TABLES[operation]
    body = {name: SOUND[name] for name in table["required"]}
    assert errors(schema, body) == []
    for name in table["required"]:
        assert errors(schema, {key: value for key, value in body.items() if key != name}), name
    for name, printed in table["members"].items():
        if isinstance(printed, list):
            assert [v for v in printed if errors(schema, body | {name: v})] == [], name
            assert errors(schema, body | {name: "other"}), name
        else:
            least, most = printed
            for length, sound in (
                (least - 1, False),
                (least, True),
                (most, True),
                (most + 1, False),
            ):
                if length >= 0:
                    problems = errors(schema, body | {name: "x" * length})
                    assert (not problems) is sound, (name, length)


@pytest.mark.parametrize(
    ("component", "member", "default"),
    [
        ("StaticAdRequest", "aspectRatio", "1:1"),
        ("VideoRequest", "aspectRatio", "9:16"),
        ("VideoRequest", "voiceId", "male-1"),
    ],
)
def test_the_printed_defaults_are_the_documents(component: str, member: str, default: str) -> None:
    assert COMPONENTS[component]["properties"][member]["default"] == default


def test_the_states_are_the_seven_of_the_pages_table() -> None:
    printed = ["pending", "queued", "processing", "completed", "failed", "canceled", "expired"]
    assert COMPONENTS["Job"]["properties"]["status"]["enum"] == printed


@pytest.mark.parametrize(
    ("component", "price"), [("Copy", 1), ("QueuedStaticAd", 3), ("QueuedVideo", 40)]
)
def test_the_prices_are_the_printed_ones(component: str, price: int) -> None:
    assert COMPONENTS[component]["properties"]["creditsUsed"]["const"] == price


def test_an_answer_is_either_a_new_job_or_one_that_was_reused() -> None:
    reused = {"jobId": UUID, "creditsUsed": 0, "status": "reused"}
    for operation in TABLES:
        assert errors(success(operation), reused) == []
        assert errors(success(operation), reused | {"creditsUsed": 1})
        assert errors(success(operation), reused | {"status": "queued"})


def test_every_example_of_a_request_in_the_document_is_accepted() -> None:
    for operation, (*_, node) in OPERATIONS.items():
        if "requestBody" in node:
            for example in node["requestBody"]["content"]["application/json"]["examples"].values():
                assert errors(request_schema(operation), example["value"]) == []
