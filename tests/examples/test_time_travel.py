"""Time travel: jobs, URLs, rate limits and webhooks on one clock that a test holds in its hand."""

import pytest

from dressform import MockWorkspace
from shop_client import ShopClient


@pytest.mark.dressform(clock="manual")
def test_a_job_is_watched_step_by_step(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    def status() -> str:
        return str(client.get(f"/generation/{generation}")["status"])

    generation = client.create("a cashmere jumper")
    assert "Created" == status()

    (started,) = mock_uwear.advance(to="next")
    assert ("job.start", "Ongoing") == (started.what, status())

    (ended,) = mock_uwear.advance(to="next")
    assert ("job.end", "Done") == (ended.what, status())
    assert 8 <= (ended.at - started.at).total_seconds() <= 20


@pytest.mark.dressform(clock="manual")
def test_a_week_passes_in_no_time(mock_uwear: MockWorkspace, client: ShopClient) -> None:
    for day in range(7):
        client.create(f"the look of day {day}")
        mock_uwear.advance(days=1)

    assert {"completed"} == {job.state for job in mock_uwear.jobs}
    assert 6 == (mock_uwear.jobs[-1].created_at - mock_uwear.jobs[0].created_at).days
