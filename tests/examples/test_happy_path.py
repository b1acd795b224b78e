"""The happy path: a picture is ordered, paid for, waited for and downloaded. Nobody sleeps."""

from dressform import MockWorkspace
from shop_client import ShopClient


def test_a_shoot_gives_a_picture_and_costs_what_it_says(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    pictures = client.shoot("woman wearing a denim jacket", resolution="1K", aspect_ratio="1:1")

    assert [b"\x89PNG"] == [picture[:4] for picture in pictures]
    assert 1000 - 3 == mock_uwear.credits
    assert ["completed"] == [job.state for job in mock_uwear.jobs]
