"""Input that is wrong is refused in FastAPI's shape, and changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dressform.vendors.nextry import NEXTRY
from tests.support.pictures import BROKEN, SOUND, picture
from tests.support.refusals import mistakes, problem
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.vendors.nextry.client import BOTH, CLOTHES, GENERATE, HISTORY, PERSON, generate

SWAP = {"tool": "fashion_swap"}


@pytest.fixture
def witnessed(nextry: Shop) -> Iterator[Shop]:
    """An account with one job, which nothing that a test sends may change."""
    generate(nextry)
    before = nextry.state(), nextry.json("GET", HISTORY)
    yield nextry
    assert before == (nextry.state(), nextry.json("GET", HISTORY))


@pytest.mark.parametrize("field", ["clothes", "person"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_lies_about_its_type_is_refused(witnessed: Shop, field: str, name: str) -> None:
    files = {**BOTH, field: ("photo.png", BROKEN[name], "image/png")}
    response = witnessed.call("POST", GENERATE, data=SWAP, files=files)
    assert problem(response, 400) == f"{field} has to be a PNG, JPEG or WebP image"


def test_an_empty_file_is_refused(witnessed: Shop) -> None:
    files = {"image": ("", b"", "image/png")}
    response = witnessed.call("POST", GENERATE, data={"tool": "default"}, files=files)
    assert response.status_code == 422
    files = {"image": ("a.png", b"", "image/png")}
    response = witnessed.call("POST", GENERATE, data={"tool": "default"}, files=files)
    assert problem(response, 400) == "image has to be a PNG, JPEG or WebP image"


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("says", [("a.txt", "text/plain"), ("../../etc/passwd", "image/gif")])
def test_a_sound_picture_is_taken_whatever_it_says_it_is(
    nextry: Shop, name: str, says: tuple[str, str]
) -> None:
    files = {"clothes": (says[0], SOUND[name], says[1])}
    assert generate(nextry, tool="lego_clothes", files=files)["history_item_id"]


def test_the_first_file_that_is_no_picture_is_named(witnessed: Shop) -> None:
    files = {"person": b"nobody", "clothes": SOUND["png"]}
    response = witnessed.call("POST", GENERATE, data=SWAP, files=files)
    assert problem(response, 400).startswith("person ")


def test_what_is_missing_is_told_before_what_a_file_holds(witnessed: Shop) -> None:
    response = witnessed.call("POST", GENERATE, data=SWAP, files={"clothes": b"no picture"})
    assert mistakes(response) == [("missing", "body/person")]


@pytest.mark.parametrize("tool", ["sewing", "", "FASHION_SWAP", "fashion_swap ", "\0", "👗"])
def test_an_unknown_tool_is_refused_with_those_there_are(witnessed: Shop, tool: str) -> None:
    response = witnessed.call("POST", GENERATE, files={**BOTH, "tool": (None, tool)})
    assert mistakes(response) == [("literal_error", "body/tool")]
    (error,) = response.json()["detail"]
    assert error["input"] == tool
    assert error["ctx"]["expected"].startswith("'lego_clothes', 'mamasfit'")
    assert error["msg"].endswith(", 'fabric' or 'default'")


def test_a_generation_names_its_tool(witnessed: Shop) -> None:
    response = witnessed.call("POST", GENERATE, files=BOTH)
    assert mistakes(response) == [("missing", "body/tool")]
    assert response.json()["detail"][0]["input"] is None


@pytest.mark.parametrize("field", ["clothes", "person"])
@pytest.mark.parametrize("text", ["", "x", "https://example.com/a.png"])
def test_text_where_a_file_belongs_is_refused(witnessed: Shop, field: str, text: str) -> None:
    files: Any = {**BOTH, field: (None, text)}
    response = witnessed.call("POST", GENERATE, data=SWAP, files=files)
    assert mistakes(response) == [("value_error", f"body/{field}")]


def test_a_file_where_text_belongs_is_refused(witnessed: Shop) -> None:
    files = {**BOTH, "tool": ("tool.png", SOUND["png"], "image/png")}
    assert mistakes(witnessed.call("POST", GENERATE, files=files)) == [("string_type", "body/tool")]


@pytest.mark.parametrize("wanted", ["", "fashion_swap", "1", "0" * 32, "{}"])
def test_a_type_has_to_be_an_id(witnessed: Shop, wanted: str) -> None:
    files: Any = {**BOTH, "generation_type": (None, wanted)}
    response = witnessed.call("POST", GENERATE, data=SWAP, files=files)
    assert mistakes(response) == [("uuid_parsing", "body/generation_type")]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"tool": "fashion_swap"}', "application/json"),
        (b"tool=fashion_swap", "application/x-www-form-urlencoded"),
        (b"\x89PNG", "image/png"),
    ],
)
def test_another_kind_of_body_is_no_form(witnessed: Shop, body: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = witnessed.call("POST", GENERATE, data=body, headers=headers)
    assert mistakes(response) == [("missing", "body/tool")]


@pytest.mark.parametrize("body", [b"", b"no form", b"--B\r\n\r\n", b"--B\r\nContent-Dis"])
def test_a_form_that_is_broken_is_unreadable(witnessed: Shop, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    response = witnessed.call("POST", GENERATE, data=body, headers=headers)
    assert problem(response, 400) == "There was an error parsing the body"


def test_members_that_the_form_does_not_know_are_ignored(nextry: Shop) -> None:
    files = {**BOTH, "shoes": b"no picture", "hat": SOUND["png"]}
    assert generate(nextry, files=files, prompt="on the beach", num_images="many")
    (job,) = nextry.control("GET", "jobs")["items"]
    assert "beach" not in job["request"]


def test_a_body_over_the_limit_is_too_large() -> None:
    with serving(vendors=(NEXTRY,), max_body=10_000) as server:
        shop = open_shop(server, "nextry")
        files = {"clothes": CLOTHES, "person": PERSON + bytes(10_000)}
        response = shop.call("POST", GENERATE, data=SWAP, files=files)
        assert problem(response, 413) == "Request body is larger than 10000 bytes"
        assert shop.state() == {"ledger": [], "jobs": [], "deliveries": []}
        shop.http.close()


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        (None, "Not authenticated"),
        ("Basic bmV4dHJ5", "Not authenticated"),
        ("Bearer ", "Not authenticated"),
        ("Bearer unknown", "Invalid API key"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/generation/tools"), ("POST", GENERATE), ("GET", HISTORY)]
)
def test_a_request_without_a_known_key_is_refused(
    nextry: Shop, method: str, path: str, header: str | None, detail: str
) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = requests.request(method, nextry.base_url + path, headers=headers, timeout=10)
    assert problem(response, 401) == detail
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_refusals_come_in_their_order(open_workspace: OpenWorkspace) -> None:
    """Route, key, rate limit, validation, what is referred to, credits: one at a time."""
    shop = open_workspace("nextry", rate_limit=4, credits=0, clock={"mode": "manual"})
    unknown = {**SWAP, "generation_type": "00000000-0000-4000-8000-000000000000"}
    wrong = {"tool": "sewing", "generation_type": "1"}
    assert shop.call("POST", "/generate", data=wrong, files=BOTH).status_code == 404
    anybody = requests.post(shop.base_url + GENERATE, data=wrong, timeout=10)
    assert anybody.status_code == 401
    answers = [
        shop.call("POST", GENERATE, data=data, files=files).status_code
        for data, files in (
            (wrong, BOTH),
            (SWAP, {**BOTH, "person": b"nobody"}),
            (unknown, BOTH),
            (SWAP, BOTH),
            (wrong, BOTH),
        )
    ]
    assert answers == [422, 400, 404, 402, 429]


def test_a_picture_of_eighty_megapixels_is_the_largest(nextry: Shop) -> None:
    files = {"clothes": picture("PNG", (8000, 100))}
    assert generate(nextry, tool="mamasfit", files=files)
