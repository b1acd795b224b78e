"""The control API's own document is sound, complete, and read without a token."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import requests
from openapi_spec_validator import validate

from dressform.engine.faults import KINDS
from dressform.http.control_examples import EXAMPLES
from dressform.http.control_http import ControlDoor
from dressform.http.gate import Gate
from dressform.http.server import Server
from tests.support.control_contract import documented
from tests.support.serving import serving
from tests.support.wire import problem_of

Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(server: Server) -> Json:
    answer = requests.get(f"{server.origin}/_mock/openapi.json", timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    found: Json = answer.json()
    return found


@pytest.fixture(scope="module")
def open_server() -> Iterator[Server]:
    """A server bound to every address of the machine, which therefore asks for its token."""
    with serving(host="0.0.0.0") as server:
        yield server


def operations(document: Json) -> dict[str, tuple[str, str, Json]]:
    return {
        node["operationId"]: (method.upper(), path, node)
        for path, item in document["paths"].items()
        for method, node in item.items()
    }


def test_it_is_an_openapi_document(document: Json) -> None:
    validate(document)


def test_it_has_every_route_there_is_and_no_other(server: Server, document: Json) -> None:
    there_are = {route.id: (route.method, route.path) for route in server.control.routes.values()}
    assert {name: (m, path) for name, (m, path, _) in operations(document).items()} == there_are
    door = ControlDoor(server.control, Gate("127.0.0.1", None), ["uwear"])
    served = {(m, path) for path, methods in door.methods.items() for m in methods if m != "HEAD"}
    pages = {"/_mock/openapi.json", "/_mock/docs", "/_mock/docs/assets/{name}"}
    assert {(m, p) for m, p in served if p not in pages} == set(there_are.values())


def test_it_names_this_server_and_its_vendors(server: Server, document: Json) -> None:
    assert document["servers"][0]["url"] == server.origin
    named = {
        tuple(parameter["schema"]["enum"])
        for _, _, node in operations(document).values()
        for parameter in node["parameters"]
        if parameter["name"] == "vendor"
    }
    assert named == {tuple(server.fronts)}


def test_every_operation_says_what_it_does_what_it_takes_and_how_it_refuses(
    document: Json,
) -> None:
    for name, (_, _, node) in operations(document).items():
        assert node["summary"], name
        assert node["description"].endswith("."), name
        assert all(parameter["description"] for parameter in node["parameters"]), name
        assert node["responses"]["4XX"] == {"$ref": "#/components/responses/Problem"}


def test_every_example_of_a_body_is_one(document: Json) -> None:
    found = operations(document)
    bodies = {name for name, (_, _, node) in found.items() if "requestBody" in node}
    assert set(EXAMPLES) == bodies
    for name in bodies:
        content = found[name][2]["requestBody"]["content"]["application/json"]
        assert content["examples"], name
        schema = content["schema"] | {"components": document["components"]}
        for example in content["examples"].values():
            jsonschema.Draft202012Validator(schema).validate(example["value"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_is_documented_with_each_of_its_arguments(kind: str) -> None:
    document = documented()
    body = operations(document)["plan_fault"][2]["requestBody"]["content"]["application/json"]
    name = body["schema"]["discriminator"]["mapping"][kind].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    parameters = KINDS[kind].parameters
    common = {"kind", "operation", "times", "probability", "skip", "after"}
    assert set(schema["properties"]) == common | set(parameters)
    assert schema["description"] == KINDS[kind].summary
    assert all(schema["properties"][name]["description"] for name in parameters)


def test_off_loopback_the_document_and_its_page_are_read_without_a_token(
    open_server: Server,
) -> None:
    for path in ("openapi.json", "docs", "docs/assets/docs.js"):
        answer = requests.get(f"{open_server.origin}/_mock/{path}", timeout=10)
        assert answer.status_code == 200, path
        foreign = {"Origin": "https://example.com"}
        answer = requests.get(f"{open_server.origin}/_mock/{path}", headers=foreign, timeout=10)
        assert problem_of(answer)[0] == 403, path
    assert open_server.token is not None
    assert open_server.token not in requests.get(f"{open_server.origin}/_mock/docs", timeout=9).text


def test_off_loopback_everything_else_asks_for_the_token(open_server: Server) -> None:
    places = {"vendor": "uwear", "id": "default", "job": "1", "delivery": "1"}
    places |= {"fault": "1", "snapshot": "1"}
    for method, path, _ in operations(documented()).values():
        url = open_server.origin + path.format(**places)
        assert problem_of(requests.request(method, url, timeout=10))[0] == 401, path
    for path in ("/_mock", "/_mock/", "/_mock/nope", "/_mock/docs/nope", "/_mock/docs/assets/a/b"):
        assert requests.get(open_server.origin + path, timeout=10).status_code == 401, path
    assert requests.post(f"{open_server.origin}/_mock/docs", timeout=10).status_code == 401


def test_an_asset_that_is_none_is_a_problem(server: Server) -> None:
    answer = requests.get(f"{server.origin}/_mock/docs/assets/nope.js", timeout=10)
    assert problem_of(answer) == (404, "the page has no asset 'nope.js'")
