"""What `make bench` prints."""

from collections.abc import Iterator
from typing import Any

from tests.benchmarks import roads
from tests.benchmarks.accounts import CALLS
from tests.benchmarks.goals import goals
from tests.benchmarks.load import CONNECTIONS
from tests.benchmarks.process import OUR_CORE, SERVER_CORE
from tests.benchmarks.rivals import RIVALS

Json = dict[str, Any]

_QUIET = 0.9
_VERDICTS = {True: "reached", False: "NOT REACHED", None: "-"}


def requests_table(part: Json) -> Iterator[str]:
    """Rates, latencies and costs by vendor, beside bare aiohttp's."""
    rows = part["requests"]
    yield f"{CONNECTIONS} connections; each server on core {SERVER_CORE}, the load on core {OUR_CORE}"
    had = min(row["busy"] for name, row in rows.items() if name.startswith("bare "))
    if had < _QUIET:
        yield f"THE MACHINE WAS BUSY: bare aiohttp got {had:.0%} of its core. Go by the CPU."
    yield f"{'':28} {'req/s':>9} {'to bare':>8} {'by CPU':>7} {'p50 ms':>8} {'p99 ms':>8} {'CPU us':>8}"
    for slug, calls in CALLS.items():
        yield calls.title
        for name, row in rows.items():
            kind = name.removeprefix(f"{slug} ")
            if kind == name:
                continue
            yield _row(f"  {kind}", row, row.get("ratio"), row.get("ratio_by_cpu"))
            if "of" in row and kind != roads.TELLING:
                yield _row("    bare aiohttp, the same", rows[row["of"]], None, None)


def rivals_table(part: Json) -> Iterator[str]:
    """The peers, and how many times their requests a creation of ours is; starts and memory."""
    rows, servers = part["requests"], part["servers"]
    head = f"{'req/s':>9} {'times':>8} {'by CPU':>7} {'p50 ms':>8} {'p99 ms':>8} {'CPU us':>8}"
    yield f"{'POST, ours times theirs':28} {head} {'start s':>8} {'MB':>6}"
    own = {"Dressform": rows["uwear create"], "bare aiohttp": rows["bare /uwear/create"]}
    for name, row in own.items():
        yield _row(name, row, None, None) + _footprint(servers[name])
    for name in (rival.name for rival in RIVALS):
        if name in part["missing"]:
            yield f"{name:28} {part['missing'][name]}"
        else:
            row = rows[name]
            line = _row(name, row, 1 / row["ratio"], 1 / row["ratio_by_cpu"])
            yield line + _footprint(servers[name])


def growth_table(part: Json) -> Iterator[str]:
    """Costs by the number of stored jobs."""
    yield f"{'CPU us, by finished jobs':28} " + " ".join(f"{name:>18}" for name in part["stored"])
    for kind, costs in part["costs"].items():
        cells = (f"{c['cpu_us']:>10,.0f} x {c['times']:<5.3g}" for c in costs.values())
        yield f"{kind:28} " + " ".join(f"{cell:>18}" for cell in cells)
    tails = ", ".join(f"{ms} ms with {name}" for name, ms in part["create_p99_ms"].items())
    yield f"p99 of a create: {tails}"
    largest, made = list(part["stored"].items())[-1]
    yield f"{largest} jobs were made in {made['seconds']} s and take {made['bytes_per_job']} bytes each"


def plain_table(title: str, part: Json) -> Iterator[str]:
    """Names and numbers."""
    yield title
    for name, value in part.items():
        shown = f"{value:,.10g}" if isinstance(value, int) else f"{value:,.2f}"
        yield f"  {name.replace('_', ' '):32} {shown:>12}"


def goals_table(report: Json) -> Iterator[str]:
    """What was wanted, found, reached."""
    yield f"{'goal':56} {'wanted':>8} {'found':>24}"
    for goal in goals(report):
        verdict = _VERDICTS[goal.reached]
        yield f"{goal.words:56} {goal.wanted:>8} {goal.found:>24}  {verdict}"


def _row(name: str, row: Json, ratio: float | None, by_cpu: float | None) -> str:
    ratios = (f"{'' if value is None else format(value, '.2f')}" for value in (ratio, by_cpu))
    first, second = ratios
    numbers = f"{row['p50_ms']:>8,.2f} {row['p99_ms']:>8,.2f} {row['cpu_us']:>8,.1f}"
    return f"{name:28} {row['rate']:>9,.0f} {first:>8} {second:>7} {numbers}"


def _footprint(server: Json) -> str:
    return f" {server['first_answer_s']:>8.2f} {server['memory_mb']:>6.0f}"
