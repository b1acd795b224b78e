"""Strict: an answer that the contract does not allow is a loud 500 that names the place."""

from dataclasses import replace
from typing import Any

import pytest
import requests

from dressform.engine.errors import NotFound
from dressform.vendor import Answer, Call
from dressform.vendors.uwear import UWEAR
from tests.support.serving import open_shop, serving


def _a_number_as_text(call: Call) -> Any:
    return UWEAR.handlers["list_avatars"](call) | {"total_count": "none"}


def _a_refusal_that_is_not_documented(call: Call) -> Any:
    raise NotFound("Avatar", 1)


def _a_mistake(call: Call) -> Any:
    raise ZeroDivisionError("one over none")


def answered(handler: Any, *, strict: bool) -> requests.Response:
    """What a vendor answers to `list_avatars` whose handler does that."""
    vendor = replace(UWEAR, handlers={**UWEAR.handlers, "list_avatars": handler})
    with serving(vendors=(vendor,), strict=strict) as server:
        shop = open_shop(server)
        with shop.http:
            return shop.call("GET", "/avatars")


@pytest.mark.parametrize(
    ("handler", "detail"),
    [
        (
            _a_number_as_text,
            "GET /avatars responses/200: response/total_count breaks type: "
            "'none' is not of type 'integer'",
        ),
        (_a_refusal_that_is_not_documented, "list_avatars: status 404 is not documented"),
    ],
)
def test_a_breach_is_a_500_that_names_the_place(handler: Any, detail: str) -> None:
    answer = answered(handler, strict=True)
    assert (answer.status_code, answer.json()["title"]) == (500, "Dressform broke its contract")
    assert answer.json()["detail"] == detail


def test_a_server_that_is_not_strict_answers_as_it_meant_to() -> None:
    assert answered(_a_number_as_text, strict=False).json()["total_count"] == "none"


def test_a_mistake_of_ours_is_told_in_no_vendor_s_words(capfd: pytest.CaptureFixture[str]) -> None:
    answer = answered(_a_mistake, strict=True)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["title"]) == (500, "Dressform failed")
    assert "ZeroDivisionError: one over none" in capfd.readouterr().err


def test_an_answer_that_is_rendered_wrong_is_a_breach_too() -> None:
    wrong = replace(UWEAR, refusals={**UWEAR.refusals, NotFound: lambda _: Answer(404, {})})
    with serving(vendors=(wrong,)) as server:
        shop = open_shop(server)
        with shop.http:
            answer = shop.call("GET", "/avatar/1")
    assert answer.status_code == 500
    assert "responses/404" in answer.json()["detail"]


def test_a_mistake_below_the_control_api_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(vendors=(UWEAR,)) as server:
        shop = open_shop(server)
        monkeypatch.delattr("dressform.engine.ledger.Ledger.balance")
        answer = requests.get(f"{shop.control_url}/ledger", timeout=10)
        shop.http.close()
    assert (answer.status_code, answer.json()["title"]) == (500, "Dressform failed")
    assert "AttributeError" in capfd.readouterr().err
