"""Requests side by side: every vendor's, bare aiohttp's with the same answers, and the peers'."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.accounts import CALLS, FORMS, Account
from tests.benchmarks.load import Request
from tests.benchmarks.process import HEALTH, Served, dressform, free_port, served
from tests.benchmarks.rivals import RIVALS, competing
from tests.benchmarks.turns import Case, Found, by_cpu, by_rate, middle, take_turns

Json = dict[str, Any]

TELLING = "create, telling each"
"""The case of a server that prints a line for every request, as it does unless it is told not to."""

_STARTS = 5


@dataclass
class _Plan:
    """What is measured, and by the names of cases what each is compared with."""

    cases: list[Case] = field(default_factory=list)
    yardsticks: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, server: Served, request: Request, yardstick: str = "") -> None:
        """One more case."""
        self.cases.append(Case(name, server, request))
        self.yardsticks[name] = yardstick

    def beside(self, name: str, server: Served, request: Request, answer: str) -> None:
        """One more case, to be compared with bare aiohttp's giving the same answer to the same."""
        path = "/" + name.replace(", ", "-").replace(" ", "/")
        self.answers[path] = json.loads(answer)
        self.add(name, server, request, f"bare {path}")


def measure(seconds: float) -> Json:
    """Rows by vendor and by peer, and what it takes to start each server; in about so many seconds."""
    plan = _Plan()
    with ExitStack() as stack:
        starts = [_first_answer() for _ in range(_STARTS)]
        ours = stack.enter_context(_ours("--quiet"))
        accounts = {slug: Account.open(ours.origin, slug) for slug in CALLS}
        for slug, account in accounts.items():
            _plan_vendor(plan, slug, account, ours)
        bare = stack.enter_context(_bare(plan.answers))
        for case in list(plan.cases):
            if path := plan.yardsticks[case.name].removeprefix("bare "):
                same = replace(case.request, target=path)
                plan.add(f"bare {path}", bare, same)
        telling = stack.enter_context(_ours())
        told = Account.open(telling.origin, "uwear").create
        plan.add(f"uwear {TELLING}", telling, told, "bare /uwear/create")
        rivals = stack.enter_context(competing())
        for rival in RIVALS:
            if isinstance(server := rivals[rival.name], Served):
                plan.add(rival.name, server, rival.request, "uwear create")
        found = take_turns(plan.cases, seconds)
        footprints = {"Dressform": _footprint(ours), "bare aiohttp": _footprint(bare)}
        footprints["Dressform"]["first_answer_s"] = round(median(starts), 3)
        footprints |= {n: _footprint(s) for n, s in rivals.items() if isinstance(s, Served)}
    return {
        "requests": _rows(plan, found),
        "servers": footprints,
        "missing": {n: reason for n, reason in rivals.items() if isinstance(reason, str)},
    }


def _plan_vendor(plan: _Plan, slug: str, account: Account, ours: Served) -> None:
    """Its requests; a finished job is polled, and one that has not ended, where there are such."""
    created = account.answer(account.create)
    account.control("POST", "clock/advance", json={"to": "idle"})
    account.answer(account.create)
    states = {row["state"]: row["id"] for row in account.control("GET", "jobs")["items"]}
    if slug in FORMS:
        plan.add(f"{slug} create", ours, account.create)
    else:
        plan.beside(f"{slug} create", ours, account.create, created)
    for state, job in sorted(states.items(), reverse=True):
        name = "poll, finished" if state == "completed" else "poll"
        poll = account.poll(job)
        plan.beside(f"{slug} {name}", ours, poll, account.answer(poll))
    if account.list is not None:
        plan.add(f"{slug} list", ours, account.list)
    done = account.answer(account.poll(states["completed"]))
    plan.add(f"{slug} download", ours, account.media(done))


def _ours(*arguments: str) -> AbstractContextManager[Served]:
    port = free_port()
    return served(dressform(port, *arguments), port, HEALTH)


def _first_answer() -> float:
    with _ours("--quiet") as server:
        return server.first_answer


@contextmanager
def _bare(answers: dict[str, Any]) -> Iterator[Served]:
    with TemporaryDirectory() as folder:
        file, port = Path(folder, "answers.json"), free_port()
        file.write_text(json.dumps(answers))
        command = (sys.executable, "-m", "tests.benchmarks.bare", str(port), file)
        with served(command, port, Request("GET", next(iter(answers)))) as server:
            yield server


def _footprint(server: Served) -> Json:
    return {
        "first_answer_s": round(server.first_answer, 3),
        "memory_mb": round(server.memory / 1e6, 1),
    }


def _rows(plan: _Plan, found: Found) -> Json:
    rows: Json = {}
    for name, bursts in found.items():
        row = middle(bursts)
        rows[name] = {
            "rate": round(row.rate, 1),
            "p50_ms": round(row.p50, 2),
            "p99_ms": round(row.p99, 2),
            "cpu_us": round(row.cpu, 1),
            "busy": round(row.busy, 2),
        }
        if yardstick := plan.yardsticks[name]:
            rows[name]["of"] = yardstick
            rows[name]["ratio"] = round(by_rate(bursts, found[yardstick]), 4)
            rows[name]["ratio_by_cpu"] = round(by_cpu(bursts, found[yardstick]), 4)
    return rows
