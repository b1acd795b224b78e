"""A virtual environment as a user has it, and projects that run pytest in it."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BESIDE_PYTEST = ("pytest-xdist", "pytest-asyncio", "pytest-random-order")


@dataclass(frozen=True)
class Run:
    """A run of pytest that has ended."""

    code: int
    output: str

    def expect(self, **outcomes: int) -> "Run":
        """Exactly these outcomes, in the singular: `expect(passed=2, error=1)`."""
        told = self.output.rstrip().rpartition("\n")[2].strip("= ")
        words = (part.split() for part in told.partition(" in ")[0].split(", "))
        counted = {word.removesuffix("s"): int(number) for number, word in words}
        assert outcomes == counted, self.output
        return self


@dataclass(frozen=True)
class Installation:
    """A virtual environment."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin/python")

    def install(self, *requirements: str) -> None:
        """Put packages into it."""
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        self.run(*pip, *requirements, cwd=self.folder).check_returncode()

    def run(self, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
        """Its interpreter, in an environment that knows nothing of ours."""
        ours = ("PYTEST_", "PYTHON", "COVERAGE_", "COV_", "DRESSFORM_", "VIRTUAL_ENV")
        environment = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
        return subprocess.run(
            [self.python, *arguments],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )


@dataclass(frozen=True)
class Project:
    """A folder with somebody's tests."""

    folder: Path
    installation: Installation

    def write(self, **files: str) -> None:
        """Modules by their names, `/` as `__`: `write(test_shop=..., schemas__shop=...)`."""
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def pytest(self, *arguments: str) -> Run:
        """Run its tests; every warning is an error."""
        done = self.installation.run(
            "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *arguments, cwd=self.folder
        )
        return Run(done.returncode, done.stdout)


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(folder: Path, wheel: Path | None, *beside: str) -> Installation:
    """A new virtual environment with the wheel, pytest and what else a project may have beside."""
    venv.create(folder, with_pip=True)
    installation = Installation(folder)
    ours = [str(wheel)] if wheel else []
    installation.install(*ours, "pytest==9.0.*", *beside)
    return installation
