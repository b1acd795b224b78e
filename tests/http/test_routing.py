"""One vendor, three ways to it: by its path, by its real host name, and at the root."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.contract.document import parse
from dressform.http.docs_page import CONTENT_SECURITY_POLICY
from dressform.http.server import Server
from dressform.resources import SCHEMAS
from tests.support.serving import serving
from tests.support.wire import problem_of, send_raw

Json = dict[str, Any]

KEY = {"Authorization": "Bearer uwear-dressform"}
HOSTS = ("api.uwear.ai", "api.uwear.ai:1234", "API.UWEAR.AI")


@pytest.fixture(scope="module")
def rooted() -> Iterator[Server]:
    """A server with Uwear at its root as well."""
    with serving(root="uwear") as server:
        yield server


def _ways(server: Server) -> dict[str, tuple[str, Json]]:
    """Base URL and headers of every way in, by what answers should call it."""
    port = server.origin.rpartition(":")[2]
    return {
        f"{server.origin}/uwear": (f"{server.origin}/uwear", {}),
        f"http://localhost:{port}/uwear": (f"{server.origin}/uwear", {"Host": f"localhost:{port}"}),
        "http://api.uwear.ai": (server.origin, {"Host": "api.uwear.ai"}),
        "http://api.uwear.ai:1234": (server.origin, {"Host": "api.uwear.ai:1234"}),
        server.origin: (server.origin, {}),
    }


def test_every_way_leads_to_the_same_account_and_its_urls_lead_back_that_way(
    rooted: Server,
) -> None:
    for number, (name, (base, headers)) in enumerate(_ways(rooted).items(), start=1):
        body = {"clothing_item_name": "Shirt", "clothing_item_url": "https://example.com/a.png"}
        made = requests.post(
            f"{base}/clothing-item", json=body, headers=KEY | headers, timeout=10
        ).json()
        assert made["clothing_item_id"] == number
        url = made["clothing_item_url"]
        assert url.startswith(f"{name}/clothing-items/")
        picture = requests.get(url.replace(name, base), headers=headers, timeout=10)
        assert picture.headers["Content-Type"] == "image/png"


def test_a_webhooks_urls_lead_the_way_that_its_client_came(rooted: Server) -> None:
    headers = KEY | {"Host": "api.uwear.ai"}
    body = {
        "model_slug": "gemini-flash",
        "prompt": "p",
        "num_images": 1,
        "webhook_url": "http://127.0.0.1:9/hook",
    }
    job = requests.post(f"{rooted.origin}/generation", json=body, headers=headers, timeout=10)
    control = f"{rooted.origin}/_mock/uwear/workspaces/default"
    number = job.json()["generation_id"]
    requests.post(f"{control}/jobs/{number}/finish", timeout=10)
    (delivery,) = requests.get(f"{control}/deliveries", timeout=10).json()["items"]
    assert delivery["body"]["data"]["results"][0]["url"].startswith("http://api.uwear.ai/")


@pytest.mark.parametrize("host", HOSTS)
def test_the_real_host_name_leads_to_the_vendor_without_a_root(server: Server, host: str) -> None:
    headers = KEY | {"Host": host}
    assert requests.get(f"{server.origin}/cameras", headers=headers, timeout=10).ok
    assert requests.get(f"{server.origin}/openapi.json", headers=headers, timeout=10).ok
    missed = requests.get(f"{server.origin}/nowhere", headers=headers, timeout=10)
    assert (missed.status_code, missed.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize("host", ["uwear.ai", "api.uwear.ai.example.com", "xapi.uwear.ai"])
def test_another_host_name_leads_nowhere(server: Server, host: str) -> None:
    response = requests.get(f"{server.origin}/cameras", headers=KEY | {"Host": host}, timeout=10)
    assert problem_of(response)[0] == 404


@pytest.mark.parametrize(
    "path", ["/", "/cameras", "/uwear", "/Uwear/cameras", "/docs", "//uwear/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_place_where_nothing_is_says_where_something_is(
    server: Server, path: str, method: str
) -> None:
    status, headers, body = send_raw(
        server.origin, f"{method} {path} HTTP/1.1\nHost: {server.origin[7:]}\nContent-Length: 0"
    )
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    places = ", ".join(front.base_url(server.origin) for front in server.fronts.values())
    assert json.loads(body)["detail"] == f"nothing is served at {path}; base URLs are {places}"


def test_at_the_root_an_unknown_place_is_the_vendors_own_404(rooted: Server) -> None:
    response = requests.get(f"{rooted.origin}/nowhere", headers=KEY, timeout=10)
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize("path", ["/_mock", "/_mock/nowhere", "/_mock/health"])
def test_the_control_api_is_never_taken_for_the_vendors(rooted: Server, path: str) -> None:
    """Not at the root, and not under the vendor's host name."""
    direct = requests.get(rooted.origin + path, timeout=10)
    assert direct.ok if path.endswith("health") else problem_of(direct)[0] == 404
    headers = KEY | {"Host": "api.uwear.ai"}
    assert problem_of(requests.get(rooted.origin + path, headers=headers, timeout=10))[0] == 403


