"""Every example of the vendor's page, sent as printed, gets the answer that is known for it."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from dressform.vendors.nextry import NEXTRY
from tests.support.examples import cases, missing
from tests.support.serving import Shop, open_shop, serving
from tests.vendors.nextry.client import CLOTHES, PERSON, finished

Json = dict[str, Any]

CASES = cases("nextry")
EMPTY = {"delete_history_item"}


@pytest.fixture
def real(nextry: Shop) -> dict[str, str]:
    """What the page's placeholders stand for, in an account with some history."""
    item = finished(nextry)
    nextry.json("PATCH", f"/user/generation-history/feedback/{item['id']}", json={"like": True})
    types = nextry.json("GET", "/generation/generationTypes", params={"tool": "fashion_swap"})
    return {
        "<base_url>": nextry.base_url,
        "<api_key>": nextry.facts["api_key"],
        "<history_item_id>": item["id"],
        "<generation_type_id>": types[0]["id"],
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_printed_command_runs_as_it_is_and_gets_every_field_that_is_known(
    case: Json, nextry: Shop, real: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "clothes.png").write_bytes(CLOTHES)
    (tmp_path / "person.png").write_bytes(PERSON)
    command = [_filled(word, real) for word in case["printed"]]
    status = ["-sS", "-w", "\n%{http_code}"]

    done = subprocess.run(
        [*command, *status], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True
    )

    body, _, code = done.stdout.rpartition("\n")
    if case["id"] in EMPTY:
        assert (code, body) == ("204", "")
        return
    assert code == "200", body
    answer = json.loads(body)
    assert answer
    if case["answer"] is not None:
        assert missing(case["answer"]["body"], answer) == []


def test_the_tools_are_those_that_are_printed(nextry: Shop) -> None:
    printed = next(case for case in CASES if case["id"] == "list_tools")["answer"]["body"]
    assert nextry.json("GET", "/generation/tools") == printed


def test_what_the_page_leaves_open_is_answered_with_the_item(
    nextry: Shop, real: dict[str, str]
) -> None:
    path = f"/user/generation-history/{real['<history_item_id>']}"
    (row,) = nextry.json("GET", "/user/generation-history")["items"]
    assert nextry.json("GET", path) == row
    liked = nextry.json(
        "PATCH", path.replace("history/", "history/feedback/"), json={"like": False}
    )
    assert liked == row | {"like": False}


def test_the_payloads_can_be_verified_at_docs_as_the_page_says(nextry: Shop) -> None:
    page = requests.get(f"{nextry.base_url}/docs", timeout=10)
    assert (page.status_code, page.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    document = requests.get(f"{nextry.base_url}/openapi.json", timeout=10).json()
    assert [nextry.base_url] == [server["url"] for server in document["servers"]]
    assert len(document["paths"]) == 6


def test_a_path_in_an_answer_is_one_of_the_host_where_nextry_is_served_at_the_root() -> None:
    with serving(vendors=(NEXTRY,), root="nextry") as server:
        shop = open_shop(server, "nextry")
        item = finished(shop)
        picture = requests.get(urljoin(f"{server.origin}/", item["preview_url"]), timeout=20)
        shop.http.close()
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/webp")


def test_every_documented_operation_has_an_example() -> None:
    assert len(CASES) == len({case["operation"] for case in CASES}) == 7


def _filled(word: str, real: dict[str, str]) -> str:
    for placeholder, value in real.items():
        word = word.replace(placeholder, value)
    return word
