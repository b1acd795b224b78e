"""What never reaches an operation: unknown places, wrong methods, no key or a wrong one."""

import pytest
import requests

from dressform.contract import load
from tests.support.refusals import JACKET, WORN, problem
from tests.support.serving import Shop

PATHS: dict[str, set[str]] = {}
for operation in load("uwear").operations.values():
    PATHS.setdefault(operation.path, set()).add(operation.method)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
CALLS = [
    ("GET", "/avatars"),
    ("GET", "/avatar/1"),
    ("DELETE", "/avatar/1"),
    ("POST", "/generation"),
    ("POST", "/clothing-item"),
    ("GET", "/avatar/x"),
]


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/nothing", "/generation/1/2", "/avatar/1/", "/Avatars", "/avatars.json"),
        *("//avatars", "/./avatars", "/../uwear/avatars", "/avatars/..", "/%2Favatars", "/%00"),
        *("/%0A", "/avatars%0A", "/%FF", "/avatars%3Fpage=1", "/🧥", "/v1/avatars", "/docs/x"),
        *("/generation-results/w1/x.png", "/avatars/w1/%00.png", "/docs/assets/../../x"),
        "/" + "a" * 7_000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_not_found(shop: Shop, method: str, path: str) -> None:
    request = requests.Request(method, shop.base_url + "/avatars").prepare()
    request.url = shop.base_url + path  # as it stands: `requests` would tidy it up
    response = shop.http.send(request, timeout=10, allow_redirects=False)
    if path == "/avatar/1/":
        assert response.status_code == 307
        return
    assert response.status_code == 404, response.text
    assert response.json()["detail"]


def test_not_found_is_told_as_fastapi_tells_it(shop: Shop) -> None:
    for path in ("/", "/nothing", "/generation/1/2"):
        assert problem(shop.call("GET", path), 404) == "Not Found"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_a_path_does_not_have_is_told_which_it_has(
    shop: Shop, path: str, method: str
) -> None:
    if method in PATHS[path]:
        return
    response = shop.call(method, path.replace("{", "").replace("}", ""), json={})
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == PATHS[path]
    if method == "HEAD":
        assert response.content == b""
    else:
        assert problem(response, 405) == "Method Not Allowed"


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    ("header", "detail"),
    [
        (None, "Not authenticated"),
        ("", "Not authenticated"),
        ("Bearer", "Not authenticated"),
        ("Bearer ", "Not authenticated"),
        ("Basic dXdlYXI6eA==", "Not authenticated"),
        ("uwear-dressform", "Not authenticated"),
        ("Token uwear-dressform", "Not authenticated"),
        ("Bearer nonsense", "Invalid API key"),
        ("Bearer uwear-dressform x", "Invalid API key"),
        ("Bearer uwear-dressform,", "Invalid API key"),
        ("Bearer UWEAR-DRESSFORM", "Invalid API key"),
        ("Bearer \xff", "Invalid API key"),
        ("Bearer " + "a" * 7_000, "Invalid API key"),
    ],
)
def test_without_a_key_nothing_is_done(
    shop: Shop, method: str, path: str, header: str | None, detail: str
) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = requests.request(
        method, shop.base_url + path, headers=headers, json=WORN | JACKET, timeout=10
    )
    assert problem(response, 401) == detail
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_key_of_one_account_opens_no_other(shop: Shop, uwear: Shop) -> None:
    assert shop.json("GET", "/avatars")["total_count"] == 1
    assert uwear.json("GET", "/avatars")["total_count"] == 0
    problem(uwear.call("DELETE", "/avatar/1"), 404)
    picture = shop.json("GET", "/generation-results")["data"][0]
    problem(uwear.call("GET", f"/generation-result/{picture['generation_result_id']}"), 404)
