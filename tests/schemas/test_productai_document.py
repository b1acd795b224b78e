"""What `schemas/productai` promises to those who read it: a sound document, and examples that keep to it."""

from typing import Any

import pytest

from dressform.vendors.productai.catalogue import MODELS, UPSCALE
from tests.support.documents import GRADES, Document, component
from tests.support.examples import cases
from tests.support.productai import CHEAP, TAKE_TWO, TOKENS, TWO, URL

Json = dict[str, Any]

DOC = Document("productai")
DOCUMENT = DOC.whole
CASES = [case for case in cases("productai") if "operation" in case]
WEBHOOKS = [case for case in cases("productai") if "webhook" in case]
OPERATIONS = DOC.operations
errors, resolved = DOC.errors, DOC.resolved


def body_of(node: Json) -> Json:
    """The schema of a JSON body, and its examples."""
    content: Json = resolved(node)["content"]["application/json"]
    return content


def test_every_operation_webhook_and_status_says_how_sure_it_is_and_why() -> None:
    webhooks = [item["post"] for item in DOCUMENT["webhooks"].values()]
    graded = [*(node for *_, node in OPERATIONS.values()), *webhooks]
    graded += [resolved(answer) for node in graded for answer in node["responses"].values()]
    assert [
        node for node in graded if node.get("x-evidence") not in GRADES or not node.get("x-source")
    ] == []


def test_every_documented_operation_and_webhook_has_an_example() -> None:
    assert set(OPERATIONS) == {case["operation"] for case in CASES}
    assert set(DOCUMENT["webhooks"]) == {case["webhook"] for case in WEBHOOKS}
    assert len(CASES) + len(WEBHOOKS) == len({case["id"] for case in [*CASES, *WEBHOOKS]})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_accepted(case: Json) -> None:
    parts = case["request"]
    assert case["printed"] == parts["path"] | parts["query"] | (parts["body"] or {})
    path, method, _, node = OPERATIONS[case["operation"]]
    assert (case["path"], case["method"]) == (path, method)
    for parameter in node.get("parameters", []):
        assert errors(parameter["schema"], int(parts["path"][parameter["name"]])) == []
    assert ("requestBody" in node) == (parts["body"] is not None)
    if parts["body"] is not None:
        assert errors(body_of(node["requestBody"])["schema"], parts["body"]) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_response_keeps_to_its_schema(case: Json) -> None:
    *_, node = OPERATIONS[case["operation"]]
    content = body_of(node["responses"][str(case["status"])])
    assert errors(content["schema"], case["response"]) == []


@pytest.mark.parametrize("case", WEBHOOKS, ids=lambda case: case["id"])
def test_a_printed_webhook_keeps_to_its_schema_and_needs_every_member(case: Json) -> None:
    schema = body_of(DOCUMENT["webhooks"][case["webhook"]]["post"]["requestBody"])["schema"]
    assert errors(schema, case["body"]) == []
    for name in case["body"]:
        rest = {key: value for key, value in case["body"].items() if key != name}
        assert errors(schema, rest), f"{name} may be missing"
    other = "error" if case["webhook"] == "success" else "success"
    schema = body_of(DOCUMENT["webhooks"][other]["post"]["requestBody"])["schema"]
    assert errors(schema, case["body"])


def test_every_example_in_the_document_keeps_to_its_schema() -> None:
    found = [(where, node) for where, node in DOC.nodes() if "examples" in node]
    assert len(found) == 8
    for where, node in found:
        for example in node["examples"].values():
            assert errors(node["schema"], example["value"]) == [], where


@pytest.mark.parametrize("status", ["RUNNING", "COMPLETED", "ERROR"])
def test_a_job_fits_one_state(status: str) -> None:
    data: Json = {"id": 1, "status": status, "image_url": URL}
    branches = DOCUMENT["components"]["schemas"]["Job"]
    fitting = [branch["$ref"] for branch in branches["oneOf"] if not errors(branch, data)]
    assert fitting == [branches["discriminator"]["mapping"][status]]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "QUEUED"},
        {"status": "completed"},
        {"id": "22292"},
        {"id": None},
        {"image_url": None},
        {"image_url": "/relative.jpg"},
    ],
)
def test_a_job_of_another_shape_is_found_out(change: Json) -> None:
    data: Json = {"id": 22292, "status": "COMPLETED", "prompt": "p", "image_url": URL}
    assert errors(component("JobAnswer"), {"status": "OK", "data": data}) == []
    assert errors(component("JobAnswer"), {"status": "OK", "data": data | change})


@pytest.mark.parametrize("model", TOKENS)
def test_a_request_fits_the_branch_of_its_model(model: str) -> None:
    request = component("GenerateRequest")
    branches = DOCUMENT["components"]["schemas"]["GenerateRequest"]
    for image_url, accepted in ((URL, True), ([URL], True), (TWO, model in TAKE_TWO)):
        body = CHEAP | {"model": model, "image_url": image_url}
        assert (errors(request, body) == []) is accepted
        fitting = [branch["$ref"] for branch in branches["oneOf"] if not errors(branch, body)]
        assert fitting == [branches["discriminator"]["mapping"][model]] * accepted


def test_the_prices_are_the_printed_ones() -> None:
    assert {slug: model.tokens for slug, model in MODELS.items()} == TOKENS
    assert UPSCALE.tokens == 20
    description = DOCUMENT["components"]["schemas"]["GenerateRequest"]["description"]
    told = ", ".join(f"{slug} {tokens}" for slug, tokens in TOKENS.items())
    assert told in " ".join(description.split())


def test_the_models_are_the_printed_ones() -> None:
    mapping = DOCUMENT["components"]["schemas"]["GenerateRequest"]["discriminator"]["mapping"]
    assert set(mapping) == set(TOKENS) == set(MODELS)
