"""An answer is held to its document: status, headers, media type and body, each as sure as it is."""

import json
from typing import Any

import pytest

from dressform.checks.errors import Mismatch, NotTried
from dressform.checks.exchange import Exchange
from dressform.checks.judging import Finding, Judge
from dressform.checks.shapes import Shape, shapes
from dressform.contract import Contract, load
from dressform.contract.document import parse
from dressform.http.server import Server
from tests.checks.suites import reached, suite_of

DOCUMENT = """
openapi: 3.1.0
info: { title: Toy, version: '1' }
paths:
  /toys:
    get:
      operationId: get_toy
      x-evidence: documented
      x-source: toys.md, Toys
      responses:
        '200':
          description: A toy.
          headers:
            X-Left:
              required: true
              x-evidence: observed
              x-source: the client
              schema: { type: integer, minimum: 0 }
            X-Maybe: { schema: { type: string, maxLength: 3 } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } }
        '204': { description: Nothing. }
        '404':
          description: No toy.
          x-evidence: inferred
          x-source: a guess
          content: { application/json: { schema: { type: object, required: [detail] } } }
components:
  schemas:
    Toy:
      type: object
      required: [id]
      properties:
        id: { type: integer }
        at: { type: string, format: date-time, x-evidence: observed, x-source: the client }
        maker:
          x-evidence: inferred
          x-source: a guess
          type: object
          properties:
            name: { type: string }
            home: { type: string, x-evidence: documented, x-source: 'toys.md, Home' }
        parts: { type: array, items: { $ref: '#/components/schemas/Toy' } }
"""

CONTRACT = Contract(parse(DOCUMENT))
HEADERS = {"Content-Type": "application/json", "X-Left": "3"}


