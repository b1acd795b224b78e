"""An OpenAPI document made ready: its operations with their parameters, schemas and evidence."""

import pytest

from dressform.contract import Contract, load
from dressform.contract.document import parse

DOCUMENT = """
paths:
  /coat/{coat_id}:
    parameters:
      - $ref: '#/components/parameters/CoatId'
    get:
      operationId: get_coat
      x-evidence: documented
      x-source: coats.md, Get
      parameters:
        - { name: side, in: query, schema: { $ref: '#/components/schemas/Side' } }
        - { name: X-Trace, in: header, schema: { type: string } }
      responses:
        '404': { $ref: '#/components/responses/Missing' }
        '200':
          content:
            application/json: { schema: { type: object, required: [id] } }
    delete:
      operationId: delete_coat
      x-evidence: inferred
      x-source: nobody said
      responses:
        '204': { description: Gone. }
  /coat:
    post:
      operationId: create_coat
      x-evidence: observed
      x-source: a client
      requestBody: { $ref: '#/components/requestBodies/Coat' }
      responses:
        '201': { description: Made. }
webhooks:
  coat.sewn:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object, required: [type] } }
components:
  parameters:
    CoatId: { name: coat_id, in: path, required: true, schema: { type: integer } }
  requestBodies:
    Coat:
      required: true
      content:
        application/json: { schema: { type: object } }
        multipart/form-data: { schema: { type: object, required: [photo] } }
  responses:
    Missing:
      content:
        application/json: { schema: { type: object, required: [detail] } }
  schemas:
    Side: { type: string, enum: [front, back], default: front }
"""


@pytest.fixture
def coats() -> Contract:
    return Contract(parse(DOCUMENT))


def test_every_operation_is_found_by_its_id_with_its_method_and_path(coats: Contract) -> None:
    assert {o.id: (o.method, o.path) for o in coats.operations.values()} == {
        "get_coat": ("GET", "/coat/{coat_id}"),
        "delete_coat": ("DELETE", "/coat/{coat_id}"),
        "create_coat": ("POST", "/coat"),
    }


def test_an_operation_says_how_sure_it_is_and_why(coats: Contract) -> None:
    assert [(o.evidence, o.source) for o in coats.operations.values()] == [
        ("documented", "coats.md, Get"),
        ("inferred", "nobody said"),
        ("observed", "a client"),
    ]


def test_the_parameters_of_the_path_hold_for_each_of_its_operations(coats: Contract) -> None:
    for name in ("get_coat", "delete_coat"):
        parameter = coats.operations[name].path_parameters["coat_id"]
        assert (parameter.location, parameter.required) == ("path", True)
        assert parameter.schema == {"type": "integer"}


def test_a_query_parameter_is_not_one_of_the_path_nor_of_the_headers(coats: Contract) -> None:
    operation = coats.operations["get_coat"]
    assert list(operation.query) == ["side"]
    assert list(operation.path_parameters) == ["coat_id"]
    assert operation.query["side"].schema["enum"] == ["front", "back"]


def test_parameters_are_judged_and_defaulted_together(coats: Contract) -> None:
    operation = coats.operations["get_coat"]
    assert operation.query_schema.with_defaults({}) == {"side": "front"}
    assert not operation.query_schema.accepts({"side": "inside"})
    assert not operation.path_schema.accepts({})
    assert operation.path_schema.accepts({"coat_id": 1})


def test_the_success_is_the_lowest_status_in_whatever_order_they_stand(coats: Contract) -> None:
    assert {o.id: o.success for o in coats.operations.values()} == {
        "get_coat": 200,
        "delete_coat": 204,
        "create_coat": 201,
    }


def test_responses_are_by_status_and_one_without_a_body_has_no_schema(coats: Contract) -> None:
    responses = coats.operations["get_coat"].responses
    assert responses.keys() == {200, 404}
    missing = responses[404]
    assert missing is not None
    assert missing.accepts({"detail": "Not Found"})
    assert not missing.accepts({})
    assert coats.operations["delete_coat"].responses == {204: None}


def test_bodies_are_by_media_type(coats: Contract) -> None:
    operation = coats.operations["create_coat"]
    assert operation.body_required
    assert operation.bodies["application/json"].accepts({})
    assert not operation.bodies["multipart/form-data"].accepts({})
    assert not coats.operations["get_coat"].body_required
    assert coats.operations["get_coat"].bodies == {}


def test_a_webhook_is_known_by_the_name_of_its_event(coats: Contract) -> None:
    assert coats.webhooks["coat.sewn"].accepts({"type": "coat.sewn"})
    assert not coats.webhooks["coat.sewn"].accepts({})


def test_a_document_without_webhooks_or_components_is_one_too() -> None:
    contract = Contract({"paths": {}})
    assert (contract.operations, contract.webhooks, contract.components) == ({}, {}, {})


def test_a_reference_may_name_a_path_with_its_slashes_escaped(coats: Contract) -> None:
    node = coats.resolve({"$ref": "#/paths/~1coat~1{coat_id}/delete"})
    assert node["operationId"] == "delete_coat"


def test_a_time_in_the_document_stays_the_text_it_is() -> None:
    assert parse("at: 2024-01-15T10:30:00Z") == {"at": "2024-01-15T10:30:00Z"}


def test_uwear_has_the_fifteen_documented_operations_and_the_cameras() -> None:
    contract = load("uwear")
    assert len(contract.operations) == 16
    assert contract.webhooks.keys() == {"generation.completed", "generation.failed"}
    assert {o.success for o in contract.operations.values()} == {200}
