"""Every route of the control API takes its methods, and every miss says what there is."""

import pytest
import requests

import dressform
from dressform.http.server import Server
from dressform.vendors import SLUGS
from tests.support.serving import OpenWorkspace, Shop
from tests.support.wire import problem_of

START = "2026-03-01T12:00:00Z"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}

ROUTES = {
    "health": "GET, HEAD",
    "vendors": "GET, HEAD",
    "reset": "POST",
    "clock": "GET, HEAD, PUT",
    "clock/advance": "POST",
    "uwear/requests": "GET, HEAD",
    "uwear/workspaces": "GET, HEAD, POST",
    "uwear/workspaces/default": "GET, HEAD, PATCH, DELETE",
    "uwear/workspaces/default/clock": "GET, HEAD, PUT",
    "uwear/workspaces/default/clock/advance": "POST",
    "uwear/workspaces/default/ledger": "GET, HEAD",
    "uwear/workspaces/default/jobs": "GET, HEAD",
    "uwear/workspaces/default/jobs/1/finish": "POST",
    "uwear/workspaces/default/jobs/1/fail": "POST",
    "uwear/workspaces/default/deliveries": "GET, HEAD",
    "uwear/workspaces/default/requests": "GET, HEAD",
}

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRONG = [(m, path) for path, allow in ROUTES.items() for m in METHODS if m not in allow.split(", ")]


@pytest.fixture
def shop(open_workspace: OpenWorkspace) -> Shop:
    """A workspace whose time is known to the microsecond."""
    return open_workspace("uwear", clock={"mode": "manual", "now": START}, seed=1)


def test_health_names_the_version(server: Server) -> None:
    response = requests.get(f"{server.origin}/_mock/health", timeout=10)
    assert response.json() == {"status": "ok", "version": dressform.__version__}
    assert response.headers["Content-Type"] == "application/json"


def test_vendors_say_where_they_are_served_and_what_they_can_do(server: Server) -> None:
    vendors = requests.get(f"{server.origin}/_mock/vendors", timeout=10).json()["items"]
    assert [vendor["slug"] for vendor in vendors] == list(SLUGS)
    (vendor,) = (vendor for vendor in vendors if vendor["slug"] == "uwear")
    operations = {operation["id"]: operation for operation in vendor.pop("operations")}
    assert vendor == {
        "slug": "uwear",
        "title": "Uwear",
        "base_url": f"{server.origin}/uwear",
        "docs_url": f"{server.origin}/uwear/docs",
        "openapi_url": f"{server.origin}/uwear/openapi.json",
        "hosts": ["api.uwear.ai"],
        "api_key": "uwear-dressform",
    }
    assert len(operations) == 16
    assert operations["create_generation"] == {
        "id": "create_generation",
        "method": "POST",
        "path": "/generation",
        "evidence": "documented",
        "source": operations["create_generation"]["source"],
    }
    assert all(requests.get(vendor[url], timeout=10).ok for url in ("docs_url", "openapi_url"))


@pytest.mark.parametrize(("method", "path"), WRONG)
def test_a_wrong_method_is_a_problem_that_names_the_right_ones(
    server: Server, method: str, path: str
) -> None:
    response = requests.request(method, f"{server.origin}/_mock/{path}", data=b"?", timeout=10)
    assert response.headers["Allow"] == ROUTES[path]
    if method != "HEAD":
        assert problem_of(response) == (405, f"/_mock/{path} takes {ROUTES[path]}, not {method}")
    assert response.status_code == 405


@pytest.mark.parametrize("path", [path for path in ROUTES if "GET" in ROUTES[path]])
def test_head_is_get_without_the_body(server: Server, path: str) -> None:
    response = requests.head(f"{server.origin}/_mock/{path}", timeout=10)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "application/json"
    assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path",
    ["", "/", "/nope", "/clock/", "/uwear/workspaces/default/nope", "/uwear", "//health", "/a%0Ab"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_a_problem_that_lists_the_routes(
    server: Server, path: str, method: str
) -> None:
    response = requests.request(method, f"{server.origin}/_mock{path}", data=b"?", timeout=10)
    status, detail = problem_of(response)
    assert status == 404
    for route in ("/_mock/health", "/_mock/{vendor}/workspaces/{id}/jobs/{job}/finish"):
        assert route in detail


@pytest.mark.parametrize("below", ["requests", "workspaces", "workspaces/default/jobs"])
def test_an_unknown_vendor_is_a_problem_that_lists_the_vendors(server: Server, below: str) -> None:
    response = requests.get(f"{server.origin}/_mock/nobody/{below}", timeout=10)
    known = ", ".join(SLUGS)
    assert problem_of(response) == (404, f"no vendor 'nobody' here; served are: {known}")


@pytest.mark.parametrize("below", ["", "/clock", "/ledger", "/jobs", "/deliveries", "/requests"])
def test_an_unknown_workspace_is_a_problem_that_lists_workspaces(
    server: Server, below: str
) -> None:
    url = f"{server.origin}/_mock/uwear/workspaces/w999{below}"
    status, detail = problem_of(requests.get(url, timeout=10))
    assert (status, "no workspace 'w999'; there are: default" in detail) == (404, True)


@pytest.mark.parametrize("name", ["2", "01", "+1", "1.0", "x", "-1", "%D9%A1", "9" * 5000])
def test_an_unknown_job_is_a_problem_that_lists_jobs(shop: Shop, name: str) -> None:
    shop.json("POST", "/generation", json=CHEAP)
    response = requests.post(f"{shop.control_url}/jobs/{name}/finish", timeout=10)
    status, detail = problem_of(response)
    assert (status, detail.endswith("; the latest are: 1")) == (404, True)
    assert shop.control("GET", "jobs")["items"][0]["state"] == "queued"
