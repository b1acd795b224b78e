"""One strict `MockServer` for these tests, and a fresh workspace for each."""

from collections.abc import Iterator

import pytest

from dressform import MockServer, MockWorkspace
from tests.mock.client import Client


@pytest.fixture(scope="session")
def world() -> Iterator[MockServer]:
    with MockServer(seed=7, strict=True) as server:
        yield server


@pytest.fixture
def shop(world: MockServer) -> Iterator[MockWorkspace]:
    """A Uwear account with 1000 credits whose clock moves when told."""
    with world.uwear.workspace(clock="manual") as shop:
        yield shop


@pytest.fixture
def client(shop: MockWorkspace) -> Client:
    return Client(shop)
