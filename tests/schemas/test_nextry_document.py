"""What `schemas/nextry` promises to those who read it: a sound document, and examples that keep to it."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.support.documents import Document

Json = dict[str, Any]

DOC = Document("nextry")
DOCUMENT = DOC.whole
CASES = DOC.cases
OPERATIONS = DOC.operations
errors, resolved = DOC.errors, DOC.resolved
FORM = {"$ref": "#/components/schemas/GenerationForm"}
REAL = {
    "<history_item_id>": "5f8d0d55b54764421b7156c5",
    "<generation_type_id>": "3fbc2c6e-45a1-47f9-bc22-cc3b93e5b243",
}


def parsed(command: list[str]) -> Json:
    """What a printed curl command sends: method, path, query, body and files."""
    words = iter(command)
    assert next(words) == "curl"
    found: Json = {"headers": [], "body": None, "files": {}}
    for word in words:
        match word:
            case "-X":
                found["method"] = next(words)
            case "-H":
                found["headers"].append(next(words))
            case "-d":
                found["body"] = json.loads(next(words))
            case "-F":
                name, _, value = next(words).partition("=")
                if value.startswith("@"):
                    found["files"][name] = value[1:]
                else:
                    found["body"] = (found["body"] or {}) | {name: value}
            case url:
                place = urlsplit(url.removeprefix("<base_url>"))
                found |= {"path": place.path, "query": dict(parse_qsl(place.query))}
    return found


def test_every_answer_says_how_sure_it_is() -> None:
    responses = [
        (name, status, resolved(response))
        for name, (*_, node) in OPERATIONS.items()
        for status, response in node["responses"].items()
    ]
    assert [(n, s) for n, s, response in responses if "x-evidence" not in response] == []


def test_what_the_page_prints_as_an_answer_is_documented_and_nothing_else_is() -> None:
    def body(name: str) -> str | None:
        *_, node = OPERATIONS[name]
        content = node["responses"][min(node["responses"])].get("content", {})
        return next((media["x-evidence"] for media in content.values()), None)

    graded = {case["id"]: case["answer"] and case["answer"]["evidence"] for case in CASES}
    assert [name for name, grade in graded.items() if grade == "documented"] == ["list_tools"]
    assert [name for name, grade in graded.items() if grade and grade != body(name)] == []
    assert [name for name in OPERATIONS if body(name) == "documented"] == ["list_tools"]


def test_every_operation_has_an_example() -> None:
    assert sorted(OPERATIONS) == sorted(case["operation"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_command_is_split_without_loss(case: Json) -> None:
    request, sent = case["request"], parsed(case["printed"])
    assert OPERATIONS[case["operation"]][:2] == (case["path"], case["method"])
    assert sent["method"] == case["method"]
    assert sent["path"] == case["path"].format(**request["path"])
    assert {name: sent[name] for name in ("query", "body", "files")} == {
        name: request[name] for name in ("query", "body", "files")
    }
    kinds = {"generate_image": "multipart/form-data", "send_feedback": "application/json"}
    kind = kinds.get(case["id"])
    expected = ["Authorization: Bearer <api_key>"] + ([f"Content-Type: {kind}"] if kind else [])
    assert sent["headers"] == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_accepted(case: Json) -> None:
    _, _, item, node = OPERATIONS[case["operation"]]
    declared = {
        (p["in"], p["name"]): resolved(p["schema"])
        for p in map(resolved, item.get("parameters", []) + node.get("parameters", []))
    }
    for location in ("path", "query"):
        for name, printed in case["request"][location].items():
            schema = declared[location, name]
            value = REAL.get(printed, printed)
            kinds: Json = {"integer": int, "array": lambda text: [text]}
            assert errors(schema, kinds.get(schema["type"], str)(value)) == []

    bodies = node.get("requestBody", {}).get("content", {})
    assert bool(bodies) == (case["request"]["body"] is not None)
    for content in bodies.values():
        assert errors(content["schema"], case["request"]["body"] | case["request"]["files"]) == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["answer"]], ids=lambda case: case["id"]
)
def test_a_known_answer_keeps_to_its_schema_and_needs_every_member(case: Json) -> None:
    *_, node = OPERATIONS[case["operation"]]
    schema = node["responses"]["200"]["content"]["application/json"]["schema"]
    answer = case["answer"]["body"]
    assert errors(schema, answer) == []
    row_schema = schema.get("items", schema)
    row = answer[0] if isinstance(answer, list) else answer
    for name in row:
        rest = {key: value for key, value in row.items() if key != name}
        assert errors(row_schema, rest), f"{name} may be missing"


@pytest.mark.parametrize(
    ("tool", "files", "fits"),
    [
        ("fashion_swap", {"clothes", "person"}, True),
        ("fashion_swap", {"clothes"}, False),
        ("fashion_swap_half", {"person"}, False),
        ("lego_clothes", {"clothes"}, True),
        ("lengerie", {"person", "image"}, False),
        ("furniture", {"image"}, True),
        ("fabric", {"clothes"}, True),
        ("default", set(), False),
        ("sewing", {"clothes", "person", "image"}, False),
        (None, {"clothes", "person", "image"}, False),
    ],
)
def test_a_tool_says_which_files_it_needs(tool: str | None, files: set[str], fits: bool) -> None:
    body = dict.fromkeys(files, "") | ({"tool": tool} if tool else {})
    assert fits is (errors(FORM, body) == [])


def test_every_tool_belongs_to_one_rule_about_files() -> None:
    names = [branch["$ref"].rpartition("/")[2] for branch in resolved(FORM)["allOf"]]
    schemas = DOCUMENT["components"]["schemas"]
    ruled = [tool for n in names for tool in schemas[n]["if"]["properties"]["tool"]["enum"]]
    assert sorted(schemas["Tool"]["enum"]) == sorted(ruled)
