"""An account in which a refused request must leave everything as it is."""

from collections.abc import Iterator

import pytest

from dressform.http import media_cache
from dressform.http.server import Server
from tests.support.refusals import Witness, furnish
from tests.support.serving import Shop, open_shop
from tests.support.studio import Studio


@pytest.fixture(scope="session")
def witness(server: Server) -> Iterator[Witness]:
    shop = open_shop(server, "uwear", clock={"mode": "manual"})
    furnish(shop)
    yield Witness(shop)
    shop.http.close()


@pytest.fixture
def shop(witness: Witness) -> Iterator[Shop]:
    """An account with one of everything. Whatever a test sends to it has to be refused or to be
    without effect: afterwards its ledger, its rows and its lists are compared.
    """
    yield witness.shop
    witness.check()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """Rendering in the hands of a test."""
    studio = Studio()
    monkeypatch.setattr(media_cache, "render", studio.render)
    yield studio
    studio.open.set()
