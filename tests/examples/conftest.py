"""What the recipes share: the client, and the receiver of its webhooks."""

from collections.abc import Iterator

import pytest

from dressform import MockWorkspace
from shop_client import ShopClient
from webhook_receiver import Inbox, receiving


@pytest.fixture
def client(mock_uwear: MockWorkspace) -> Iterator[ShopClient]:
    """The client under test; where it would wait, the account's time moves on instead."""
    with ShopClient(mock_uwear.base_url, mock_uwear.api_key, sleep=mock_uwear.sleep) as client:
        yield client


@pytest.fixture
def inbox(mock_uwear: MockWorkspace) -> Iterator[Inbox]:
    """A webhook receiver, saved in the account."""
    with receiving(mock_uwear.webhook_secret, now=lambda: mock_uwear.now) as inbox:
        mock_uwear.change(webhook_url=inbox.url)
        yield inbox
