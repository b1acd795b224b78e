"""The provider fails: the job was accepted and charged, ends badly, and is refunded."""

import pytest

from dressform import MockWorkspace
from shop_client import GenerationFailed, ShopClient


def test_a_failed_generation_is_told_and_its_credits_come_back(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    mock_uwear.fault("provider_error", operation="create_generation", times=1)

    with pytest.raises(GenerationFailed):
        client.shoot("a green scarf")

    assert ["grant", "charge", "refund"] == [entry.kind for entry in mock_uwear.ledger]
    assert 1000 == mock_uwear.credits


def test_a_job_that_never_ends_is_given_up(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    mock_uwear.fault("stuck")
    generation = client.create("a yellow hat")

    with pytest.raises(TimeoutError):
        client.wait(generation, patience=300)

    assert "processing" == mock_uwear.jobs[-1].state
