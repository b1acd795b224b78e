"""Ids and query parameters that make no sense are refused at their place, and change nothing."""

from typing import Any

import pytest

from tests.support.refusals import mistakes, problem
from tests.support.serving import Shop

ROUTES = [
    ("GET", "/clothing-item/{}", "clothing_item_id", "Clothing item"),
    ("DELETE", "/clothing-item/{}", "clothing_item_id", "Clothing item"),
    ("GET", "/generation/{}", "generation_id", "Generation"),
    ("GET", "/generation-result/{}", "generation_result_id", "Generation result"),
    ("GET", "/avatar/{}", "avatar_id", "Avatar"),
    ("DELETE", "/avatar/{}", "avatar_id", "Avatar"),
]
LISTS = ["/clothing-items", "/generations", "/generation-results", "/avatars"]


@pytest.mark.parametrize(("method", "route", "name", "what"), ROUTES)
@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("abc", "abc"),
        ("1.5", "1.5"),
        ("1.0", "1.0"),
        ("0x1", "0x1"),
        ("1e3", "1e3"),
        ("null", "null"),
        ("1_000", "1_000"),
        ("%201", " 1"),
        ("%00", "\0"),
        ("1%00", "1\0"),
        ("%0A", "\n"),
        ("1%2F2", "1/2"),
        ("%2e%2e%2f1", "../1"),
        ("%FF", "\N{REPLACEMENT CHARACTER}"),
        ("%ED%A0%80", "\N{REPLACEMENT CHARACTER}" * 3),
        ("%D9%A1", "١"),
        ("%F0%9F%A7%A5", "🧥"),
        ("{}", "{}"),
        ("1;drop", "1;drop"),
        ("'", "'"),
        ("%zz", "%zz"),
    ],
)
def test_an_id_that_is_no_integer_is_refused(
    shop: Shop, method: str, route: str, name: str, what: str, sent: str, read: str
) -> None:
    response = shop.call(method, route.replace("{}", sent))
    assert mistakes(response) == [("int_parsing", f"path/{name}")]
    assert response.json()["detail"][0]["input"] == read


@pytest.mark.parametrize(("method", "route", "name", "what"), ROUTES)
def test_an_id_that_nothing_has_is_not_found(
    shop: Shop, method: str, route: str, name: str, what: str
) -> None:
    for sent in ("0", "-1", "999999", str(2**63), str(-(2**64)), "9" * 4300, "-0", "+999999"):
        assert problem(shop.call(method, route.format(sent)), 404) == f"{what} not found"


@pytest.mark.parametrize(("method", "route", "name", "what"), ROUTES)
def test_an_id_of_more_digits_than_can_be_read_is_told_so(
    shop: Shop, method: str, route: str, name: str, what: str
) -> None:
    response = shop.call(method, route.format("9" * 5000))
    assert mistakes(response) == [("int_parsing_size", f"path/{name}")]


@pytest.mark.parametrize("sent", ["1", "%31", "+1", "01", "-0001"])
def test_an_integer_may_be_spelled_in_any_way(shop: Shop, sent: str) -> None:
    response = shop.call("GET", f"/avatar/{sent}")
    assert response.status_code == (404 if sent.startswith("-") else 200)


