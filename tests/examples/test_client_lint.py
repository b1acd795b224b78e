"""The client lint: what a careful reviewer would say, read from the journal."""

import pytest
import requests

from dressform import MockWorkspace
from dressform.lint import report
from shop_client import ShopClient


def test_the_client_behaves(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    mock_uwear.fault("status", status=503, operation="get_generation", times=1)
    mock_uwear.fault("rate_limit", operation="create_generation", retry_after=20, times=1)

    client.shoot("a tweed cap")

    mock_uwear.requests.assert_called(status=503, times=1)
    findings = mock_uwear.lint()
    assert not findings, report(findings)


def test_a_careless_client_is_told_what_it_paid_twice(mock_uwear: MockWorkspace) -> None:
    mock_uwear.fault("malformed", operation="create_generation", times=1)
    url, key = f"{mock_uwear.base_url}/generation", f"Bearer {mock_uwear.api_key}"
    order = {"prompt": "a tweed cap", "num_images": 1, "resolution": "2K"}

    with pytest.raises(requests.JSONDecodeError):
        requests.post(url, json=order, headers={"Authorization": key}, timeout=30).json()
    requests.post(url, json=order, headers={"Authorization": key}, timeout=30).json()

    (finding,) = mock_uwear.lint()
    assert ("retried_create", "problem") == (finding.rule, finding.severity)
    assert "paid twice: jobs 1 and 2, 10 credits" in report([finding])
