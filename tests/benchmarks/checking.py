"""How long `dressform check` takes for one vendor."""

import subprocess
import sys
from time import perf_counter
from typing import Any

from tests.benchmarks.process import OURS, ROOT

_VENDOR = "uwear"
_UNKNOWN = 2


def measure(seconds: float) -> dict[str, Any]:
    """Seconds and the exit status; nothing where there is no such command yet."""
    command = [sys.executable, "-m", "dressform", "check"]
    if _status([*command, "--help"], 20) == _UNKNOWN:
        return {}
    began = perf_counter()
    status = _status([*command, _VENDOR], seconds)
    taken = round(perf_counter() - began, 1)
    if status is None:
        return {f"{_VENDOR}_takes_more_than_s": taken}
    return {f"{_VENDOR}_s": taken, "exit_status": status}


def _status(command: list[str], seconds: float) -> int | None:
    """How it ended; None if it had not by then."""
    try:
        done = subprocess.run(command, cwd=ROOT, env=OURS, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode
