"""The history: filters return only and all that match, verdicts stay, what is deleted is gone."""

from itertools import product
from typing import Any

import pytest

from tests.support.refusals import mistakes, problem
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.nextry.client import CLOTHES, HISTORY, PERSON, finished, generate, listed, read

Json = dict[str, Any]
FEEDBACK = f"{HISTORY}/feedback"
NOT_FOUND = "History item not found"
NOBODY = "6745f2a01c9d4e7b8a3f5061"


@pytest.fixture
def made(nextry: Shop) -> list[str]:
    """Seven jobs: the first failed, the next four complete, the last two pending; swaps are even."""
    ids = []
    for number in range(7):
        tool = ["fashion_swap", "fashion_card"][number % 2]
        ids.append(generate(nextry, tool=tool)["history_item_id"])
        nextry.advance(seconds=0.1)
    nextry.control("POST", f"jobs/{ids[0]}/fail")
    for job in ids[1:5]:
        nextry.control("POST", f"jobs/{job}/finish")
    return ids


def type_id(shop: Shop, tool: str) -> str:
    rows = shop.json("GET", "/generation/generationTypes", params={"tool": tool})
    return str(rows[0]["id"])


@pytest.mark.parametrize(
    ("status", "tool", "expected"),
    [
        ([], None, [6, 5, 4, 3, 2, 1, 0]),
        (["pending"], None, [6, 5]),
        (["complete"], None, [4, 3, 2, 1]),
        (["error"], None, [0]),
        (["error", "pending"], None, [6, 5, 0]),
        (["complete", "complete"], None, [4, 3, 2, 1]),
        (["pending", "complete", "error"], None, [6, 5, 4, 3, 2, 1, 0]),
        ([], "fashion_swap", [6, 4, 2, 0]),
        ([], "fashion_card", [5, 3, 1]),
        ([], "fabric", []),
        (["complete"], "fashion_swap", [4, 2]),
        (["complete", "error"], "fashion_card", [3, 1]),
    ],
)
def test_a_filter_returns_only_and_all_that_match(
    nextry: Shop, made: list[str], status: list[str], tool: str | None, expected: list[int]
) -> None:
    query: Json = {"status": status}
    if tool is not None:
        query["generation_type"] = type_id(nextry, tool)
    assert [made[number] for number in expected] == listed(nextry, **query)


def test_a_type_is_filtered_by_its_id_however_that_is_written(
    nextry: Shop, made: list[str]
) -> None:
    wanted = type_id(nextry, "fashion_card")
    assert len(listed(nextry, generation_type=wanted.upper())) == 3
    unknown = "00000000-0000-4000-8000-000000000000"
    assert listed(nextry, generation_type=unknown) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_join_up_without_gaps_or_repeats(nextry: Shop, made: list[str], limit: int) -> None:
    assert made[::-1] == listed(nextry, limit=limit)
    answer = nextry.json("GET", HISTORY, params={"limit": limit})
    assert (answer["count"], answer["pages"]) == (min(limit, 7), -(-7 // limit))


def test_an_empty_history_has_no_page_and_a_page_past_the_last_is_empty(nextry: Shop) -> None:
    empty = {"page": 1, "count": 0, "total_count": 0, "pages": 0, "items": []}
    assert empty == nextry.json("GET", HISTORY)
    assert empty | {"page": 10**30} == nextry.json("GET", HISTORY, params={"page": 10**30})


def test_a_page_has_twenty_items_unless_asked_otherwise(nextry: Shop) -> None:
    for _ in range(21):
        generate(nextry, tool="default")
    answer = nextry.json("GET", HISTORY)
    assert (answer["count"], answer["pages"], answer["total_count"]) == (20, 2, 21)


@pytest.mark.parametrize(
    ("query", "kind", "place"),
    [
        ("page=0", "greater_than_equal", "query/page"),
        ("page=-1", "greater_than_equal", "query/page"),
        ("page=one", "int_parsing", "query/page"),
        ("page=", "int_parsing", "query/page"),
        ("limit=0", "greater_than_equal", "query/limit"),
        ("limit=101", "less_than_equal", "query/limit"),
        ("limit=1.5", "int_parsing", "query/limit"),
        ("status=done", "literal_error", "query/status/0"),
        ("status=complete&status=", "literal_error", "query/status/1"),
        ("generation_type=fashion_swap", "uuid_parsing", "query/generation_type"),
        ("generation_type=", "uuid_parsing", "query/generation_type"),
    ],
)
def test_a_query_has_to_make_sense(nextry: Shop, query: str, kind: str, place: str) -> None:
    assert mistakes(nextry.call("GET", f"{HISTORY}?{query}")) == [(kind, place)]


@pytest.mark.parametrize("state", ["pending", "complete", "error"])
def test_a_verdict_stays_with_the_item_until_another_replaces_it(nextry: Shop, state: str) -> None:
    item_id = generate(nextry)["history_item_id"]
    ends = {"pending": [], "complete": ["finish"], "error": ["fail"]}[state]
    for end in ends:
        nextry.control("POST", f"jobs/{item_id}/{end}")
    before = read(nextry, item_id)
    assert (before["status"], before["like"]) == (state, None)
    for like in (True, False, True):
        liked = nextry.json("PATCH", f"{FEEDBACK}/{item_id}", json={"like": like})
        assert before | {"like": like} == liked == read(nextry, item_id)


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        (b"", "missing", "body"),
        (b"null", "missing", "body"),
        (b"{}", "missing", "body/like"),
        (b'{"like": null}', "bool_type", "body/like"),
        (b'{"like": "perhaps"}', "bool_parsing", "body/like"),
        (b'{"like": []}', "bool_type", "body/like"),
        (b'{"like": true', "json_invalid", "body/13"),
        (b'{"like": true, "like": false}', "json_invalid", "body/0"),
        (b"[true]", "model_attributes_type", "body"),
        (b"true", "model_attributes_type", "body"),
    ],
)
def test_a_verdict_is_a_like_or_not(nextry: Shop, body: bytes, kind: str, place: str) -> None:
    item_id = generate(nextry)["history_item_id"]
    headers = {"Content-Type": "application/json"}
    response = nextry.call("PATCH", f"{FEEDBACK}/{item_id}", data=body, headers=headers)
    assert mistakes(response) == [(kind, place)]
    assert read(nextry, item_id)["like"] is None


