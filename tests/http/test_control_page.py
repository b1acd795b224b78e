"""What a person sees of the control API in a browser, and what they can do there."""

import json
from typing import Any

import requests

from dressform.engine.faults import KINDS
from dressform.http.server import Server
from tests.support.browser import browsing
from tests.support.faults import plan
from tests.support.serving import Shop

Json = dict[str, Any]


def test_the_page_lists_every_route_offline_and_without_a_complaint(server: Server) -> None:
    with browsing() as tab:
        tab.page.goto(f"{server.origin}/_mock/docs")
        tab.page.wait_for_selector(".opblock")
        listed = tab.page.locator(".opblock-summary-operation-id").all_inner_texts()
        title = tab.page.title()
    assert (sorted(listed), title) == (sorted(server.control.routes), "Control API - Dressform")
    assert tab.foreign(server.origin) == []
    assert tab.complaints == []


def test_a_reader_plans_a_fault_from_one_of_its_examples(server: Server, uwear: Shop) -> None:
    with browsing() as tab:
        tab.page.goto(f"{server.origin}/_mock/docs")
        operation = tab.page.locator(".opblock[id$='-plan_fault']")
        operation.locator(".opblock-summary-control").click()
        operation.get_by_role("button", name="Try it out").click()
        examples = operation.locator(".examples-select-element").first
        names = examples.locator("option").all_inner_texts()
        examples.select_option("provider_error")
        operation.locator("tr[data-param-name='vendor'] select").select_option("uwear")
        operation.locator("tr[data-param-name='id'] input").fill(uwear.facts["id"])
        told = operation.get_by_text(KINDS["provider_error"].summary).count()
        shown: Json = json.loads(operation.locator("textarea").first.input_value())
        operation.get_by_role("button", name="Execute").click()
        answer = operation.locator(".live-responses-table .response")
        status = answer.locator(".response-col_status").inner_text().split()[0]
    assert (names, told > 0) == (list(KINDS), True)
    assert (shown, status) == ({"kind": "provider_error", "times": 1}, "201")
    (fault,) = uwear.control("GET", "faults")["items"]
    assert (fault["kind"], fault["times"]) == ("provider_error", 1)
    assert tab.complaints == []


def test_an_example_that_is_read_there_is_planned_as_it_stands(uwear: Shop) -> None:
    url = f"{uwear.server.origin}/_mock/openapi.json"
    document = requests.get(url, timeout=10).json()
    route = document["paths"]["/_mock/{vendor}/workspaces/{id}/faults"]["post"]
    examples = route["requestBody"]["content"]["application/json"]["examples"]
    for example in examples.values():
        plan(uwear, **example["value"])
