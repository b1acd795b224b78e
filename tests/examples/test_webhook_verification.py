"""Webhook verification: forged and stale ones are refused, genuine ones taken at any hour."""

from typing import Literal

import pytest

from dressform import MockWorkspace
from shop_client import ShopClient
from webhook_receiver import Inbox

Forgery = Literal["bad_signature", "stale_timestamp"]


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [("bad_signature", "No matching signature"), ("stale_timestamp", "too old")],
)
def test_a_forged_webhook_is_refused_and_the_genuine_one_taken(
    mock_uwear: MockWorkspace, client: ShopClient, inbox: Inbox, fault: Forgery, refusal: str
) -> None:
    mock_uwear.advance(days=3)
    mock_uwear.fault(fault, times=1)
    generation = client.create("a linen shirt")

    mock_uwear.advance(to="idle")

    assert [401, 204] == [attempt.status for attempt in mock_uwear.deliveries[0].attempts]
    assert refusal in inbox.refusals[0]
    assert [generation] == [event["data"]["generation_id"] for event in inbox.events.values()]
    assert [] == mock_uwear.lint()
