"""`make soak`: 200,000 requests to accounts that come and go, and what the server's memory does.

`python -m tests.benchmarks.soak [REQUESTS]`. The exit status is 1 if memory goes on growing.
"""

# ruff: noqa: T201 - its output

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from dressform.engine.webhooks import MAX_SETTLED
from dressform.http.journal import MAX_BYTES, MAX_ENTRIES
from dressform.http.media_cache import CACHE_BYTES, MEMORY_BYTES
from tests.benchmarks.accounts import Account
from tests.benchmarks.load import Request, load
from tests.benchmarks.process import HEALTH, OUR_CORE, OURS, Served, dressform, free_port, served
from tests.benchmarks.receiver import Receiver, receiving

REQUESTS = 200_000

_ROUND = 10_000
_JOBS, _PICTURES = 1_000, 5
_SETTLED = 5
"""Rounds after which memory has to stay where it is."""

_HEAD = "{:>9} {:>10} {:>14} {:>16} {:>12} {:>10}"

_GROWTH = 16e6
"""Bytes that memory may be larger at the end than when it had settled: what one journal may hold, twice."""


def main(requests: int) -> bool:
    """Whether memory stayed where it was once it had settled."""
    os.sched_setaffinity(0, {OUR_CORE})
    rounds = max(_SETTLED + 1, requests // _ROUND)
    port, readings = free_port(), list[int]()
    with TemporaryDirectory() as media, receiving() as receiver:
        command = dressform(port, "--quiet")
        with served(command, port, HEALTH, environment={**OURS, "TMPDIR": media}) as server:
            print(
                _HEAD.format(
                    "requests", "after it", "account open", "journal", "deliveries", "media"
                )
            )
            print(_HEAD.format("0", _mb(server.memory), "", "", "", ""))
            for number in range(rounds):
                facts = _round(server, receiver, Path(media), seed=number)
                readings.append(server.memory)
                print(_HEAD.format(f"{(number + 1) * _ROUND:,}", _mb(readings[-1]), *facts))
    bounds = (f"{MAX_ENTRIES:,}, {_mb(MAX_BYTES)}", f"{MAX_SETTLED:,}", _mb(CACHE_BYTES))
    print(_HEAD.format("bound", "", "", *bounds))
    print(f"of the media, {_mb(MEMORY_BYTES)} at most are in memory, too")
    growth = readings[-1] - readings[_SETTLED - 1]
    kept = growth < _GROWTH
    print(f"grown by {_mb(growth)} since {_SETTLED * _ROUND:,} requests; bound {_mb(_GROWTH)}")
    return kept


def _round(server: Served, receiver: Receiver, media: Path, *, seed: int) -> tuple[str, ...]:
    """Open an account, ask it all kinds of things, close it; how full its stores were before that:
    all memory, entries of its journal, its deliveries, media on disk.
    """
    account = Account.open(server.origin, "uwear", webhook_url=receiver.url, seed=seed)
    before = receiver.count
    load(server.port, [account.create], count=_JOBS)
    account.control("POST", "clock/advance", json={"to": "idle"})
    mixed = list(_mixture(account))
    load(server.port, mixed, count=_ROUND - _JOBS, classes=b"24")
    most = _mb(server.memory)
    entries = len(account.control("GET", "requests")["items"])
    drawn = sum(file.stat().st_size for file in media.rglob("*") if file.is_file())
    deliveries = len(account.control("GET", "deliveries")["items"])
    account.control("DELETE", "")
    assert receiver.count - before == deliveries == _JOBS
    return most, f"{entries:,}", f"{deliveries:,}", _mb(drawn)


def _mixture(account: Account) -> Iterator[Request]:
    """A hundred requests: mostly polls, some downloads, a list, and what is refused."""
    done = [account.poll(job) for job in range(1, _PICTURES + 1)]
    pictures = [account.media(account.answer(poll)) for poll in done]
    assert account.list is not None
    stranger = replace(done[0], headers=(("Authorization", "Bearer nobody's"),))
    broken = replace(account.create, body=b'{"prompt": "' + b"x" * 50_000)
    yield from chain.from_iterable(repeat(done, 13))
    yield from chain.from_iterable(repeat(pictures, 5))
    yield account.list
    yield from (stranger, account.get("/no-such-place"), account.poll(10**9))
    yield from repeat(broken, 6)


def _mb(size: float) -> str:
    return f"{size / 1e6:,.1f} MB"


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS))
