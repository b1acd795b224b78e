"""Snapshots over HTTP."""

from typing import Any

import requests

from tests.support.serving import Shop

Json = dict[str, Any]


def take(shop: Shop) -> str:
    """The id of a snapshot of this moment."""
    return str(shop.control("POST", "snapshots")["id"])


def restore(shop: Shop, snapshot: str) -> Json:
    facts: Json = shop.control("POST", f"snapshots/{snapshot}/restore")
    return facts


def fork(shop: Shop, snapshot: str) -> Shop:
    """A new workspace, from a snapshot."""
    facts = shop.control("POST", f"snapshots/{snapshot}/fork")
    http = requests.Session()
    http.headers["Authorization"] = f"Bearer {facts['api_key']}"
    return Shop(shop.server, shop.vendor, facts, http)
