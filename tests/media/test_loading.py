"""What importing the package costs."""

import subprocess
import sys
from pathlib import Path

import dressform.media

ROOT = Path(dressform.media.__file__).parents[2]


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_importing_the_package_loads_neither_pillow_nor_pyav():
    code = "import sys, dressform.media; print(sorted({'PIL', 'av', 'random'} & set(sys.modules)))"

    assert run(code) == "[]"


def test_rendering_a_picture_does_not_load_pyav():
    code = (
        "import sys; from dressform.media import *;"
        "render(Picture(256, 256, 'png', Scene('model', 1, 2, 3), Caption('', '', ())));"
        "print('av' in sys.modules)"
    )

    assert run(code) == "False"


def test_the_names_exported_are_the_documented_ones():
    assert sorted(dressform.media.__all__) == [
        "Caption", "Clip", "MissingVideoSupport", "Picture", "Scene", "content_type", "render",
        "suffix",
    ]  # fmt: skip
