"""One strict server for all tests, and a fresh workspace for each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dressform.http.server import Server
from tests.support.receiver import Receiver, receiving
from tests.support.serving import Shop, open_shop, serving

# Not by its entry point: that is loaded before `pythonpath` is, from wherever it is installed, and a
# copy of this checkout would test the original.
pytest_plugins = ("dressform.pytest_plugin",)


def pytest_make_parametrize_id(val: object) -> str | None:
    """A long text names its test by its beginning, so that a report stays readable."""
    if isinstance(val, (str, bytes)) and len(val) > 80:
        return f"{val[:40]!r}..."
    return None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def open_workspace(server: Server) -> Iterator[Callable[..., Shop]]:
    """Opens workspaces of any settings on the shared server."""
    shops: list[Shop] = []

    def open_one(vendor: str, **settings: Any) -> Shop:
        shops.append(open_shop(server, vendor, **settings))
        return shops[-1]

    yield open_one
    for shop in shops:
        shop.http.close()


@pytest.fixture
def uwear(open_workspace: Callable[..., Shop]) -> Shop:
    """A Uwear account with 1000 credits whose clock moves when told."""
    return open_workspace("uwear", clock={"mode": "manual"})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
