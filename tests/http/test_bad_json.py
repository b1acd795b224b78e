"""A body that is not the JSON it should be is refused in FastAPI's words, and changes nothing."""

import json
from typing import Any

import pytest

from tests.support.refusals import WORN, mistakes, problem
from tests.support.serving import Shop

JSON = {"Content-Type": "application/json"}
PATHS = [
    ("POST", "/generation"),
    ("POST", "/clothing-item"),
    ("PUT", "/clothing-item/1"),
    ("POST", "/avatar"),
    ("PUT", "/avatar/1"),
]
TEXT = json.dumps(WORN)


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    ("body", "kind", "where"),
    [
        (b"", "missing", "body"),
        (b"null", "missing", "body"),
        (b"[]", "model_attributes_type", "body"),
        (b'[{"prompt": "p"}]', "model_attributes_type", "body"),
        (b'"text"', "model_attributes_type", "body"),
        (b"5", "model_attributes_type", "body"),
        (b"true", "model_attributes_type", "body"),
        (b"{", "json_invalid", "body/1"),
        (b"prompt=p", "json_invalid", "body/0"),
        (b'{"prompt": "p",}', "json_invalid", "body/15"),
        (b"{'prompt': 'p'}", "json_invalid", "body/1"),
        (b'{"prompt": "p"} x', "json_invalid", "body/16"),
        (b'\xef\xbb\xbf{"prompt": "p"}', "json_invalid", "body/0"),
        (b'{"prompt": "a\0b"}', "json_invalid", "body/13"),
        (b'{"prompt": "p"}\0', "json_invalid", "body/15"),
        (b'{"num_images": NaN}', "json_invalid", "body/0"),
        (b'{"num_images": Infinity}', "json_invalid", "body/0"),
        (b'{"num_images": -Infinity}', "json_invalid", "body/0"),
        (b'{"num_images": 1e999}', "json_invalid", "body/0"),
        (b'{"prompt": "p", "prompt": "q"}', "json_invalid", "body/0"),
        (b'{"feature_setting": {"a": 1, "a": 1}}', "json_invalid", "body/0"),
        (b'{"prompt": "\\ud800"}', "string_unicode", "body/prompt"),
        (b'{"feature_setting": {"\\udfff": 1}}', "string_unicode", "body/feature_setting"),
    ],
)
def test_a_body_that_is_no_json_object_is_told_so(
    shop: Shop, method: str, path: str, body: bytes, kind: str, where: str
) -> None:
    assert mistakes(shop.call(method, path, data=body, headers=JSON)) == [(kind, where)]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
        b'{"prompt": "\xff"}',
        '{"prompt": "ü"}'.encode("latin-1"),
        b"\xed\xa0\x80",
        b'{"num_images": ' + b"9" * 5000 + b"}",
        b'{"feature_setting": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"feature_setting": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}",
        b"[" * 1_000_000,
    ],
    ids=["utf-16", "utf-32", "ff", "latin-1", "surrogate", "digits", "lists", "objects", "open"],
)
def test_a_body_that_no_decoder_gets_through_is_unreadable(
    shop: Shop, method: str, path: str, body: bytes
) -> None:
    response = shop.call(method, path, data=body, headers=JSON)
    assert problem(response, 400) == "There was an error parsing the body"


def test_utf_16_without_a_mark_is_no_json(shop: Shop) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        response = shop.call("POST", "/generation", data=TEXT.encode(encoding), headers=JSON)
        assert mistakes(response)[0][0] == "json_invalid"


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "text/xml; charset=utf-8",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "text/json",
        "application/jsonx",
        "json",
        ";;;",
        "*/*",
        "",
    ],
)
def test_json_under_another_content_type_is_not_read_as_json(
    shop: Shop, method: str, path: str, content_type: str
) -> None:
    response = shop.call(method, path, data=TEXT, headers={"Content-Type": content_type})
    assert mistakes(response) == [("model_attributes_type", "body")]
    assert response.json()["detail"][0]["input"] == TEXT


@pytest.mark.parametrize(("method", "path"), PATHS[:1] + PATHS[2:])
def test_a_form_is_not_taken_where_json_is_asked_for(shop: Shop, method: str, path: str) -> None:
    response = shop.call(method, path, files={name: (None, str(v)) for name, v in WORN.items()})
    assert mistakes(response) == [("model_attributes_type", "body")]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=latin-1", "application/vnd.x+json", None],
)
def test_json_is_taken_under_every_name_of_json_and_under_none(
    uwear: Shop, content_type: str | None
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = uwear.call("POST", "/generation", data=TEXT.encode(), headers=headers)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    "members",
    [
        {"prompt": "\0"},
        {"prompt": "ü 🧥 \u202e \ufeff"},
        {"prompt": "x" * 1_000_000},
        {"unknown": [{"deep": [None]}]},
        {"feature_setting": {"\0": 10**300}},
        {"\0": "\0"},
    ],
    ids=["nul", "unicode", "long", "unknown", "huge", "name"],
)
def test_what_is_only_odd_is_taken(uwear: Shop, members: dict[str, Any]) -> None:
    made = uwear.json("POST", "/generation", json=WORN | members)
    uwear.advance(to="idle")
    assert uwear.json("GET", f"/generation/{made['generation_id']}")["status"] == "Done"


@pytest.mark.parametrize(("method", "path"), [("GET", "/avatars"), ("DELETE", "/avatar/9999")])
@pytest.mark.parametrize("body", [b"{", b"\xff", b"x" * 100_000])
def test_a_body_that_nobody_asked_for_is_not_looked_at(
    shop: Shop, method: str, path: str, body: bytes
) -> None:
    headers = JSON | {"Content-Encoding": "gzip"}
    plain = shop.call(method, path)
    assert shop.call(method, path, data=body, headers=JSON).content == plain.content
    assert shop.call(method, path, data=body, headers=headers).content == plain.content


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_is_not_coded_as_it_says_is_unreadable(shop: Shop, coding: str) -> None:
    headers = JSON | {"Content-Encoding": coding}
    response = shop.call("POST", "/generation", data=b"\x01 not packed", headers=headers)
    assert problem(response, 400) == "There was an error parsing the body"
    assert response.headers["Connection"] == "close"  # where the next request begins is not known
