"""What a person sees in a browser: the documentation page, and a video that plays."""

from typing import Any

import requests

from tests.support.browser import browsing
from tests.support.serving import Server, Shop

Json = dict[str, Any]


def test_the_docs_page_lists_every_operation_and_sends_real_requests_offline(
    server: Server,
) -> None:
    with browsing() as tab:
        tab.page.goto(f"{server.origin}/uwear/docs")
        tab.page.wait_for_selector(".opblock")
        listed = tab.page.locator(".opblock-summary-operation-id").all_inner_texts()
        operation = tab.page.locator(".opblock[id$='-list_clothing_items']")
        operation.locator(".opblock-summary-control").click()
        operation.get_by_role("button", name="Try it out").click()
        operation.get_by_role("button", name="Execute").click()
        answer = operation.locator(".live-responses-table .response")
        status = answer.locator(".response-col_status").inner_text().split()[0]
        text = answer.locator(".response-col_description").inner_text()
        badges = tab.page.get_by_text("documented", exact=True).count()

    document = requests.get(f"{server.origin}/uwear/openapi.json", timeout=10).json()
    operations = {o["operationId"] for item in document["paths"].values() for o in _methods(item)}
    assert set(listed) - operations == {"on_generation_completed", "on_generation_failed"}
    assert operations <= set(listed)
    assert (status, '"total_count"' in text) == ("200", True)
    assert badges > 0
    assert tab.foreign(server.origin) == []
    assert tab.complaints == []


def test_a_video_plays_in_a_browser_for_as_long_as_was_asked(server: Server, uwear: Shop) -> None:
    body = {
        "use_case": "video",
        "model_slug": "kling-2-5-turbo-pro",
        "image_url": "https://example.com/source.png",
        "num_images": 1,
        "duration": 5,
    }
    uwear.json("POST", "/generation", json=body)
    uwear.advance(to="idle")
    (result,) = uwear.json("GET", "/generation-results")["data"]
    with browsing() as tab:
        tab.page.goto(result["url"])
        played: Json = tab.page.evaluate(
            """async () => {
                const video = document.querySelector('video');
                video.muted = true;
                await video.play();
                await new Promise(done => { video.ontimeupdate = () => video.currentTime > 0.3 && done(); });
                return {duration: video.duration, width: video.videoWidth, height: video.videoHeight};
            }"""
        )
    assert (round(played["duration"], 1), played["width"], played["height"]) == (5.0, 720, 720)


def _methods(item: Json) -> list[Json]:
    return [item[m] for m in ("get", "post", "put", "delete") if m in item]
