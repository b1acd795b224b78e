"""Prints the table of `make bench` and writes it to bench.json."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import requests

from tests.benchmarks import installed
from tests.benchmarks.load import Measured, load

_URL = r"http://\S+(/uwear|:\d+)$"

ROUNDS = 3
SECONDS = 2.0
CONNECTIONS = 32
BODY = json.dumps(
    {"model_slug": "gemini-flash", "prompt": "a model on the beach", "num_images": 1}
).encode()


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A Python module in a process of its own, and the URL it prints: Uwear's, or the only one."""
    running = subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        url = next(line for line in running.stdout if re.search(_URL, line))
        yield running, url[url.index("http://") :].strip()
    finally:
        running.terminate()
        running.wait(10)
        running.stdout.close()


def first_answer() -> float:
    """Seconds from starting `dressform serve` to its first answer."""
    began = perf_counter()
    with process("dressform", "serve", "--port", "0", "--quiet") as (_, url):
        requests.get(f"{url.removesuffix('/uwear')}/_mock/health", timeout=10).raise_for_status()
        return perf_counter() - began


def main() -> None:
    """Measure, print, write."""
    started = [first_answer() for _ in range(3)]
    server = process("dressform", "serve", "--port", "0", "--quiet", "--clock", "manual")
    with server as (ours, base), process("tests.benchmarks.bare") as (_, bare):
        control = f"{base.removesuffix('/uwear')}/_mock/uwear/workspaces"
        began = perf_counter()
        account = requests.post(control, json={"credits": 10**12}, timeout=10).json()
        fresh = (perf_counter() - began) * 1000
        key = account["api_key"]
        before = _memory(ours.pid)
        rows = _rounds(base, bare, key)
        jobs = len(requests.get(f"{control}/{account['id']}/jobs", timeout=60).json()["items"])
        after = _memory(ours.pid)
    report = {
        "first_answer_s": round(median(started), 3),
        "fresh_workspace_ms": round(fresh, 2),
        "bytes_per_job": round((after - before) / max(1, jobs)),
        "jobs": jobs,
        "requests": {name: _summary(found) for name, found in rows.items()},
    }
    report["create_to_bare"] = _ratio(rows, "create", "bare POST")
    report["poll_to_bare"] = _ratio(rows, "poll", "bare GET")
    report["installed_ms"] = installed.measure()
    _print(report)
    Path("bench.json").write_text(json.dumps(report, indent=2))


def _rounds(base: str, bare: str, key: str) -> dict[str, list[Measured]]:
    cases = {
        "bare POST": (f"{bare}/generation", BODY),
        "create": (f"{base}/generation", BODY),
        "bare GET": (f"{bare}/generation/1", None),
        "poll": (f"{base}/generation/1", None),
    }
    rows: dict[str, list[Measured]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, (url, body) in cases.items():
            measured = asyncio.run(load(url, key, body, seconds=SECONDS, connections=CONNECTIONS))
            rows[name].append(measured)
    return rows


def _summary(rounds: list[Measured]) -> dict[str, float]:
    return {
        name: round(median(getattr(measured, name) for measured in rounds), 2)
        for name in ("rate", "p50", "p99")
    }


def _ratio(rows: dict[str, list[Measured]], ours: str, theirs: str) -> float:
    pairs = zip(rows[ours], rows[theirs], strict=True)
    return round(median(a.rate / b.rate for a, b in pairs), 3)


def _memory(pid: int) -> int:
    """Resident bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def _print(report: dict[str, object]) -> None:
    requests_rows = report["requests"]
    assert isinstance(requests_rows, dict)
    print(f"{'':10} {'req/s':>10} {'p50 ms':>8} {'p99 ms':>8}")  # noqa: T201
    for name, row in requests_rows.items():
        print(f"{name:10} {row['rate']:>10,.0f} {row['p50']:>8} {row['p99']:>8}")  # noqa: T201
    installed_rows = report["installed_ms"]
    assert isinstance(installed_rows, dict)
    print(f"{'':24} {'ms':>8}")  # noqa: T201
    for name, milliseconds in installed_rows.items():
        print(f"{name:24} {milliseconds:>8.2f}")  # noqa: T201
    for name, value in report.items():
        if name not in ("requests", "installed_ms"):
            print(f"{name:20} {value}")  # noqa: T201


if __name__ == "__main__":
    main()
