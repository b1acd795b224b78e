"""The report of a failing test shows what its workspaces saw."""

import pytest

from tests.plugin.installation import Project
from tests.plugin.shop import CLIENT

_FAILING = f"""\
{CLIENT}

def test_passes(mock_uwear):
    create(mock_uwear)


def test_fails(mock_uwear):
    mock_uwear.fault("reset", operation="list_cameras", times=1)
    create(mock_uwear)
    ask(mock_uwear, "GET", "/generation/1", key="a-wrong-key")
    assert mock_uwear.credits == 1000


@pytest.fixture
def broken(mock_uwear):
    create(mock_uwear)
    raise RuntimeError("in the set-up")


def test_cannot_begin(broken):
    pass


@pytest.mark.xfail(strict=True)
def test_known_to_fail(mock_uwear):
    create(mock_uwear)
    assert not mock_uwear.jobs


@pytest.mark.asyncio
async def test_fails_in_a_coroutine(mock_uwear):
    create(mock_uwear)
    assert await mock_uwear.acredits() == 1000
"""

_STOPPED = """\
def test_stops_the_server(mock_server, mock_uwear):
    mock_server.stop()
    raise AssertionError("the reason that must not be lost")


def test_closes_its_workspace(mock_uwear):
    mock_uwear.close()
    raise AssertionError("the reason that must not be lost")
"""


@pytest.mark.parametrize("arguments", ["", "-n 2"])
def test_a_failing_test_shows_its_workspace(project: Project, arguments: str) -> None:
    project.write(test_failing=_FAILING)
    output = (
        project.pytest(*arguments.split()).expect(passed=1, failed=2, error=1, xfailed=1).output
    )
    assert 3 == output.count("- dressform: uwear workspace w")
    failure = output.partition("_ test_fails _")[2].split("dressform: uwear workspace")[1]
    assert "POST   /uwear/generation  200  generation 1: generate" in failure
    assert "ledger: 995 credits left" in failure
    assert "charge  -5  makes 995  job 1" in failure
    assert "reset(when=before, operation=list_cameras, times=1) from " in failure
    assert "GET    /uwear/generation/1  401  refused: Unauthenticated" in failure
    assert 1 == output.count("stray requests to uwear"), "those of this test, and no other"


def test_what_cannot_be_shown_hides_no_failure(project: Project) -> None:
    project.write(test_stopped=_STOPPED)
    output = project.pytest("-k", "stops").expect(failed=1, deselected=1).output
    assert "E       AssertionError: the reason that must not be lost" in output
    assert "it cannot be shown: the server does not run any more" in output
    output = project.pytest("-k", "closes").expect(failed=1, deselected=1).output
    assert "E       AssertionError: the reason that must not be lost" in output
    assert "it cannot be shown: No such workspace" in output


def test_a_test_that_is_run_again_shows_only_the_workspace_of_that_run(project: Project) -> None:
    project.write(
        conftest=(
            "from _pytest.runner import runtestprotocol\n\n"
            "def pytest_runtest_protocol(item, nextitem):\n"
            "    runtestprotocol(item, log=False, nextitem=nextitem)\n"
            "    item._initrequest()\n"
        ),
        test_again=(
            "def test_again(mock_uwear):\n    assert not mock_uwear.ledger\n\n"
            "def test_next():\n    pass\n"
        ),
    )
    output = project.pytest().expect(failed=1, passed=1).output
    assert 1 == output.count("dressform: uwear workspace")
    assert "dressform: uwear workspace w2" in output
