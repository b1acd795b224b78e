"""Webhook retries: a receiver that is down gets the event later, and verifies it then."""

from dressform import MockWorkspace
from shop_client import ShopClient
from webhook_receiver import Inbox


def test_an_event_survives_an_outage_of_half_an_hour(
    mock_uwear: MockWorkspace, client: ShopClient, inbox: Inbox
) -> None:
    inbox.outage = 3
    generation = client.create("a wool coat")

    fired = mock_uwear.advance(to="idle")

    assert ["503", "503", "503", "204"] == [
        event.outcome for event in fired if event.what == "delivery.attempt"
    ]
    (event,) = inbox.events.values()
    assert generation == event["data"]["generation_id"]
    first, *_, last = mock_uwear.deliveries[0].attempts
    assert 5 + 300 + 1800 == (last.at - first.at).total_seconds()
