"""Measures, prints as it goes, and writes bench.json: `python -m tests.benchmarks [PART...]`."""

# ruff: noqa: T201 - its output

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks import checking, growth, handles, installed, roads, tables, virtual
from tests.benchmarks.process import CORES, OUR_CORE

Json = dict[str, Any]

TOTAL = 260.0
"""Seconds for everything. A part that takes longer than its share leaves less for the next ones."""


@dataclass(frozen=True)
class Part:
    """Something to measure in a share of the time, and how it is shown."""

    share: float
    measure: Callable[[float], Json]
    show: Callable[[Json], Iterator[str]]


def _requests_and_rivals(part: Json) -> Iterator[str]:
    return chain(tables.requests_table(part), [""], tables.rivals_table(part))


PARTS = {
    "requests": Part(0.3, roads.measure, _requests_and_rivals),
    "growth": Part(0.28, growth.measure, tables.growth_table),
    "virtual": Part(
        0.14,
        virtual.measure,
        partial(tables.plain_table, f"{virtual.JOBS:,} jobs with a webhook each, virtual time"),
    ),
    "handles_ms": Part(0.08, handles.measure, partial(tables.plain_table, "One server, ms")),
    "installed_ms": Part(0.1, installed.measure, partial(tables.plain_table, "Installed, ms")),
    "check": Part(0.1, checking.measure, partial(tables.plain_table, "dressform check")),
}


def main(wanted: list[str]) -> None:
    """Measure the parts, print, write."""
    began = perf_counter()
    os.sched_setaffinity(0, {OUR_CORE})
    report: Json = {"machine": _machine()}
    parts = {name: part for name, part in PARTS.items() if not wanted or name in wanted}
    shares = sum(part.share for part in PARTS.values())
    for name, part in parts.items():
        left = max(0.0, TOTAL - (perf_counter() - began)) if not wanted else TOTAL * shares
        report[name] = part.measure(left * part.share / shares)
        shares -= 0 if wanted else part.share
        if report[name]:
            _print("", *part.show(report[name]))
    _print("", *tables.goals_table(report))
    report["seconds"] = round(perf_counter() - began, 1)
    _print("", f"bench.json; {report['seconds']:.0f} s in all")
    Path("bench.json").write_text(json.dumps(report, indent=2) + "\n")


def _machine() -> Json:
    names = ("dressform", "aiohttp", "msgspec", "jsonschema-rs", "uvloop", "orjson")
    return {
        "cores": len(CORES),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "versions": {name: _version(name) for name in names},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _print(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
