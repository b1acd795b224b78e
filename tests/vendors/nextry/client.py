"""What a client of Nextry does, in few words."""

from typing import Any

from tests.support.pictures import picture
from tests.support.serving import Shop

Json = dict[str, Any]

GENERATE = "/generation/generate_image_v2/"
HISTORY = "/user/generation-history"
CLOTHES = picture("PNG", (30, 40))
PERSON = picture("JPEG", (60, 90))
BOTH = {"clothes": CLOTHES, "person": PERSON}


def generate(shop: Shop, tool: str = "fashion_swap", files: Any = BOTH, **members: str) -> Json:
    """Queue a job; the answer."""
    answer: Json = shop.json("POST", GENERATE, data={"tool": tool, **members}, files=files)
    return answer


def read(shop: Shop, item_id: str) -> Json:
    """One item of the history."""
    item: Json = shop.json("GET", f"{HISTORY}/{item_id}")
    return item


def finished(shop: Shop, **request: Any) -> Json:
    """Queue a job and wait for its end; its item."""
    queued = generate(shop, **request)
    shop.advance(to="idle")
    return read(shop, queued["history_item_id"])


def listed(shop: Shop, **query: Any) -> list[str]:
    """The ids of every page of the history, in order; the counts must agree with the pages."""
    ids: list[str] = []
    page = 1
    while True:
        answer = shop.json("GET", HISTORY, params={**query, "page": page})
        assert (answer["page"], answer["count"]) == (page, len(answer["items"]))
        ids += [item["id"] for item in answer["items"]]
        if page >= answer["pages"]:
            assert answer["total_count"] == len(ids)
            return ids
        page += 1
