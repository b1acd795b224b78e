"""The numbers that issue 6 asks for, and how near this run came.

Ratios are by CPU: as many requests as each server would answer on a core that it has to itself, which is
what the rates say where nobody else is at work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.growth import SIZES
from tests.benchmarks.virtual import JOBS

Json = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """What is wanted, and what was found; `reached` is None for what was not measured."""

    words: str
    wanted: str
    found: str
    reached: bool | None


def goals(report: Json) -> Iterator[Goal]:
    """All of them; `report` is what `bench.json` holds."""
    yield from _requests(report.get("requests", {}))
    yield from _growth(report.get("growth", {}))
    yield from _times(report)


def _requests(part: Json) -> Iterator[Goal]:
    rows = part.get("requests", {})
    for kind, least in (("create", 0.7), ("poll", 0.8), ("poll, finished", 0.8)):
        named = {n: row for n, row in rows.items() if n.endswith(f" {kind}") and "ratio" in row}
        words = f"{kind}, of bare aiohttp's"
        yield _at_least(f"{words}: Uwear", least, named.get(f"uwear {kind}"))
        others = {n: row["ratio_by_cpu"] for n, row in named.items()}
        worst = min(others, key=lambda name: others[name], default="")
        yield _at_least(f"{words}: the least, {worst.partition(' ')[0]}", least, rows.get(worst))
    for name, times in (("Prism", 6), ("Mockoon", 12), ("FastAPI", 2.5)):
        row = rows.get(name)
        turned = row and {key: 1 / row[key] for key in ("ratio", "ratio_by_cpu")}
        yield _at_least(f"create, times {name}'s", times, turned)
    start = part.get("servers", {}).get("Dressform", {}).get("first_answer_s")
    yield _under("start to first answer, s", 0.5, start)


def _growth(part: Json) -> Iterator[Goal]:
    most = f"{SIZES[-1]:,}"
    stored = part.get("stored", {})
    had = list(stored)[-1] if stored else most
    note = "" if had == most else f" (with {had})"
    tail = part.get("create_p99_ms", {}).get(had)
    yield _under(f"p99 of a create with {most} jobs, ms", 10, tail, note)
    costs = part.get("costs", {})
    for kind in ("create", "poll", "list"):
        times = costs.get(kind, {}).get(had, {}).get("times")
        yield _under(f"{kind} with {most} jobs, times that with {SIZES[0]}", 1.2, times, note)
    yield _under("bytes a finished job", 2000, stored.get(had, {}).get("bytes_per_job"))


def _times(report: Json) -> Iterator[Goal]:
    installed, handles = report.get("installed_ms", {}), report.get("handles_ms", {})
    yield _under("session fixture, warm, ms", 150, installed.get("session_start_warm"))
    yield _under("session fixture, cold, ms", 450, installed.get("session_start_cold"))
    yield _under("fresh workspace, ms", 2, handles.get("fresh_workspace"))
    virtual = report.get("virtual", {})
    note = f" (by {virtual['jobs']:,})" if virtual.get("jobs", JOBS) < JOBS else ""
    words = f"{JOBS:,} jobs simulated, delivered, settled, s"
    yield _under(words, 30, virtual.get("total_s"), note)


def _at_least(words: str, least: float, row: Json | None) -> Goal:
    if not row:
        return Goal(words, f">= {least}", "not measured", None)
    found = f"{row['ratio_by_cpu']:.2f} ({row['ratio']:.2f} by rate)"
    return Goal(words, f">= {least}", found, row["ratio_by_cpu"] >= least)


def _under(words: str, most: float, value: float | None, note: str = "") -> Goal:
    """`note` says from how many it is where there was no time for all."""
    if value is None:
        return Goal(words, f"< {most:,}", "not measured", None)
    return Goal(words, f"< {most:,}", f"{value:,.4g}{note}", value < most)
