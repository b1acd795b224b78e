"""Out of credits: the account is as poor as the test needs it."""

import pytest

from dressform import MockWorkspace
from shop_client import OutOfCredits, ShopClient


@pytest.mark.dressform(credits=12)
def test_an_order_that_cannot_be_paid_is_told_and_costs_nothing(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    client.shoot("the first", resolution="2K")

    with pytest.raises(OutOfCredits, match="10 required, 7 available"):
        client.create("the next two", resolution="2K", num_images=2)

    assert 7 == mock_uwear.credits
    mock_uwear.requests.assert_called(operation="create_generation", status=402, times=1)


def test_the_same_without_an_account_to_match(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    with mock_uwear.fault("insufficient_credits"), pytest.raises(OutOfCredits):
        client.create("whatever it costs")

    client.shoot("with the fault taken back")
