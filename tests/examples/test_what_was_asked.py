"""The journal: what the client sent, checked like the calls of a mock.

A failed assertion prints the requests that came closest, and what did not fit.
"""

from dressform import MockWorkspace
from shop_client import ShopClient


def test_the_client_asks_for_the_cheap_model_once_and_polls_till_the_end(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    client.wait(client.create("a red dress", model_slug="gemini-flash"))

    asked = mock_uwear.requests
    asked.assert_called(operation="create_generation", times=1, body={"model_slug": "gemini-flash"})
    asked.assert_not_called(status="5xx")
    polls = asked.assert_called(operation="get_generation", at_least=2)
    assert [poll.response["status"] for poll in polls] == ["Ongoing", "Done"]