def test_members_that_a_verdict_does_not_know_are_ignored(nextry: Shop) -> None:
    item_id = generate(nextry)["history_item_id"]
    body = {"like": False, "comment": "sleeves", "id": NOBODY, "status": "error"}
    liked = nextry.json("PATCH", f"{FEEDBACK}/{item_id}", json=body)
    assert read(nextry, item_id) == liked
    assert (liked["id"], liked["status"], liked["like"]) == (item_id, "pending", False)
    assert "comment" not in liked


def test_a_deleted_item_is_gone_with_its_files(nextry: Shop) -> None:
    kept, gone = finished(nextry), finished(nextry)
    deleted = nextry.call("DELETE", f"{HISTORY}/{gone['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert "Content-Type" not in deleted.headers

    assert [kept["id"]] == listed(nextry)
    for method, path in product(("GET", "DELETE"), (f"{HISTORY}/{gone['id']}",)):
        assert problem(nextry.call(method, path), 404) == NOT_FOUND
    again = nextry.call("PATCH", f"{FEEDBACK}/{gone['id']}", json={"like": True})
    assert problem(again, 404) == NOT_FOUND
    statuses = [
        nextry.call("GET", item[name]).status_code
        for item in (gone, kept)
        for name in ("preview_url", "stock_url")
    ]
    assert statuses == [404, 404, 200, 200]
    workspace = nextry.server.fronts["nextry"].deployment.tenants[nextry.facts["id"]].workspace
    assert (len(workspace.uploads), len(workspace.assets)) == (2, 2)


def test_a_job_that_is_deleted_in_the_middle_never_ends(nextry: Shop) -> None:
    item_id = generate(nextry)["history_item_id"]
    nextry.advance(to="next")
    assert nextry.call("DELETE", f"{HISTORY}/{item_id}").status_code == 204
    assert nextry.advance(to="idle") == []
    assert listed(nextry) == []


@pytest.mark.parametrize(
    "item_id", [NOBODY, "0", "-1", "feedback", "a b", "%00", "%2F", "%F0%9F%91%97", "x" * 5000]
)
def test_an_id_that_leads_nowhere_is_not_found(nextry: Shop, item_id: str) -> None:
    assert problem(nextry.call("GET", f"{HISTORY}/{item_id}"), 404) == NOT_FOUND
    assert problem(nextry.call("DELETE", f"{HISTORY}/{item_id}"), 404) == NOT_FOUND
    liked = nextry.call("PATCH", f"{FEEDBACK}/{item_id}", json={"like": True})
    assert problem(liked, 404) == NOT_FOUND


def test_a_job_of_another_account_is_not_found_and_stays_as_it_is(
    nextry: Shop, open_workspace: OpenWorkspace
) -> None:
    mine = finished(nextry)
    other = open_workspace("nextry", clock={"mode": "manual"})
    for method, path, body in (
        ("GET", f"{HISTORY}/{mine['id']}", None),
        ("DELETE", f"{HISTORY}/{mine['id']}", None),
        ("PATCH", f"{FEEDBACK}/{mine['id']}", {"like": False}),
    ):
        response = other.call(method, path, json=body)
        assert problem(response, 404) == NOT_FOUND
    assert listed(other) == []
    assert mine == read(nextry, mine["id"])


def test_a_method_that_a_path_does_not_have_is_refused_with_those_it_has(nextry: Shop) -> None:
    for method, path, allowed in (
        ("POST", HISTORY, "GET"),
        ("PUT", f"{HISTORY}/{NOBODY}", "DELETE, GET"),
        ("GET", f"{FEEDBACK}/{NOBODY}", "PATCH"),
        ("GET", "/generation/generate_image_v2/", "POST"),
    ):
        response = nextry.call(method, path)
        assert problem(response, 405) == "Method Not Allowed"
        assert response.headers["Allow"] == allowed


def test_an_unknown_path_is_refused_without_a_key(nextry: Shop) -> None:
    del nextry.http.headers["Authorization"]
    assert problem(nextry.call("GET", "/generation"), 404) == "Not Found"


def test_the_pictures_of_an_item_are_labelled_with_it(nextry: Shop) -> None:
    files = {"person": PERSON, "clothes": CLOTHES}
    item = finished(nextry, tool="fashion_card", files=files)
    deployment = nextry.server.fronts["nextry"].deployment
    workspace = deployment.tenants[nextry.facts["id"]].workspace
    (job,) = workspace.jobs.values()
    label = deployment.vendor.label(workspace, workspace.assets[str(job.results[1])])
    assert label.title == "Nextry · Fashion Card"
    assert label.facts == (("history item", item["id"]), ("size", "1032 x 1536"))
    assert label.insets == (CLOTHES, PERSON)
