"""The journal: bounded, and without a secret in it, whatever a client sends."""

import json
from typing import Any

import pytest
import requests
from yarl import URL

from dressform.http.console import request_line
from dressform.http.journal import (
    MAX_BODY,
    MAX_BYTES,
    MAX_ENTRIES,
    Entry,
    Journal,
    redact_body,
    redact_headers,
    redact_query,
    redact_url,
)
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.wire import send_raw

Json = dict[str, Any]

SECRET = "hunter2-of-the-test"
CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


def _entry(**facts: Any) -> Entry:
    plain: Json = {
        "number": 1,
        "at": 0,
        "wall": 0,
        "clock": "manual",
        "method": "GET",
        "url": URL("/x"),
        "operation": None,
        "raw_headers": {},
        "raw_request": b"",
        "status": 200,
        "raw_response_headers": {},
        "raw_response": b"",
        "milliseconds": 1.0,
        "credits": (5, 5),
        "decided": "",
    }
    return Entry(**plain | facts)


def _row(shop: Shop) -> str:
    """All that is told of the latest request."""
    return json.dumps(shop.control("GET", "requests")["items"][-1])


def test_the_latest_entries_are_kept_and_the_dropped_are_counted() -> None:
    journal = Journal()
    for number in range(MAX_ENTRIES + 3):
        journal.add(_entry(at=number))
    assert (len(journal), journal.dropped) == (MAX_ENTRIES, 3)
    assert [entry.at for entry in journal] == list(range(3, MAX_ENTRIES + 3))


def test_large_entries_push_out_more_than_one() -> None:
    journal = Journal()
    for number in range(400):
        journal.add(_entry(at=number, raw_request=bytes(MAX_BODY)))
    assert sum(len(e.raw_request) + len(e.raw_response) for e in journal) <= MAX_BYTES
    assert len(journal) + journal.dropped == 400
    assert next(iter(journal)).at == journal.dropped


def test_only_the_start_of_a_body_is_kept() -> None:
    assert redact_body(b"x" * (MAX_BODY + 1)) == b"x" * MAX_BODY


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Proxy-Authorization", "Cookie", "X-API-Key", "x-auth-token", "Api-Key"],
)
def test_a_credential_in_a_header_is_hidden(name: str) -> None:
    assert redact_headers({name: SECRET}) == {name: "***"}


def test_other_headers_are_told_as_they_came() -> None:
    plain = {"Idempotency-Key": "k1", "Accept": "*/*", "X-Name": "é"}
    assert redact_headers(plain) == plain


def test_a_header_that_is_no_text_is_told_as_far_as_it_can_be() -> None:
    assert redact_headers({"X-Odd": "caf\udce9"}) == {"X-Odd": "caf\ufffd"}


