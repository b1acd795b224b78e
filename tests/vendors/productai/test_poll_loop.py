"""The document's own shell loop, "Poll Job Status Until Complete", against `dressform serve`.

`poll_until_complete.sh` is that loop as printed; only the base URL, the key and the id are put in.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from tests.support.process import Served, serve_dressform
from tests.support.productai import CHEAP

Json = dict[str, Any]

SCRIPT = Path(__file__).with_name("poll_until_complete.sh").read_text()

JQ = """#!{python}
import json, sys
option, query = sys.argv[1:]
assert option == "-r", option
value = json.load(sys.stdin)
for member in query.split(".")[1:]:
    value = value.get(member) if value is not None else None
print(value if isinstance(value, str) else json.dumps(value))
"""
"""What stands in for jq where there is none: members by their names, as the loop asks for them."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH with everything that the loop calls."""
    for tool in ("bash", "curl"):
        if shutil.which(tool) is None:
            pytest.skip(f"the loop of productai.md was NOT run: there is no {tool} on this machine")
    if shutil.which("jq"):
        return os.environ["PATH"]
    return stand_in(tmp_path_factory.mktemp("bin"))


def stand_in(folder: Path) -> str:
    """A PATH on which our jq comes first."""
    jq = folder / "jq"
    jq.write_text(JQ.format(python=sys.executable))
    jq.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve_dressform("--clock", "x60") as served:
        yield served


class Client:
    """Whoever started the job: `start` is its id."""

    def __init__(self, served: Served) -> None:
        self.base_url = served.exported["PRODUCTAI_BASE_URL"]
        self.key = served.exported["PRODUCTAI_API_KEY"]
        self.control = f"{served.origin}/_mock/productai/workspaces/default"

    def start(self, prompt: str) -> int:
        answer = requests.post(
            f"{self.base_url}/api/generate",
            json=CHEAP | {"prompt": prompt},
            headers={"x-api-key": self.key},
            timeout=10,
        )
        return int(answer.json()["data"]["id"])

    @contextmanager
    def polling(self, job_id: int, path: str) -> Iterator["subprocess.Popen[str]"]:
        """The loop, with what a user puts into it."""
        script = SCRIPT.replace("https://api.productai.photo/v1", self.base_url)
        script = script.replace("YOUR_API_KEY", self.key).replace("22292", str(job_id))
        with subprocess.Popen(
            ["bash", "-c", script],
            env={"PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as loop:
            try:
                yield loop
            finally:
                loop.kill()


def test_the_documented_loop_runs_until_its_job_is_done(served: Served, path: str) -> None:
    """One job ends by itself in the minute that is a second here, and one only once the loop has
    been seen to wait for it.
    """
    client = Client(served)
    first, second = client.start("on a beach"), client.start("in a tree [[fault:stuck]]")
    assert first == 22292
    with client.polling(first, path) as one, client.polling(second, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "Still running... (RUNNING)\n"
        requests.post(f"{client.control}/jobs/{second}/finish", timeout=10).raise_for_status()
        printed = [loop.communicate(timeout=40) for loop in (one, other)]
        assert (one.returncode, other.returncode) == (0, 0)
    for out, err in printed:
        done = re.fullmatch(r"(?:Still running\.\.\. \(RUNNING\)\n)*Done! Image URL: (\S+)\n", out)
        assert done, out
        assert err == ""
        picture = requests.get(done[1], timeout=30)
        with Image.open(io.BytesIO(picture.content)) as image:
            assert image.size == (1024, 1024)


def test_the_documented_loop_ends_with_a_job_that_failed(
    served: Served, path: str, tmp_path: Path
) -> None:
    """Here with our stand-in for jq, which is held to be one."""
    client = Client(served)
    made = client.start("on a beach [[fault:stuck]]")
    requests.post(f"{client.control}/jobs/{made}/fail", timeout=10).raise_for_status()
    for tools in (path, stand_in(tmp_path)):
        with client.polling(made, tools) as loop:
            assert loop.communicate(timeout=20) == ("Job failed\n", "")
            assert loop.returncode == 0
