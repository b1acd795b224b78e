"""Very many jobs with a webhook each, from the first request to the last delivery, in virtual time."""

import time
from typing import Any

from tests.benchmarks.accounts import Account
from tests.benchmarks.load import load
from tests.benchmarks.process import HEALTH, dressform, free_port, served
from tests.benchmarks.receiver import Receiver, receiving

Json = dict[str, Any]

JOBS = 100_000

_PILOT = 2_000


def measure(seconds: float) -> Json:
    """Seconds for all of them; where that takes more than there is, from as many as there was time for."""
    port = free_port()
    with receiving() as receiver, served(dressform(port, "--quiet"), port, HEALTH) as server:
        pilot = _simulate(server.origin, receiver, _PILOT)
        fit = int(seconds / pilot["total_s"] * _PILOT * 0.8)
        jobs = min(JOBS, max(_PILOT, fit))
        before = server.cpu
        measured = _simulate(server.origin, receiver, jobs)
        cpu = server.cpu - before
    scale = JOBS / jobs
    return {
        "jobs": jobs,
        **{name: round(value * scale, 1) for name, value in measured.items()},
        "cpu_s": round(cpu * scale, 1),
    }


def _simulate(origin: str, receiver: Receiver, jobs: int) -> dict[str, float]:
    account = Account.open(origin, "uwear", webhook_url=receiver.url)
    already, began = receiver.count, time.perf_counter()
    load(int(origin.rpartition(":")[2]), [account.create], count=jobs)
    created = time.perf_counter()
    account.control("POST", "clock/advance", json={"to": "idle"})
    settled = time.perf_counter()
    assert receiver.count - already == jobs, f"{receiver.count - already} of {jobs} delivered"
    return {
        "created_s": created - began,
        "delivered_s": settled - created,
        "total_s": settled - began,
    }
