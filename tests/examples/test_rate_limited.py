"""Rate limited: the account's own limit, or a refusal out of the blue."""

import pytest

from dressform import MockWorkspace
from shop_client import ShopClient


@pytest.mark.dressform(rate_limit=3, clock="manual")
def test_a_client_over_its_limit_waits_as_long_as_it_is_told(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    began = mock_uwear.now

    for number in range(5):
        client.create(f"picture {number}")

    assert 5 == len(mock_uwear.jobs)
    assert 60 == (mock_uwear.now - began).total_seconds()
    mock_uwear.requests.assert_called(status=429, times=1)


def test_one_refusal_is_no_reason_to_give_up(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    refusal = mock_uwear.fault("rate_limit", operation="create_generation", retry_after=7, times=1)

    client.shoot("a blue coat")

    assert 1 == refusal.fired
    mock_uwear.requests.assert_called(operation="create_generation", times=2)
