"""The tests of somebody who has a client of Uwear: the text of their `test_shop.py`."""

CLIENT = '''\
import json
import urllib.request

import pytest


def ask(shop, method, path, body=None, key=None):
    headers = {"Authorization": f"Bearer {key or shop.api_key}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(shop.base_url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return {"status": refused.code}


def create(shop):
    return ask(shop, "POST", "/generation", {"prompt": "a red dress", "num_images": 1})


def polled(shop, made):
    """Every status up to the end."""
    statuses = [made["status"]]
    while statuses[-1] not in ("Done", "Error"):
        statuses.append(ask(shop, "GET", f"/generation/{made['generation_id']}")["status"])
    return statuses
'''

TESTS = """

def test_a_client_that_polls_needs_no_sleep(mock_uwear):
    assert polled(mock_uwear, create(mock_uwear)) == ["Created", "Ongoing", "Done"]
    assert mock_uwear.credits == 995


@pytest.mark.dressform(credits=3)
def test_out_of_credits(mock_uwear):
    assert create(mock_uwear) == {"status": 402}
    assert mock_uwear.credits == 3


def test_the_provider_fails_and_refunds(mock_uwear):
    mock_uwear.fault("provider_error", times=1)
    assert polled(mock_uwear, create(mock_uwear))[-1] == "Error"
    assert mock_uwear.credits == 1000


@pytest.mark.asyncio
async def test_time_moves_when_told(mock_uwear):
    create(mock_uwear)
    fired = await mock_uwear.aadvance(to="idle")
    assert [one.what for one in fired] == ["job.start", "job.end"]


def test_the_server_is_there_for_all(mock_server, mock_uwear):
    assert mock_uwear.base_url == f"{mock_server.origin}/uwear"
    assert mock_server.uwear.workspace().clock.mode == "auto"
"""

SHOP = CLIENT + TESTS
"""Five tests, all of which pass."""
