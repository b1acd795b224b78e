"""Whoever installs the wheel has the fixtures, whatever else their project does."""

import pytest

from tests.plugin.installation import Installation, Project
from tests.plugin.shop import SHOP


@pytest.mark.parametrize("arguments", ["", "-n 4", "-p asyncio", "--random-order"])
def test_a_project_needs_nothing_but_its_tests(project: Project, arguments: str) -> None:
    project.write(test_shop=SHOP)
    project.pytest(*arguments.split()).expect(passed=5)


def test_a_package_named_schemas_stays_that_of_the_project(project: Project) -> None:
    own = "from schemas.shop import OWNER\n\ndef test_own():\n    assert OWNER == 'mine'\n"
    project.write(
        test_shop=f"{SHOP}\n\n{own}",
        schemas__shop="OWNER = 'mine'\n",
        schemas____init__="",
    )
    project.pytest().expect(passed=6)


def test_the_wheel_brings_no_other_plugin(project: Project, installation: Installation) -> None:
    """Each would slow down every run of whoever installs it."""
    code = (
        "from importlib.metadata import entry_points\n"
        "print(*sorted(e.name for e in entry_points(group='pytest11')))"
    )
    found = installation.run("-c", code, cwd=project.folder).stdout.split()
    assert ["asyncio", "dressform", "random_order", "xdist", "xdist.looponfail"] == found


def test_a_run_that_asks_for_no_fixture_imports_nothing_that_serves(project: Project) -> None:
    project.write(
        test_nothing="def test_nothing():\n    pass\n",
        conftest=(
            "import sys\n\n"
            "def pytest_unconfigure():\n"
            "    heavy = {'aiohttp', 'jsonschema', 'jsonschema_rs', 'PIL', 'msgspec', 'faker',\n"
            "             'yaml', 'asyncio', 'ssl'}\n"
            "    print(sorted(heavy & set(sys.modules)))\n"
            "    print(sorted(m for m in sys.modules if m.split('.')[0] == 'dressform'))\n"
        ),
    )
    run = project.pytest("-p", "no:asyncio", "-p", "no:xdist")
    ours = ["dressform", "dressform.pytest_plugin", "dressform.vendors", "dressform.version"]
    assert run.output.endswith(f"[]\n{ours}\n"), run.output
    assert run.code == 0


def test_the_plugin_can_be_left_out(project: Project) -> None:
    project.write(test_shop=SHOP)
    project.pytest("-p", "no:dressform", "-W", "ignore").expect(error=5)


def test_the_fixtures_introduce_themselves(project: Project) -> None:
    project.write(test_shop=SHOP)
    output = project.pytest("--fixtures").output
    assert "mock_server [session scope]" in output
    assert "A fresh account of uwear, with credits and a time of its own." in output
