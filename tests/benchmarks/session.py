"""Measures one `MockServer` in this process, and prints milliseconds as JSON.

Run as a script by the interpreter of an installation: `session.py cold|warm|handle`.
"""

import json
import sys
import urllib.request
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

_FRESH = 200
_SAVED = 20


def milliseconds(work: Callable[..., Any], *arguments: Any) -> float:
    """How long that took."""
    began = perf_counter()
    work(*arguments)
    return (perf_counter() - began) * 1000


def start() -> None:
    """Import and start a server, as the session fixture does."""
    from dressform import MockServer

    MockServer().start()


def create(shop: Any) -> None:
    """One job."""
    body = json.dumps({"prompt": "a dress", "num_images": 1}).encode()
    headers = {"Authorization": f"Bearer {shop.api_key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{shop.base_url}/generation", body, headers)
    urllib.request.urlopen(request, timeout=10).close()


def handle() -> dict[str, float]:
    """A fresh workspace, snapshots of it with few and with many jobs, and the end of it all."""
    from dressform import MockServer

    server = MockServer().start()
    vendor = server.vendors["uwear"]
    measured = {"fresh_workspace": median(milliseconds(vendor.workspace) for _ in range(_FRESH))}
    for jobs in (10, 1000):
        shop = vendor.workspace(credits=10**9)
        for _ in range(jobs):
            create(shop)
        kept = shop.snapshot()
        taken, restored = f"snapshot_of_{jobs}_jobs", f"restore_of_{jobs}_jobs"
        measured[taken] = median(milliseconds(shop.snapshot) for _ in range(_SAVED))
        measured[restored] = median(milliseconds(shop.restore, kept) for _ in range(_SAVED))
    return measured | {"stop": milliseconds(server.stop)}


def main(what: str) -> None:
    """Measure one thing in a process that has done nothing else."""
    if what == "handle":
        measured = handle()
    else:
        if what == "warm":
            import aiohttp.web  # noqa: F401 - what the rest comes on top of
        measured = {f"session_start_{what}": milliseconds(start)}
    print(json.dumps(measured))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
