"""Duplicate webhooks: delivered at least once means sometimes twice. They carry the same id."""

from dressform import MockWorkspace
from shop_client import ShopClient
from webhook_receiver import Inbox


def test_an_event_that_comes_three_times_counts_once(
    mock_uwear: MockWorkspace, client: ShopClient, inbox: Inbox
) -> None:
    mock_uwear.fault("duplicate", copies=2, times=1)
    client.create("a pair of jeans")

    mock_uwear.advance(to="idle")

    assert 3 == inbox.arrived
    assert 1 == len(inbox.events)
