"""In-band faults: for clients that reach nothing but the vendor's API, written into the prompt."""

import pytest

from dressform import MockWorkspace
from shop_client import GenerationFailed, ShopClient


def test_a_prompt_can_ask_for_its_own_failure(
    mock_uwear: MockWorkspace, client: ShopClient
) -> None:
    with pytest.raises(GenerationFailed):
        client.shoot('a raincoat [[fault:fail_at fraction=0.9 error="out of memory"]]')

    assert "out of memory" == mock_uwear.jobs[-1].error
    client.shoot("a raincoat")