@pytest.mark.parametrize(("method", "route", "name", "what"), ROUTES)
def test_an_empty_id_leads_to_the_path_without_it(
    shop: Shop, method: str, route: str, name: str, what: str
) -> None:
    response = shop.call(method, route.format(""), allow_redirects=False)
    has_post = name != "generation_result_id"
    assert response.status_code == (307 if has_post else 404)
    if has_post:
        assert response.headers["Location"] == shop.base_url + route.removesuffix("/{}")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "kind", "where"),
    [
        ("items_per_page=0", "greater_than_equal", "items_per_page"),
        ("items_per_page=-1", "greater_than_equal", "items_per_page"),
        ("items_per_page=101", "less_than_equal", "items_per_page"),
        (f"items_per_page={2**64}", "less_than_equal", "items_per_page"),
        ("items_per_page=abc", "int_parsing", "items_per_page"),
        ("items_per_page=1.5", "int_parsing", "items_per_page"),
        ("items_per_page=", "int_parsing", "items_per_page"),
        ("items_per_page", "int_parsing", "items_per_page"),
        ("items_per_page=1&items_per_page=0", "greater_than_equal", "items_per_page"),
        ("page=0", "greater_than_equal", "page"),
        ("page=-1", "greater_than_equal", "page"),
        ("page=null", "int_parsing", "page"),
        ("page=%FF", "int_parsing", "page"),
        ("page=%00", "int_parsing", "page"),
        ("page=%ED%A0%80", "int_parsing", "page"),
        ("page=1;page=2", "int_parsing", "page"),
        (f"page={'9' * 5000}", "int_parsing_size", "page"),
        (f"page=-{'9' * 4000}", "greater_than_equal", "page"),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    shop: Shop, path: str, query: str, kind: str, where: str
) -> None:
    assert mistakes(shop.call("GET", f"{path}?{query}")) == [(kind, f"query/{where}")]


@pytest.mark.parametrize(
    ("query", "kind", "where"),
    [
        ("sort=", "literal_error", "sort"),
        ("sort=created_at", "literal_error", "sort"),
        ("sort=created_at:up", "literal_error", "sort"),
        ("sort=prompt:asc", "literal_error", "sort"),
        ("sort=created_at:asc:desc", "literal_error", "sort"),
        ("sort=created_at%3Adesc%00", "literal_error", "sort"),
        ("sort=created_at:desc&sort=x", "literal_error", "sort"),
        ("status=done", "literal_error", "status"),
        ("status=", "literal_error", "status"),
        ("batch_id=x", "int_parsing", "batch_id"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(shop: Shop, query: str, kind: str, where: str) -> None:
    assert mistakes(shop.call("GET", f"/generations?{query}")) == [(kind, f"query/{where}")]


@pytest.mark.parametrize("name", ["generation_ids", "clothing_item_ids"])
@pytest.mark.parametrize(
    ("texts", "place"), [(["x"], 0), (["1", "x"], 1), (["1", "2", ""], 2), (["1,2"], 0)]
)
def test_an_id_in_a_repeated_parameter_is_refused_at_its_index(
    shop: Shop, name: str, texts: list[str], place: int
) -> None:
    response = shop.call("GET", "/generation-results", params={name: texts})
    assert mistakes(response) == [("int_parsing", f"query/{name}/{place}")]


@pytest.mark.parametrize(
    ("query", "current_page"),
    [
        ("", 1),
        ("unknown=1&__proto__=x&=&%00=%FF&generation_ids", 1),
        ("Page=7&PAGE=8", 1),
        ("page=3&page=2", 2),
        (f"page={2**64}", 2**64),
        (f"page={'9' * 4300}", int("9" * 4300)),
        ("page=1#fragment", 1),
        ("&&&page=2&&", 2),
        ("page=%32", 2),
        ("page=%2B2", 2),
    ],
)
def test_a_query_that_is_only_odd_is_read(shop: Shop, query: str, current_page: int) -> None:
    found = shop.json("GET", f"/avatars?{query}")
    assert found["current_page"] == current_page


@pytest.mark.parametrize("name", ["feature_name", "external_id"])
@pytest.mark.parametrize("text", ["", "%00", "%FF", "req_", "req_-1", "req_zz", "x" * 5000, "%"])
def test_a_text_to_filter_by_may_be_any_and_finds_nothing(shop: Shop, name: str, text: str) -> None:
    assert shop.json("GET", f"/generations?{name}={text}")["data"] == []


def test_as_many_ids_as_a_url_holds_are_read(shop: Shop) -> None:
    ids: list[Any] = list(range(2_500))
    found = shop.json("GET", "/generation-results", params={"generation_ids": ids})
    assert found["total_count"] == 1