def found(
    status: int = 200, body: Any = None, raw: bytes | None = None, **headers: str | None
) -> list[Finding]:
    """What the toy's document does not allow about it."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {n: v for n, v in (HEADERS | changed).items() if v is not None}
    text = json.dumps({"id": 1} if body is None else body).encode() if raw is None else raw
    operation = CONTRACT.operations["get_toy"]
    return list(Judge(CONTRACT).findings(operation, status, sent, text))


def test_an_answer_as_documented_is_fine() -> None:
    assert [] == found()
    assert [] == found(body={"id": 1, "at": "2026-01-31T10:00:00Z", "more": None}, X_Maybe="abc")
    assert [] == found(404, {"detail": "no"})
    assert [] == found(204, raw=b"")
    assert [] == found(Content_Type="application/json; charset=utf-8")
    assert [] == found(Content_Type="application/problem+json")


@pytest.mark.parametrize(
    ("body", "message", "evidence", "source"),
    [
        ({"id": "1"}, "id: '1' is not of type 'integer'", "documented", "toys.md, Toys"),
        ({}, "the body: 'id' is a required property", "documented", "toys.md, Toys"),
        ([], "the body: [] is not of type 'object'", "documented", "toys.md, Toys"),
        ({"id": 1, "at": 5}, "at: 5 is not of type 'string'", "observed", "the client"),
        ({"id": 1, "at": "today"}, "at: 'today' is not a 'date-time'", "observed", "the client"),
        (
            {"id": 1, "maker": {"name": 1}},
            "maker/name: 1 is not of type 'string'",
            "inferred",
            "a guess",
        ),
        (
            {"id": 1, "maker": {"home": 1}},
            "maker/home: 1 is not of type 'string'",
            "documented",
            "toys.md, Home",
        ),
        (
            {"id": 1, "parts": [{"id": 1}, {"id": 1, "at": ""}]},
            "parts/1/at: '' is not a 'date-time'",
            "observed",
            "the client",
        ),
    ],
)
def test_a_wrong_body_is_graded_by_the_deepest_graded_place(
    body: Any, message: str, evidence: Any, source: str
) -> None:
    assert [Finding(message, evidence, source)] == found(body=body)


def test_a_status_may_be_less_sure_than_its_operation() -> None:
    assert [Finding("the body: 'detail' is a required property", "inferred", "a guess")] == found(
        404, {}
    )


@pytest.mark.parametrize(
    ("headers", "message", "evidence"),
    [
        ({"X_Left": None}, "the header X-Left is missing", "observed"),
        ({"X_Left": "few"}, "the header X-Left: 'few' is not of type 'integer'", "observed"),
        ({"X_Left": "-1"}, "the header X-Left: -1 is less than the minimum of 0", "observed"),
        ({"X_Maybe": "abcd"}, "the header X-Maybe: 'abcd' is too long", "documented"),
        ({"Content_Type": "text/html"}, "its media type is text/html", "documented"),
        ({"Content_Type": None}, "its media type is not named", "documented"),
        (
            {"Content_Type": "application/jsonp"},
            "its media type is application/jsonp",
            "documented",
        ),
    ],
)
def test_wrong_and_missing_headers_are_found(headers: Any, message: str, evidence: str) -> None:
    (only,) = found(**headers)
    assert (message, evidence) == (only.message, only.evidence)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b'{"id": NaN}',
        b'{"id": 1, "x": -Infinity}',
        b'{"id": 1}}',
        b"\xff",
        b"[" * 99999,
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_a_body_that_is_no_json_is_found(raw: bytes) -> None:
    (only,) = found(raw=raw)
    assert only.message.startswith("its body is no JSON: ")


def test_a_body_where_none_belongs_is_found() -> None:
    assert [Finding("2 bytes where no body belongs", "documented", "toys.md, Toys")] == found(
        204, {}, raw=b"{}"
    )


def test_a_status_that_is_not_documented_is_none_of_its_business() -> None:
    assert [] == found(500, raw=b"oh")


def test_of_many_findings_about_one_answer_twenty_are_enough() -> None:
    assert 20 == len(found(body={"id": 1, "parts": [{}] * 99}))


def exchange(status: int, *findings: Finding, operation: str = "list_cameras") -> Exchange:
    return Exchange("GET", "http://x/c", operation, {}, status=status, findings=findings)


def test_the_worst_finding_of_the_run_is_told_with_its_request() -> None:
    grades: Any = ("inferred", "documented", "observed")
    all_of_them = [exchange(200, Finding(f"is {grade}", grade, grade)) for grade in grades]
    with pytest.raises(Mismatch, match="GET /c answered 200, but is documented") as error:
        Shape("list_cameras", 200).judge([exchange(200), *all_of_them])
    assert ("documented", "documented") == (error.value.evidence, error.value.source)
    assert error.value.exchange is all_of_them[1]


def test_a_shape_that_nobody_has_seen_is_not_tried() -> None:
    wrong = Finding("is wrong", "documented", "s")
    other = [exchange(401, wrong), exchange(200, wrong, operation="get_avatar")]
    with pytest.raises(NotTried):
        Shape("list_cameras", 200).judge(other)


def test_there_is_a_shape_of_each_status_of_each_operation() -> None:
    contract = load("uwear")
    documented = {(o.id, status) for o in contract.operations.values() for status in o.responses}
    made = {check.id for check in shapes(suite_of())}
    assert {f"uwear.shapes.{operation}_{status}" for operation, status in documented} == {
        each for each in made if not each.endswith("every_status_is_documented")
    }


def test_a_status_that_no_document_has_is_told(server: Server) -> None:
    run = reached(server)
    (check,) = [c for c in shapes(run.suite) if c.id.endswith("every_status_is_documented")]
    run.target.api.call("list_cameras")
    check.function(list(run.target.place.transport.exchanges))
    fault = {"status": 418, "operation": "list_cameras"}
    run.target.opened[0].fault("status", **fault)
    run.target.api.call("list_cameras")
    with pytest.raises(Mismatch, match="/uwear/cameras -> 418: not a documented status"):
        check.function(list(run.target.place.transport.exchanges))
    run.finish()


def test_every_answer_of_a_run_is_judged_and_its_findings_have_no_secrets(server: Server) -> None:
    run = reached(server)
    run.target.secrets.add("s3cret")
    fault = {"operation": "get_clothing_item", "status": 404, "body": {"detail": ["s3cret"]}}
    run.target.opened[0].fault("status", **fault)
    answer = run.target.api.call("get_clothing_item", path={"clothing_item_id": 1})
    (found,) = answer.exchange.findings
    assert "[redacted]" in found.message
    assert "s3cret" not in found.message
    run.finish()
