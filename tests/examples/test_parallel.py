"""Parallel tests: one server for each process, one account for each test; try `pytest -n 4`.

No test sees another's credits, ids, limits, faults or time, whatever their order.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dressform import MockServer, MockWorkspace
from shop_client import ShopClient


@pytest.mark.parametrize("hours", range(8))
def test_every_test_has_an_account_and_a_time_of_its_own(
    mock_uwear: MockWorkspace, client: ShopClient, hours: int
) -> None:
    began = mock_uwear.now
    mock_uwear.fault("stuck", after=60)
    mock_uwear.advance(hours=hours)

    assert 1 == client.create(f"a look at {hours} o'clock")
    assert hours * 3600 == (mock_uwear.now - began).total_seconds()


def test_accounts_in_one_test_do_not_share_either(mock_server: MockServer) -> None:
    def left_of(credits: int) -> int:
        with (
            mock_server.uwear.workspace(credits=credits) as shop,
            ShopClient(shop.base_url, shop.api_key, sleep=shop.sleep) as client,
        ):
            client.shoot("a party dress", model_slug="gemini-flash")
            return shop.credits

    with ThreadPoolExecutor(4) as threads:
        assert list(range(99, 107)) == list(threads.map(left_of, range(100, 108)))
