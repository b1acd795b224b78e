"""Stored jobs: made by the vendor's own handler, without HTTP, and finished by time going on."""

import time
from pathlib import Path
from typing import Any

from dressform.engine.clock import HOUR
from dressform.engine.workspace import Workspace
from dressform.http.deployment import Deployment
from dressform.vendor import Call
from tests.benchmarks.accounts import CALLS, PLENTY

OPERATION = "create_generation"
"""Uwear's: its jobs end with a result, and its list sorts and filters them."""

_AT_ONCE = 1_000


def fill(deployment: Deployment, workspace: Workspace, jobs: int, seconds: float) -> int:
    """So many finished jobs, or as many as can be made in that time; how many."""
    handler = deployment.vendor.handlers[OPERATION]
    body = CALLS["uwear"].body
    schema = deployment.contract.operations[OPERATION].bodies["application/json"]
    workspace.ledger.grant(workspace.now, PLENTY)
    end = time.perf_counter() + seconds
    while len(workspace.jobs) < jobs and time.perf_counter() < end:
        for _ in range(min(_AT_ONCE, jobs - len(workspace.jobs))):
            settings = schema.with_defaults(dict(body))
            base_url = "http://127.0.0.1/uwear"
            handler(Call(workspace, OPERATION, base_url, body=dict(body), settings=settings))
        workspace.advance_to(workspace.now + HOUR)
    return len(workspace.jobs)


def memory() -> int:
    """This process's resident bytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def filled(deployment: Deployment, jobs: int, seconds: float) -> dict[str, Any]:
    """Fill the default workspace; how many, how long it took, and the bytes of one."""
    workspace = next(deployment.workspaces())
    before, began = memory(), time.perf_counter()
    made = fill(deployment, workspace, jobs, seconds)
    return {
        "jobs": made,
        "seconds": round(time.perf_counter() - began, 1),
        "bytes_per_job": round((memory() - before) / made),
    }
