"""The wheel holds all that an installation needs, and nothing else."""

import importlib.util
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from email import message_from_string
from pathlib import Path

import pytest

import dressform
from dressform.contract import load
from dressform.http import docs_page
from dressform.vendors import VENDORS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mockserver/dressform"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.Path]:
    """The wheel, built from this checkout as a release would be."""
    if importlib.util.find_spec("build") is None:
        pytest.skip("the `dev` extra is not installed: no `build`")
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation where that is possible: it spares the download of the build backend.
    how = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "build", "--wheel", *how, "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield zipfile.Path(archive)


def _names(wheel: zipfile.Path) -> set[str]:
    return set(wheel.root.namelist())


def _data(folder: Path, at: str) -> set[str]:
    """Where the files of a folder of the checkout have to be in the wheel."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        f"{at}/{path.relative_to(folder).as_posix()}"
        for path in files
        if "__pycache__" not in path.parts
    }


def test_the_wheel_is_for_any_machine(wheel: zipfile.Path) -> None:
    assert wheel.root.filename is not None
    assert Path(wheel.root.filename).name == f"dressform-{dressform.__version__}-py3-none-any.whl"


def test_every_module_and_every_file_of_data_is_in_the_wheel(wheel: zipfile.Path) -> None:
    for folder, at in (
        (PACKAGE, "dressform"),
        (ROOT / "schemas", "dressform/schemas"),
        (ROOT / "contracts", "dressform/contracts"),
    ):
        assert _data(folder, at) - _names(wheel) == set()
    assert "dressform/py.typed" in _names(wheel)
    assert "dressform/schemas/uwear/openapi.yaml" in _names(wheel)
    found = docs_page.asset("swagger-ui-bundle.js")
    assert found is not None
    assert f"dressform/{found[0].relative_to(PACKAGE).as_posix()}" in _names(wheel)


def test_nothing_else_is_in_the_wheel(wheel: zipfile.Path) -> None:
    """One top-level package; no tests, no caches, nothing that would shadow a module of a user."""
    names = _names(wheel)
    about = f"dressform-{dressform.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"dressform", about}
    unwanted = ("tests", "__pycache__", ".mypy_cache", ".ruff_cache", ".git", ".venv")
    assert [name for name in names if set(name.split("/")) & set(unwanted)] == []
    assert [name for name in names if name.endswith((".pyc", ".orig", ".log"))] == []


def test_the_script_starts_the_command_line(wheel: zipfile.Path) -> None:
    scripts = ConfigParser()
    scripts.read_string(_about(wheel, "entry_points.txt"))
    assert dict(scripts["console_scripts"]) == {"dressform": "dressform.cli:main"}


def test_the_metadata_say_what_is_needed(wheel: zipfile.Path) -> None:
    metadata = message_from_string(_about(wheel, "METADATA"))
    assert metadata["Name"] == "dressform"
    assert metadata["Version"] == dressform.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert set(metadata.get_all("Provides-Extra") or []) == {"contracts", "dev", "video"}
    assert metadata["License-Expression"] == "MIT"
    assert _about(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text()


def test_what_the_wheel_holds_works_away_from_the_checkout(
    wheel: zipfile.Path, tmp_path: Path
) -> None:
    wheel.root.extractall(tmp_path)
    code = (
        "from dressform import resources\n"
        "from dressform.contract import load\n"
        "from dressform.vendors import VENDORS\n"
        "print(resources.SCHEMAS, *(len(load(slug).operations) for slug in VENDORS))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path), "PYTHONWARNINGS": "error"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    counts = " ".join(str(len(load(slug).operations)) for slug in VENDORS)
    assert (done.stdout, done.stderr) == (f"{tmp_path / 'dressform/schemas'} {counts}\n", "")


def _about(wheel: zipfile.Path, name: str) -> str:
    """A file of the wheel's metadata."""
    return (wheel / f"dressform-{dressform.__version__}.dist-info" / name).read_text("utf-8")
