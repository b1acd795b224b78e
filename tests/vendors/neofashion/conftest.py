"""A neofashion account."""

import pytest

from tests.support.serving import OpenWorkspace, Shop


@pytest.fixture
def neofashion(open_workspace: OpenWorkspace) -> Shop:
    """A Pro account with 10,000 credits whose clock moves when told."""
    return open_workspace("neofashion", credits=10_000, clock={"mode": "manual"})
