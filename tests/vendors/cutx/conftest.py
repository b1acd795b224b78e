"""An account to test with."""

import pytest

from tests.support.serving import OpenWorkspace, Shop


@pytest.fixture
def cutx(open_workspace: OpenWorkspace) -> Shop:
    """An account with 1000 credits whose clock moves when told."""
    return open_workspace("cutx", clock={"mode": "manual"})
