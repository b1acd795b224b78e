"""Expired URLs: a result can be downloaded for four hours, and not a second more."""

import pytest

from dressform import MockWorkspace
from shop_client import Expired, ShopClient


def test_a_result_that_is_fetched_too_late_is_gone(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    done = client.wait(client.create("a silk tie"))
    url = done["generation_results"][0]["url"]

    mock_uwear.advance(hours=3, minutes=59)
    assert client.download(url).startswith(b"\x89PNG")

    mock_uwear.advance(minutes=1)
    with pytest.raises(Expired):
        client.download(url)
