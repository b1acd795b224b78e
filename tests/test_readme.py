"""Every block of code in the README runs as written."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dressform.checks.accepted import read
from dressform.cli_check import check
from dressform.contract.document import parse
from dressform.engine.faults import make_fault, parse_in_band
from dressform.http.console import banner
from tests.support.readme import README, ROOT, blocks, chapter
from tests.support.serving import serving


def test_every_block_of_code_is_of_a_kind_that_is_run_here() -> None:
    assert {"bash", "pycon", "python", "sh", "text"} == set(
        re.findall(r"^```(\w*)\n.*?^```", README, re.DOTALL | re.MULTILINE)
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The output of each block of the tour, all run in one shell."""
    steps = blocks("bash", chapter("## A tour in five minutes"))
    with serving(mode="auto") as server:
        script = "\necho; echo ---\n".join(["set -euo pipefail", *steps])
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
    assert len(tour) == len(promised) == len(blocks("bash"))
    for output, pattern in zip(tour, promised, strict=True):
        assert re.search(pattern, output, re.DOTALL), output


def test_the_first_test_passes_in_a_project_of_its_own(tmp_path: Path) -> None:
    (block,) = blocks("python")
    (tmp_path / "test_shop.py").write_text(block)
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_interactive_session_runs_as_printed() -> None:
    session = "\n".join(blocks("pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    shown: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=shown.append)
    assert 15 < outcome.attempted
    assert 0 == outcome.failed, "".join(shown)


def test_the_commands_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.MULTILINE)
    assert {"serve", "test"} == set(targets)
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_the_server_prints_what_the_readme_prints() -> None:
    printed, line, *_ = blocks("text")
    with serving() as server:
        shown = banner(server).replace(server.origin, "http://127.0.0.1:8000")
    assert re.sub(r"\x1b\[\d*m", "", shown) + "\nCtrl-C stops.\n" == printed
    assert re.fullmatch(r"POST +/uwear/generation 200 .* credits 1000 -> 990 .*\n", line)


def test_the_in_band_faults_are_faults() -> None:
    prompts = blocks("text", chapter("### Faults"))[0].splitlines()
    for prompt in prompts:
        assert 1 <= len(parse_in_band(prompt))
        for kind, arguments in parse_in_band(prompt):
            make_fault(kind, arguments, id=0, now=0)


def test_the_deviations_that_are_put_up_with_are_read_as_shown(tmp_path: Path) -> None:
    (block,) = blocks("text", chapter("## Checking a deployment"))
    (tmp_path / "accepted.toml").write_text(block)
    (entry,) = read(tmp_path / "accepted.toml").entries
    assert entry.names("uwear.lists.pages_join_up")


def test_the_options_of_check_are_there() -> None:
    named = set(re.findall(r"--[a-z][a-z-]*", chapter("## Checking a deployment")))
    assert set() == named - {
        name for option in check.params for name in (*option.opts, *option.secondary_opts)
    }


def test_the_workflow_asks_for_what_there_is() -> None:
    steps = parse((ROOT / "tests/examples/github-actions.yml").read_text())["jobs"]["uwear"][
        "steps"
    ]
    lines = [shlex.split(step["run"]) for step in steps if "dressform check" in step.get("run", "")]
    assert 2 == len(lines)
    for line in lines:
        check.make_context("check", line[2:])
