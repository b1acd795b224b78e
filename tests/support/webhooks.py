"""One webhook of one generation, as the control API tells it."""

from datetime import datetime
from typing import Any

from tests.support.serving import Shop

Json = dict[str, Any]

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


def deliver(shop: Shop, url: str) -> Json:
    """The delivery of a generation that has just ended, its first attempt made."""
    made = shop.json("POST", "/generation", json=CHEAP | {"webhook_url": url})
    shop.control("POST", f"jobs/{made['generation_id']}/finish")
    return latest_delivery(shop)


def latest_delivery(shop: Shop) -> Json:
    """The delivery made last, and its attempts."""
    delivery: Json = shop.control("GET", "deliveries")["items"][-1]
    return delivery


def seconds_after(delivery: Json) -> list[float]:
    """When the attempts were made, in seconds since the event."""
    event = datetime.fromisoformat(delivery["created_at"])
    return [
        (datetime.fromisoformat(attempt["at"]) - event).total_seconds()
        for attempt in delivery["attempts"]
    ]
