"""An account whose clock moves when told."""

import pytest

from tests.support.serving import OpenWorkspace, Shop


@pytest.fixture
def nextry(open_workspace: OpenWorkspace) -> Shop:
    """A Nextry account for which no credits are counted."""
    return open_workspace("nextry", clock={"mode": "manual"})
