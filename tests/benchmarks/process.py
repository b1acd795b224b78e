"""A server in a process of its own, on a core of its own where there are two: what it costs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from tests.benchmarks.load import Request, load

ROOT = Path(__file__).parents[2]

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, OUR_CORE = CORES[-1], CORES[0]
"""The last core for whichever server is measured, the first for the load; the same if there is one."""

OURS = {**os.environ, "PYTHONPATH": f"{ROOT / 'mockserver'}:{ROOT}"}
"""The environment in which Python finds this checkout."""


_ENDING = 15.0
"""Seconds that a server has to end by itself: long ones, as a million jobs are let go of one by one."""


class NotServed(Exception):
    """A server that did not come up; its last words."""


@dataclass(frozen=True)
class Served:
    """A running server: its process, its port, and the seconds until its first answer."""

    pid: int
    port: int
    first_answer: float

    @property
    def origin(self) -> str:
        """`http://host:port`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has used, user and system, of all its threads.

        Its CPU clock, whose id the kernel makes of the process's: `/proc` counts in hundredths.
        """
        return time.clock_gettime(~self.pid << 3 | 2)

    @property
    def memory(self) -> int:
        """Resident bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024


@contextmanager
def served(
    command: Sequence[str | Path],
    port: int,
    first: Request,
    *,
    ready: float = 60,
    environment: Mapping[str, str] = OURS,
) -> Iterator[Served]:
    """Run it until it has answered `first` with 2xx, within `ready` seconds, and as long as it is
    needed.
    """
    with TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=dict(environment),
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=_take_core,
        )
        try:
            while not _answers(port, first):
                if process.poll() is not None or time.perf_counter() > began + ready:
                    errors.seek(0)
                    raise NotServed(
                        f"{command[0]}: {errors.read()[-2000:].decode(errors='replace')}"
                    )
                time.sleep(0.002)
            yield Served(process.pid, port, time.perf_counter() - began)
        finally:
            process.terminate()
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def dressform(port: int, *arguments: str) -> list[str | Path]:
    """The command that serves on that port."""
    serve = (sys.executable, "-m", "dressform", "serve", "--port", str(port))
    return [*serve, "--clock", "manual", *arguments]


HEALTH = Request("GET", "/_mock/health")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _take_core() -> None:
    os.sched_setaffinity(0, {SERVER_CORE})


def _answers(port: int, request: Request) -> bool:
    try:
        load(port, [request], count=1, connections=1)
    except OSError:
        return False
    return True
