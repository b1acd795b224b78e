"""`dressform` in a process of its own, as a person runs it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT / "mockserver"),
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "error",
}
_MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def _environment(changes: dict[str, str]) -> dict[str, str]:
    """Coverage is measured in our own package only, not in a copy that `PYTHONPATH` leads to."""
    return ENVIRONMENT | changes | ({} if "PYTHONPATH" in changes else _MEASURED)


@dataclass
class Served:
    """`dressform serve` in a process of its own. `banner` is what it printed at the start."""

    process: "subprocess.Popen[str]"
    banner: list[str]

    @property
    def exported(self) -> dict[str, str]:
        """The lines made for copying."""
        lines = "\n".join(self.banner)
        return dict(re.findall(r"^ *export (\w+)=(\S+)", lines, re.MULTILINE))

    @property
    def origin(self) -> str:
        return self.exported["UWEAR_BASE_URL"].removesuffix("/uwear")

    def end(self, number: int) -> tuple[int, str, str, float]:
        """Send the signal; status, what else it printed, its errors, and the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err, time.monotonic() - started


def run_dressform(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dressform", *arguments],
        env=_environment(environment),
        capture_output=True,
        text=True,
        timeout=30,
    )


@contextmanager
def serve_dressform(*arguments: str, **environment: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dressform", "serve", "--port", "0", *arguments],
        env=_environment(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    banner: list[str] = []
    try:
        while (line := process.stdout.readline().rstrip("\n")) != "Ctrl-C stops.":
            assert line, process.communicate(timeout=10)
            banner.append(line)
        yield Served(process, banner)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=5)
        finally:
            process.kill()


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line of a usage error."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert re.fullmatch(r"dressform: .+\n", done.stderr), done.stderr
    return done.stderr
