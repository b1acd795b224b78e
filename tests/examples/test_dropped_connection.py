"""Dropped connections: before anything was done, after it was done, and in the middle of a body."""

import pytest

from dressform import MockWorkspace
from shop_client import ShopClient


@pytest.mark.parametrize(("dropped", "asked"), [("before", 2), ("after", 1)])
def test_an_order_without_an_answer_is_placed_and_paid_for_once(
    mock_uwear: MockWorkspace, client: ShopClient, dropped: str, asked: int
) -> None:
    mock_uwear.fault("reset", when=dropped, operation="create_generation", times=1)

    generation = client.create("a leather belt")

    assert 1 == client.unanswered
    assert [generation] == [job.id for job in mock_uwear.jobs]
    assert ["grant", "charge"] == [entry.kind for entry in mock_uwear.ledger]
    mock_uwear.requests.assert_called(operation="create_generation", times=asked)
    assert [] == mock_uwear.lint()


def test_half_a_picture_is_no_picture(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    mock_uwear.fault("truncate", operation="media", fraction=0.5, times=1)

    (picture,) = client.shoot("a leather bag")

    assert picture.endswith(b"IEND\xaeB`\x82")
    mock_uwear.requests.assert_called(operation="media", times=2)
