"""Faults planned over HTTP, and what is left of them."""

from typing import Any

from tests.support.serving import Shop

Json = dict[str, Any]

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}
CREATE = "create_generation"


def plan(shop: Shop, kind: str, **settings: Any) -> Json:
    """Plan a fault; once, unless told otherwise."""
    fault: Json = shop.control("POST", "faults", json={"kind": kind, "times": 1} | settings)
    return fault


def plan_for_good(shop: Shop, kind: str, **settings: Any) -> Json:
    """Plan a fault that strikes until it is taken back."""
    fault: Json = shop.control("POST", "faults", json={"kind": kind} | settings)
    return fault


def fired(shop: Shop) -> list[int]:
    """How often each planned fault has struck."""
    return [fault["fired"] for fault in shop.control("GET", "faults")["items"]]


def latest_request(shop: Shop) -> Json:
    """The journal's last entry."""
    entry: Json = shop.control("GET", "requests")["items"][-1]
    return entry


def movements(shop: Shop) -> list[tuple[str, int]]:
    """The ledger after the first grant."""
    rows = shop.control("GET", "ledger")["items"]
    return [(row["kind"], row["amount"]) for row in rows[1:]]


def job_states(shop: Shop) -> list[str]:
    """The state of each job."""
    return [job["state"] for job in shop.control("GET", "jobs")["items"]]