@pytest.mark.parametrize(
    "body",
    [
        {"webhook_secret": SECRET},
        {"api_key": SECRET},
        {"apiKey": SECRET, "x": 1},
        {"nested": [{"password": SECRET}]},
        {"refresh_token": SECRET},
        {"Secret": f'{SECRET}"with a quote \\ and more'},
        {"secret": f"{SECRET}\nof two lines"},
        {"webhook_url": f"https://user:{SECRET}@example.com/hook"},
        {"webhook_url": f"http://{SECRET}@127.0.0.1:9/hook"},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_secret_in_a_body_is_hidden_and_the_rest_stays_json(
    body: Json, indent: int | None
) -> None:
    redacted = redact_body(json.dumps(body, indent=indent).encode())
    assert SECRET not in redacted.decode()
    assert list(json.loads(redacted)) == list(body)


def test_a_secret_that_is_cut_off_is_hidden_all_the_same() -> None:
    for end in ("", "\\"):
        before = b'{"x": "' + b"x" * (MAX_BODY - 40) + b'", "secret": "'
        assert SECRET[:5] not in redact_body(before + (SECRET + end).encode() * 9).decode()


def test_a_body_without_secrets_is_told_as_it_came() -> None:
    body = b'{"prompt": "a key, a token, a secret: @home http://example.com/a@b", "max_tokens": 5}'
    assert redact_body(body) == body


@pytest.mark.parametrize("name", ["api_key", "key", "access_token", "secret", "apiKey", "sig"])
def test_a_credential_in_a_query_is_hidden(name: str) -> None:
    assert redact_query(f"page=2&{name}={SECRET}&x=1") == f"page=2&{name}=***&x=1"
    assert redact_query(f"{name}={SECRET}") == f"{name}=***"


def test_other_parameters_are_told_as_they_came() -> None:
    assert redact_query("monkey=1&page=2&sort=a:b") == "monkey=1&page=2&sort=a:b"


def test_a_url_is_told_without_its_user_and_its_credentials() -> None:
    url = f"https://user:{SECRET}@example.com:8443/hook?token={SECRET}&shop=1#top"
    assert redact_url(url) == "https://***@example.com:8443/hook?token=***&shop=1#top"
    assert redact_url(f"InvalidURL: {url}").startswith("InvalidURL: https://***@example.com")


def test_no_secret_of_a_request_is_in_the_journal_of_its_workspace(uwear: Shop) -> None:
    uwear.call(
        "POST",
        f"/generation?api_key={SECRET}",
        json=CHEAP
        | {
            "webhook_url": f"http://user:{SECRET}@127.0.0.1:9/hook",
            "webhook_secret": SECRET,
        },
        headers={"Cookie": f"session={SECRET}", "X-Api-Key": SECRET},
    )
    row = _row(uwear)
    assert '"status": 200' in row
    assert SECRET not in row
    assert uwear.facts["api_key"] not in row


def test_no_secret_of_a_refused_request_is_among_the_strays(open_workspace: OpenWorkspace) -> None:
    shop = open_workspace("uwear")
    headers = {"Authorization": f"Bearer {SECRET}"}
    url = f"{shop.base_url}/generation"
    body = {"webhook_secret": SECRET}
    assert requests.post(url, json=body, headers=headers, timeout=10).status_code == 401
    strays = requests.get(f"{shop.server.origin}/_mock/uwear/requests", timeout=10).text
    assert SECRET not in strays


def test_no_secret_of_a_refused_body_is_in_the_journal_or_on_the_console() -> None:
    """Not in what was answered, either: a framework that repeats its input is told without it."""
    lines: list[str] = []
    with serving(on_request=lambda *facts: lines.append(request_line(*facts))) as server:
        shop = open_shop(server)
        with shop.http:
            body = {"webhook_secret": SECRET, "webhook_url": f"http://u:{SECRET}@x/"}
            assert shop.call("POST", "/generation", json=body).status_code == 422
            assert SECRET not in _row(shop)
            assert SECRET not in shop.control("GET", "requests")["items"][-1]["decided"]
    assert len(lines) == 1
    assert SECRET not in lines[0]


def test_a_body_that_is_no_json_is_journalled_as_text(uwear: Shop) -> None:
    headers = {"Content-Type": "application/json"}
    uwear.call("POST", "/generation", data=b"na\xefve", headers=headers)
    (row,) = uwear.control("GET", "requests")["items"]
    assert row["request"] == "na\ufffdve"


def test_a_form_is_journalled_without_its_secrets(uwear: Shop) -> None:
    form = {"clothing_item_name": (None, "x"), "api_key": (None, SECRET)}
    uwear.call("POST", "/clothing-item", files=form)
    row = _row(uwear)
    assert '"clothing_item_name": "x"' in row
    assert SECRET not in row


def test_a_request_that_is_no_text_does_not_break_the_journal(uwear: Shop) -> None:
    head = f"GET /uwear/cameras HTTP/1.1\nHost: x\nAuthorization: Bearer {uwear.facts['api_key']}"
    assert send_raw(uwear.server.origin, f"{head}\nX-Odd: \xff\xfe")[0] == 200
    (row,) = uwear.control("GET", "requests")["items"]
    assert row["headers"]["X-Odd"] == "\ufffd\ufffd"


def test_a_line_tells_method_path_status_time_credits_and_decision() -> None:
    spent = _entry(
        credits=(1000, 990), url=URL("/x?page=2"), decided="generation 1", milliseconds=1.25
    )
    assert request_line(None, spent).replace("\x1b[0m", "").replace("\x1b[32m", "") == (  # type: ignore[arg-type]
        "GET    /x?page=2 200 1.2 ms  credits 1000 -> 990  generation 1"
    )
    assert "credits 5  " in request_line(None, _entry(decided="d"))  # type: ignore[arg-type]
    assert "credits" not in request_line(None, _entry(credits=None))  # type: ignore[arg-type]


def test_a_line_stays_one_line_and_gives_the_terminal_no_orders() -> None:
    hostile = "/x\r\nHTTP 200\x1b[2J\u202e\x9b"
    line = request_line(None, _entry(url=URL.build(path=hostile), decided=hostile))  # type: ignore[arg-type]
    assert "\\r\\nHTTP 200\\x1b[2J\\u202e\\x9b" in line
    plain = line.replace("\x1b[0m", "").replace("\x1b[32m", "")
    assert plain.isprintable()
