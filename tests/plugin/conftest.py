"""One installation for all of these tests, and a project of its own for each."""

from pathlib import Path

import pytest

from tests.plugin.installation import Installation, Project, build_wheel, install


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel, pytest, and three plugins that projects have; no extra of ours."""
    folder = tmp_path_factory.mktemp("installation")
    wheel = build_wheel(folder)
    beside = ("pytest-asyncio", "pytest-random-order", "pytest-xdist")
    return install(folder / "venv", wheel, *beside)


@pytest.fixture
def project(installation: Installation, tmp_path: Path) -> Project:
    return Project(tmp_path, installation)
