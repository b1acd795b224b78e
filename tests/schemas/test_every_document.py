"""What every vendor's document promises: that it is sound, and says how sure it is of everything."""

import openapi_spec_validator
import pytest

from dressform.vendors import SLUGS
from tests.support.documents import GRADES, Document


@pytest.fixture(scope="module", params=SLUGS)
def document(request: pytest.FixtureRequest) -> Document:
    return Document(request.param)


def test_the_document_is_valid_openapi(document: Document) -> None:
    openapi_spec_validator.validate(document.whole)


def test_every_operation_and_webhook_says_how_sure_it_is_and_why(document: Document) -> None:
    webhooks = [item["post"] for item in document.whole.get("webhooks", {}).values()]
    unsure = [
        node["operationId"]
        for node in [*(node for *_, node in document.operations.values()), *webhooks]
        if node.get("x-evidence") not in GRADES or not node.get("x-source")
    ]
    assert unsure == []


def test_no_grade_stands_without_its_source(document: Document) -> None:
    assert [
        where
        for where, node in document.nodes()
        if ("x-evidence" in node or "x-source" in node)
        and (node.get("x-evidence") not in GRADES or not node.get("x-source"))
    ] == []


def test_values_are_graded_only_where_they_exist(document: Document) -> None:
    for where, node in document.nodes():
        if "x-enum-evidence" in node:
            assert set(node["x-enum-evidence"]) <= set(node["enum"]), where
            assert set(node["x-enum-evidence"].values()) <= GRADES, where


def test_every_example_is_of_an_operation_or_webhook_and_has_a_name_of_its_own(
    document: Document,
) -> None:
    known = {*document.operations, *document.whole.get("webhooks", {})}
    assert {case.get("operation", case.get("webhook")) for case in document.cases} <= known
    assert len(document.cases) == len({case["id"] for case in document.cases}) > 0


def test_every_documented_operation_is_described_in_words(document: Document) -> None:
    for name, (*_, node) in document.operations.items():
        assert node["summary"], name
        assert node["description"], name
