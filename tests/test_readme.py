"""The README's tour runs as written, and says what is true."""

import re
import subprocess
from pathlib import Path

import pytest

import dressform
from dressform.cli import serve
from tests.support.serving import serving

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The output of each block of the tour, all run in one shell."""
    tour = README.partition("## A tour in five minutes")[2].partition("\n## ")[0]
    blocks = re.findall(r"```bash\n(.*?)```", tour, re.DOTALL)
    with serving(mode="auto") as server:
        script = "\necho; echo ---\n".join(["set -euo pipefail", *blocks])
        script = script.replace("http://127.0.0.1:8000", server.origin)
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=tmp_path_factory.mktemp("tour"),
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n---\n")[1:]


def test_the_tour_shows_what_it_promises(tour: list[str]) -> None:
    promised = [
        r"^\n*$",
        r'"clothing_item_id":1.*"generation_id":1,',
        r'"status":"Ongoing".*"status":"Done".*"generation_result_id":2',
        r"",
        r'"generation_id":2.*"generation_id":3.*"generation_id":4.*"Ongoing".*\.mp4\n',
        r'"amount":1000.*"amount":-10.*"state":"completed"',
        r'"generation_id":5.*"refunded":true,"error":"the provider gave up".*"status":"Error"',
        r'"generation_id":6.*"fired":\[.*"state":"failed"',
        r"Request has expired",
        r'"credits":3.*Insufficient credits: 10 required, 3 available',
    ]
    assert len(tour) == len(promised)
    for output, pattern in zip(tour, promised, strict=True):
        assert re.search(pattern, output, re.DOTALL), output


def test_every_option_of_serve_is_in_the_readme() -> None:
    options = {option for parameter in serve.params for option in parameter.opts}
    assert [option for option in sorted(options) if f"`{option}" not in README] == []


def test_the_changelog_speaks_of_this_version_or_of_what_comes() -> None:
    changelog = (Path(__file__).parent.parent / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in changelog or f"## [{dressform.__version__}]" in changelog
