"""`pytest contracts` runs every check as a test, and says of a failure what its reader wants to know."""

import subprocess
import sys

import pytest

from tests.checks.odd_targets import answer, odd, says
from tests.deviations.deviant import serving_deviant
from tests.deviations.trial import made_of
from tests.support.process import ROOT, _environment


def contracts(*arguments: str, chosen: str, **environment: str) -> list[str]:
    """What pytest prints about the chosen checks of Uwear."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "contracts/uwear", "-v", "-k", chosen, *arguments],
        cwd=ROOT,
        env=_environment({"PYTHONWARNINGS": ""} | environment),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "" == done.stderr
    return [*done.stdout.splitlines(), f"status {done.returncode}"]


@pytest.fixture(scope="module")
def dear() -> list[str]:
    """On a deployment where a garment is refused and a generation is too dear."""
    fails = {"kind": "status", "operation": "create_clothing_item", "to": 201}
    dearer = {"kind": "charge", "operation": "create_generation", "plus": 1000}
    with serving_deviant(made_of("uwear", fails, dearer)) as server:
        options = ("--target", f"{server.origin}/uwear", "--budget", "3")
        return contracts(*options, "-rs", chosen="a_garment_is_stored or a_generation_is_made")


def test_a_promise_that_is_kept_passes() -> None:
    lines = contracts(chosen="a_garment_is_stored or list_cameras_refuses_nobody")
    assert "status 0" == lines[-1]
    assert 2 == sum(" PASSED " in line for line in lines)


def test_a_promise_that_is_not_kept_fails_with_what_its_reader_wants_to_know(
    dear: list[str],
) -> None:
    assert "status 1" == dear[-1]
    begin = next(number for number, line in enumerate(dear) if line.startswith("promised: "))
    names = [line.partition(":")[0] for line in dear[begin : begin + 4]]
    assert ["promised", "found", "source", "try"] == names
    assert "answered 201 instead of 200" in dear[begin + 1]
    assert dear[begin + 3].startswith("try:      curl -sS -X POST ")
    assert not [line for line in dear if "Traceback" in line or "runtest" in line]


def test_what_is_inconclusive_is_skipped_with_the_reason(dear: list[str]) -> None:
    (line,) = [line for line in dear if "inconclusive: " in line and "SKIPPED [1]" in line]
    assert "dearer than" in line


DRIFTS = "an_unknown_garment_is_not_found"


def test_drift_is_a_failure_on_a_simulator() -> None:
    other = {"kind": "status", "operation": "get_clothing_item", "status": 404, "to": 410}
    with serving_deviant(made_of("uwear", other)) as server:
        lines = contracts("--target", f"{server.origin}/uwear", chosen=DRIFTS)
    assert "status 1" == lines[-1]
    assert [line for line in lines if line.endswith("(inferred)")]


def test_drift_is_a_warning_elsewhere() -> None:
    with odd(says(answer("200 OK", "Content-Type: application/json", body="{}"))) as url:
        lines = contracts("--target", url, "--target-key", "some-key", "-Wdefault", chosen=DRIFTS)
    assert "status 0" == lines[-1]
    assert [line for line in lines if "Drift: promised: A garment that does not exist" in line]


def test_a_target_that_cannot_be_checked_ends_it_in_one_line() -> None:
    lines = contracts("--target", "http://127.0.0.1:1/uwear", chosen="a_garment_is_stored")
    assert "status 4" == lines[-1]
    assert [line for line in lines if "Exit: http://127.0.0.1:1/uwear cannot be reached: " in line]
    assert not [line for line in lines if "Traceback" in line]


def test_the_lean_suite_is_a_part_of_the_whole() -> None:
    options = ("--collect-only", "-q")
    full = contracts(*options, chosen="uwear")
    lean = contracts(*options, "--lean", chosen="uwear")
    sizes = [len([line for line in lines if "<CheckItem " in line]) for lines in (full, lean)]
    assert 0 < sizes[1] < sizes[0]


def test_the_key_comes_from_the_environment_and_is_not_told() -> None:
    with serving_deviant(made_of("uwear", {"kind": "webhook", "dropped": True})) as server:
        options = ("--target", f"{server.origin}/uwear")
        key = "a-key-that-nobody-knows"
        lines = contracts(*options, chosen="a_garment_is_stored", DRESSFORM_API_KEY=key)
    assert "status 4" == lines[-1]
    assert [line for line in lines if "the API key is not accepted there" in line]
    assert not [line for line in lines if key in line]
