"""An upload that no longer fits is not shown any more, and nothing else changes."""

from base64 import b64encode

import pytest

from dressform.engine import uploads
from tests.support.pictures import picture
from tests.support.serving import Shop


def data_url(size: tuple[int, int]) -> str:
    """A picture of that size, embedded."""
    return f"data:image/png;base64,{b64encode(picture(size=size)).decode()}"


def test_a_picture_that_was_forgotten_is_not_found_and_results_are_shown_without_it(
    uwear: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1)
    items = [
        uwear.json(
            "POST",
            "/clothing-item",
            json={"clothing_item_name": "Jacket", "clothing_item_url": data_url(size)},
        )
        for size in ((3, 2), (2, 3))
    ]
    statuses = [uwear.http.get(item["clothing_item_url"], timeout=30).status_code for item in items]
    assert statuses == [404, 200]
    item_id = items[0]["clothing_item_id"]
    body = {
        "prompt": "x",
        "num_images": 1,
        "model_slug": "gemini-flash",
        "clothing_item_ids": [item_id],
    }
    job = uwear.json("POST", "/generation", json=body)["generation_id"]
    uwear.advance(to="idle")
    (result,) = uwear.json("GET", f"/generation/{job}")["generation_results"]
    assert uwear.http.get(result["url"], timeout=30).status_code == 200
    assert uwear.call("DELETE", f"/clothing-item/{item_id}").status_code == 200
