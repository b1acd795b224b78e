"""What the wheel costs those who have it installed: an empty run of pytest, and a session."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks.rivals import FOLDER
from tests.plugin.installation import Installation, Project, build_wheel, install

_LEAST, _MOST = 3, 9
_SESSION = Path(__file__).with_name("session.py")
_IMPORT = """\
import pytest, time
began = time.perf_counter()
import dressform.pytest_plugin
print((time.perf_counter() - began) * 1000)
"""


def measure(seconds: float) -> dict[str, float]:
    """Milliseconds, medians of rounds in which the cases take turns.

    `pytest_alone` is in an environment that has pytest and nothing else; the others have the wheel
    with all of its dependencies, whose plugins would load in each of the runs.
    """
    end = perf_counter() + seconds
    with TemporaryDirectory() as name:
        folder = Path(name)
        alone, ours = _environments(build_wheel(folder))
        empty, asking = _project(folder / "empty", ours, ""), _project(folder / "asking", ours)
        bare = Project(empty.folder, alone)
        found = _turns(
            {
                "pytest_alone": lambda: _run(bare),
                "pytest_without_plugin": lambda: _run(empty, "-p", "no:dressform"),
                "pytest_with_plugin": lambda: _run(empty),
                "pytest_with_mock_uwear": lambda: _run(asking),
                "plugin_import": lambda: float(_print(ours, "-c", _IMPORT)),
                "session_start_cold": lambda: float(_print(ours, str(_SESSION), "cold")),
                "session_start_warm": lambda: float(_print(ours, str(_SESSION), "warm")),
            },
            end,
        )
        return {name: round(milliseconds, 2) for name, milliseconds in found.items()}


def _environments(wheel: Path) -> tuple[Installation, Installation]:
    """One with pytest alone and one with the wheel; kept, as making them takes most of a minute."""
    alone, ours = FOLDER / "alone", FOLDER / "installed"
    for folder, first in ((alone, None), (ours, wheel)):
        if not (folder / "complete").exists():
            install(folder, first)
            (folder / "complete").touch()
    Installation(ours).install("--force-reinstall", "--no-deps", str(wheel))
    Installation(ours).install(str(wheel))
    return Installation(alone), Installation(ours)


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


def _turns(cases: dict[str, Callable[[], float]], end: float) -> dict[str, float]:
    for case in cases.values():
        case()
    rounds: list[dict[str, float]] = []
    while len(rounds) < _LEAST or (len(rounds) < _MOST and perf_counter() < end):
        rounds.append({name: case() for name, case in cases.items()})
    for found in rounds:  # of neighbours, so that a machine that is busy for a while spoils less
        found["plugin_costs"] = found["pytest_with_plugin"] - found["pytest_without_plugin"]
        found["installation_costs"] = found["pytest_with_plugin"] - found["pytest_alone"]
    return {name: median(found[name] for found in rounds) for name in rounds[0]}
