"""ProductAI's page in a real browser: it knows the key, and what it shows can be tried out."""

from dressform.contract import load
from dressform.http.server import Server
from tests.support.browser import browsing


def test_the_docs_page_lists_every_operation_and_sends_its_example_with_the_key(
    server: Server,
) -> None:
    with browsing() as tab:
        tab.page.goto(f"{server.origin}/productai/docs")
        tab.page.wait_for_selector(".opblock")
        listed = tab.page.locator(".opblock-summary-operation-id").all_inner_texts()
        operation = tab.page.locator(".opblock[id$='-generate']")
        operation.locator(".opblock-summary-control").click()
        operation.get_by_role("button", name="Try it out").click()
        operation.get_by_role("button", name="Execute").click()
        answer = operation.locator(".live-responses-table .response")
        status = answer.locator(".response-col_status").inner_text().split()[0]
        text = answer.locator(".response-col_description").inner_text()

    assert set(listed) == {*load("productai").operations, "on_job_success", "on_job_error"}
    assert (status, '"prompt": "Add sunglasses"' in text) == ("200", True)
    assert tab.foreign(server.origin) == []
    assert tab.complaints == []
