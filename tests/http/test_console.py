"""The line that a webhook gets says what may have gone wrong."""

import pytest

from dressform.engine.clock import HOUR, SECOND
from dressform.engine.webhooks import Attempt
from dressform.http.console import attempt_line
from tests.engine.worlds import HOOK, submit, world


@pytest.mark.parametrize(
    ("ahead", "status", "told"),
    [
        (2 * HOUR, 401, "(its timestamp is 120 min ahead of the wall"),
        (-2 * HOUR, 401, "(its timestamp is 120 min behind the wall"),
        (2 * HOUR, 200, ""),
        (0, 401, ""),
    ],
)
def test_a_signed_webhook_refused_by_a_receiver_with_another_time_is_explained(
    monkeypatch: pytest.MonkeyPatch, ahead: int, status: int, told: str
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    now = 1_800_000_000 * SECOND + ahead
    workspace = world()
    workspace.clock.now = now
    job = submit(workspace)
    workspace.announce("generation.completed", b"{}", HOOK, job)
    workspace.advance_to(now)
    workspace.attempted(1, attempt := Attempt(now, status))
    line = attempt_line(workspace, workspace.deliveries[1], attempt)
    assert told in line
    assert ("timestamp" in line) is bool(told)
