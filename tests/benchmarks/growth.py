"""What a request costs when few, some, and very many finished jobs are stored."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dressform.vendors import VENDORS
from tests.benchmarks.accounts import Account
from tests.benchmarks.load import Request, load
from tests.benchmarks.process import HEALTH, Served, free_port, served
from tests.benchmarks.turns import Case, Found, burst, by_cpu, middle, take_turns

Json = dict[str, Any]

SIZES = (10, 10_000, 1_000_000)

_FILLING, _LONG = 0.65, 0.06
"""Shares of the time: making the jobs, and the long look at the slowest answers."""

_SLOW = 0.02
"""Seconds of CPU from which one request is too slow to be asked for over and over."""


def measure(seconds: float) -> Json:
    """Costs by size, each against the smallest, and the tail of a creation's latencies."""
    with ExitStack() as stack:
        stores = [stack.enter_context(_store(jobs, seconds * _FILLING)) for jobs in SIZES]
        names = [f"{store['jobs']:,}" for _, store in stores]
        cases = [
            Case(f"{kind}, {name}", server, request)
            for kind in ("create", "poll", "list")
            for name, (server, store) in zip(names, stores, strict=True)
            for request in [_request(kind, server, store["jobs"])]
        ]
        slow = {case.name: took for case in cases if (took := _once(case)) > _SLOW}
        rest = seconds * (1 - _FILLING - 2 * _LONG)
        found = take_turns([case for case in cases if case.name not in slow], rest)
        tails = {
            name: burst(Case("create", server, _request("create", server, 1)), seconds * _LONG)
            for name, (server, _) in zip(names, stores, strict=True)
            if name in (names[0], names[-1])
        }
    return {
        "stored": {name: store for name, (_, store) in zip(names, stores, strict=True)},
        "costs": {kind: _costs(kind, names, found, slow) for kind in ("create", "poll", "list")},
        "create_p99_ms": {name: round(tail.p99, 2) for name, tail in tails.items()},
        "create_tail_busy": {name: round(tail.busy, 2) for name, tail in tails.items()},
    }


@contextmanager
def _store(jobs: int, seconds: float) -> Iterator[tuple[Served, Json]]:
    with TemporaryDirectory() as folder:
        port, made = free_port(), Path(folder, "made.json")
        command = (sys.executable, "-m", "tests.benchmarks.stored", str(port), str(jobs))
        with served((*command, str(seconds), made), port, HEALTH, ready=seconds + 60) as server:
            yield server, json.loads(made.read_text())


def _request(kind: str, server: Served, jobs: int) -> Request:
    facts = {
        "id": "default",
        "api_key": VENDORS["uwear"].default_key,
        "base_url": f"{server.origin}/uwear",
    }
    account = Account(server.origin, "uwear", facts)
    request = {
        "create": account.create,
        "poll": account.poll(jobs // 2),
        "list": account.list,
    }[kind]
    assert request is not None
    return request


def _once(case: Case) -> float:
    """Seconds of CPU that one request takes, the second time."""
    for _ in range(2):
        before = case.server.cpu
        load(case.server.port, [case.request], count=1, connections=1)
    return case.server.cpu - before


def _costs(kind: str, names: list[str], found: Found, slow: dict[str, float]) -> Json:
    """Microseconds of CPU a request, and how many times that of the fewest jobs."""
    costs: Json = {}
    first = found[f"{kind}, {names[0]}"]
    for name in names:
        if (took := slow.get(f"{kind}, {name}")) is not None:
            costs[name] = {"cpu_us": round(took * 1e6), "times": took * 1e6 / middle(first).cpu}
        else:
            bursts = found[f"{kind}, {name}"]
            times = 1 / by_cpu(bursts, first)
            costs[name] = {"cpu_us": round(middle(bursts).cpu, 1), "times": times}
        costs[name]["times"] = round(costs[name]["times"], 3)
    return costs
