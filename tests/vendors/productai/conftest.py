"""A ProductAI account for a test."""

from collections.abc import Iterator

import pytest

from tests.support.productai import generate, job
from tests.support.serving import OpenWorkspace, Shop

START = "2026-03-01T12:00:00Z"


@pytest.fixture
def productai(open_workspace: OpenWorkspace) -> Shop:
    """1000 tokens, no rate limit to speak of, and a clock that moves when told."""
    return open_workspace("productai", rate_limit=100_000, clock={"mode": "manual", "now": START})


@pytest.fixture
def shop(productai: Shop) -> Iterator[Shop]:
    """An account with a job, in which what a test sends must change nothing."""
    generate(productai)
    before = productai.state()
    yield productai
    assert productai.state() == before
    assert job(productai, 22292)["status"] == "RUNNING"