def test_a_percent_encoded_path_is_the_path_that_it_means(server: Server) -> None:
    host = server.origin[7:]
    for path in ("/%75wear/cameras", "/uwear/%63ameras", "/%75%77ear/cameras"):
        head = f"GET {path} HTTP/1.1\nHost: {host}\nAuthorization: Bearer uwear-dressform"
        assert send_raw(server.origin, head)[0] == 200, path


def test_a_request_in_absolute_form_is_answered_as_any_other(server: Server) -> None:
    """As clients send it that take us for a proxy (RFC 9112, 3.2.2)."""
    head = f"GET {server.origin}/uwear/cameras HTTP/1.1\nHost: {server.origin[7:]}"
    assert send_raw(server.origin, f"{head}\nAuthorization: Bearer uwear-dressform")[0] == 200


def test_the_openapi_document_is_the_vendors_with_this_server_in_it(rooted: Server) -> None:
    ours = parse((SCHEMAS / "uwear/openapi.yaml").read_bytes())
    for name, (base, headers) in _ways(rooted).items():
        response = requests.get(f"{base}/openapi.json", headers=headers, timeout=10)
        assert response.headers["Content-Type"] == "application/json"
        document = json.loads(response.content)
        assert document["servers"] == [{"url": name, "description": "The Dressform simulator."}]
        assert document | {"servers": ours["servers"]} == ours
        assert list(document["paths"]) == list(ours["paths"])


def test_the_docs_page_is_served_on_every_way_with_its_policy(rooted: Server) -> None:
    for name, (base, headers) in _ways(rooted).items():
        mount = "/uwear" if name.endswith("/uwear") else ""
        response = requests.get(f"{base}/docs", headers=headers, timeout=10)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert f'data-openapi-url="{mount}/openapi.json"' in response.text
        for asset in ("swagger-ui-bundle.js", "docs.css"):
            assert f"{mount}/docs/assets/{asset}" in response.text
            found = requests.get(f"{base}/docs/assets/{asset}", headers=headers, timeout=10)
            assert (found.status_code, len(found.content) > 500) == (200, True)


def test_documents_answer_head_too(server: Server) -> None:
    for path in ("docs", "openapi.json", "docs/assets/docs.js"):
        response = requests.head(f"{server.origin}/uwear/{path}", timeout=10)
        assert (response.status_code, response.content) == (200, b"")
        assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path", ["docs/assets/nope.js", "docs/assets/../docs_page.py", "docs/assets/%2e%2e/server.py"]
)
def test_no_other_file_is_served(server: Server, path: str) -> None:
    head = f"GET /uwear/{path} HTTP/1.1\nHost: {server.origin[7:]}"
    assert send_raw(server.origin, head)[0] == 404
