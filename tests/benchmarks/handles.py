"""What the fixtures do with one server: fresh workspaces, resets, snapshots with few and many jobs.

`python -m tests.benchmarks.handles SECONDS` prints milliseconds as JSON.
"""

# ruff: noqa: T201 - its output

import json
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from dressform import MockServer
from tests.benchmarks.filling import fill
from tests.benchmarks.process import ROOT

SIZES = (10, 1_000, 100_000)

_FRESH, _LEAST, _MOST = 200, 2, 20


def measure(seconds: float) -> dict[str, float]:
    """Milliseconds, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.handles", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + 120)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def milliseconds(work: Callable[..., Any], *arguments: Any) -> float:
    """How long that took."""
    began = perf_counter()
    work(*arguments)
    return (perf_counter() - began) * 1000


def _several(seconds: float, work: Callable[..., Any], *arguments: Any) -> float:
    """The median of what fits into that time."""
    taken: list[float] = []
    while len(taken) < _LEAST or (len(taken) < _MOST and sum(taken) < seconds * 1000):
        taken.append(milliseconds(work, *arguments))
    return median(taken)


def _measure(seconds: float) -> dict[str, float]:
    server = MockServer(clock="manual").start()
    vendor = server.uwear
    found = {"fresh_workspace": median(milliseconds(vendor.workspace) for _ in range(_FRESH))}
    deployment = server._server.fronts["uwear"].deployment
    for jobs in SIZES:
        shop = vendor.workspace()
        made = fill(deployment, deployment.tenants[shop.id].workspace, jobs, seconds / 2)
        kept = shop.snapshot()
        found[f"snapshot_of_{made}_jobs"] = _several(seconds / 12, shop.snapshot)
        found[f"restore_of_{made}_jobs"] = _several(seconds / 12, shop.restore, kept)
        shop.close()
    found["reset"] = _several(1, server.reset)
    found["stop"] = milliseconds(server.stop)
    return found


if __name__ == "__main__":
    print(json.dumps(_measure(float(sys.argv[1]))))
