"""A slow network: an answer that comes after the client's timeout."""

from dressform import MockWorkspace
from shop_client import ShopClient


def test_a_poll_that_times_out_is_repeated(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    generation = client.create("a straw hat")
    mock_uwear.fault("latency", seconds=600, operation="get_generation", times=1)
    client.timeout = 1.0

    assert "Done" == client.wait(generation)["status"]

    assert 1 == client.unanswered


def test_an_order_whose_answer_is_slow_is_not_placed_twice(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    mock_uwear.fault("latency", seconds=600, operation="create_generation", times=1)
    client.timeout = 1.0

    client.create("a felt hat")

    assert (1, 1) == (client.unanswered, len(mock_uwear.jobs))
