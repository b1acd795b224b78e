"""The pytest plugin: install Dressform, and `def test_shoot(mock_uwear)` has an account of its own.

`mock_server` is one server for the session, or for each worker of pytest-xdist; `mock_uwear`, and
the like for every vendor, is a fresh workspace of it. The report of a failing test shows what its
workspaces saw. Every test run loads this module, even one that has no use for it, so whatever
serves is imported when a fixture first asks.
"""

from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dressform.vendors import SLUGS

if TYPE_CHECKING:
    from dressform import MockServer, MockVendor, MockWorkspace

_MARKER = (
    "dressform(*, credits, plan, rate_limit, daily_limit, webhook_url, webhook_secret, seed, clock, now): "
    "open the workspaces of this test's mock_... fixtures with these arguments of "
    "`dressform.MockVendor.workspace`; of several markers the closest wins."
)
_CLOCK = "auto"
_SEED_IS = "the seed of all that is random in Dressform's mock servers; 0 unless given"

# An integer in `[tool.pytest]` is one only for an `int`, which earlier versions do not know.
_INI_TYPE: Any = "int" if pytest.version_tuple >= (8, 4) else "string"

_Opened = tuple["MockVendor", "MockWorkspace", datetime]

_OPENED = pytest.StashKey[list[_Opened]]()
"""The workspaces of a test, each with the wall's time before it was opened."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--dressform-seed`, and `dressform_seed` in the configuration."""
    group = parser.getgroup("dressform")
    group.addoption("--dressform-seed", type=int, metavar="N", help=_SEED_IS)
    parser.addini("dressform_seed", _SEED_IS, type=_INI_TYPE, default=0)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and refuse what is no seed before any test runs."""
    config.addinivalue_line("markers", _MARKER)
    _seed(config)


@pytest.fixture(scope="session")
def mock_server(pytestconfig: pytest.Config) -> Iterator["MockServer"]:
    """All vendors that Dressform simulates, on a port of this machine: a `dressform.MockServer`.

    All tests of the session, or of the worker, share it, and so they do the `default` workspaces.
    """
    from dressform import MockServer

    with MockServer(seed=_seed(pytestconfig), clock=_CLOCK) as server:
        yield server


def _fixture_for(slug: str) -> Callable[..., Iterator["MockWorkspace"]]:
    def workspace(
        mock_server: "MockServer", request: pytest.FixtureRequest
    ) -> Iterator["MockWorkspace"]:
        vendor, arguments, began = mock_server.vendors[slug], _asked(request), datetime.now(UTC)
        try:
            opened = vendor.workspace(**arguments)
        except (TypeError, ValueError) as error:
            wrong = f"@pytest.mark.dressform: {error}"
            raise pytest.fail.Exception(wrong, pytrace=False) from None
        shown = request.node.stash.setdefault(_OPENED, [])
        shown.append((vendor, opened, began))
        with opened:
            yield opened
        shown.clear()

    workspace.__doc__ = f"""A fresh account of {slug}, with credits and a time of its own.

    A `dressform.MockWorkspace`: point your client at its `base_url`, with its `api_key`. It is
    forgotten after the test. `@pytest.mark.dressform(credits=3)` says what it is opened with.
    """
    return pytest.fixture(name=f"mock_{slug}")(workspace)


for _slug in SLUGS:
    globals()[f"mock_{_slug}"] = _fixture_for(_slug)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell what the test's workspaces saw, where the test failed."""
    report = yield
    if report.failed and report.when != "teardown":
        for vendor, workspace, began in item.stash.get(_OPENED, []):
            report.sections.append(_section(vendor, workspace, began))
    return report


def _section(vendor: "MockVendor", workspace: "MockWorkspace", began: datetime) -> tuple[str, str]:
    """A title and a text; whatever goes wrong here must not hide why the test failed."""
    try:
        from dressform.mock.report import describe

        text = describe(vendor, workspace, began)
    except Exception as error:  # noqa: BLE001 - such as a server that the test has stopped
        text = f"it cannot be shown: {error or type(error).__name__}"
    return f"dressform: {workspace.vendor} workspace {workspace.id}", text


def _asked(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The arguments for a workspace, from the test's markers."""
    from inspect import signature

    from dressform import MockVendor

    there = [name for name in signature(MockVendor.workspace).parameters if name != "self"]
    asked: dict[str, Any] = {"clock": _CLOCK}
    for marker in reversed(list(request.node.iter_markers("dressform"))):
        if wrong := [*map(repr, marker.args), *(n for n in marker.kwargs if n not in there)]:
            pytest.fail(
                f"@pytest.mark.dressform takes no {wrong[0]}; it takes, by name: {', '.join(there)}",
                pytrace=False,
            )
        asked |= marker.kwargs
    return asked


def _seed(config: pytest.Config) -> int:
    """Of the command line, else of the configuration."""
    given: int | None = config.getoption("dressform_seed")
    if given is not None:
        return given
    try:
        return int(config.getini("dressform_seed"))
    except (TypeError, ValueError) as error:
        raise pytest.UsageError(f"dressform_seed is an integer: {error}") from None
