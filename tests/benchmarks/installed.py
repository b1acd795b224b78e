"""What the wheel costs those who have it installed: an empty run of pytest, and a session."""

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.plugin.installation import Installation, Project, build_wheel, install

_ROUNDS = 9
_SESSION = Path(__file__).with_name("session.py")
_IMPORT = """\
import pytest, time
began = time.perf_counter()
import dressform.pytest_plugin
print((time.perf_counter() - began) * 1000)
"""


def measure() -> dict[str, float]:
    """Milliseconds, medians of rounds in which the cases take turns.

    `pytest_alone` is in an environment that has pytest and nothing else; the others have the wheel
    with all of its dependencies, whose plugins would load in each of the runs.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        alone = install(folder / "alone", None)
        ours = install(folder / "ours", build_wheel(folder))
        empty, asking = _project(folder / "empty", ours, ""), _project(folder / "asking", ours)
        bare = Project(empty.folder, alone)
        found = _turns(
            {
                "pytest_alone": lambda: _run(bare),
                "pytest_without_plugin": lambda: _run(empty, "-p", "no:dressform"),
                "pytest_with_plugin": lambda: _run(empty),
                "pytest_with_mock_uwear": lambda: _run(asking),
                "plugin_import": lambda: float(_print(ours, "-c", _IMPORT)),
                "session_start_cold": lambda: _session(ours, "cold")["session_start_cold"],
                "session_start_warm": lambda: _session(ours, "warm")["session_start_warm"],
            }
        )
        return {n: round(v, 2) for n, v in (found | _session(ours, "handle")).items()}


def _project(folder: Path, installation: Installation, fixture: str = "mock_uwear") -> Project:
    folder.mkdir()
    project = Project(folder, installation)
    project.write(test_one=f"def test_one({fixture}):\n    pass\n")
    return project


def _run(project: Project, *arguments: str) -> float:
    began = perf_counter()
    project.pytest(*arguments).expect(passed=1)
    return (perf_counter() - began) * 1000


def _print(installation: Installation, *arguments: str) -> str:
    done = installation.run(*arguments, cwd=installation.folder)
    done.check_returncode()
    return done.stdout


def _session(installation: Installation, what: str) -> dict[str, float]:
    measured: dict[str, float] = json.loads(_print(installation, str(_SESSION), what))
    return measured


def _turns(cases: dict[str, Callable[[], float]]) -> dict[str, float]:
    for case in cases.values():
        case()
    rounds = [{name: case() for name, case in cases.items()} for _ in range(_ROUNDS)]
    for found in rounds:  # of neighbours, so that a machine that is busy for a while spoils less
        found["plugin_costs"] = found["pytest_with_plugin"] - found["pytest_without_plugin"]
        found["installation_costs"] = found["pytest_with_plugin"] - found["pytest_alone"]
    return {name: median(found[name] for found in rounds) for name in rounds[0]}
