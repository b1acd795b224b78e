"""A client that polls faster than the vendor asks is told so, and no other."""

from typing import Any

import pytest

from dressform.vendor import Manners
from tests.lint.rows import Story

RULE = "polled_too_fast"


def test_polls_closer_than_the_interval_are_one_problem_of_that_job() -> None:
    story = Story()
    for at in (0, 1, 1.5, 5):
        story.poll(at)

    [finding] = story.findings(RULE)

    assert "problem" == finding.severity
    assert (1, 2, 3) == finding.requests
    assert "Job 7 was polled too soon after the poll before 2 times" in finding.message
    assert "requests 2 and 3 at 10:00:01.000 are 0.5 s apart" in finding.message
    assert "at least 3 s" in finding.message


def test_each_job_has_its_own_finding() -> None:
    story = Story()
    for job in (7, 7, 7, 8, 8, 8):
        story.poll(story.rows[-1].number * 0.1 if story.rows else 0, job_id=job)

    assert ["Job 7", "Job 8"] == [finding.message[:5] for finding in story.findings(RULE)]


def test_a_single_hasty_poll_is_a_hint() -> None:
    story = Story()
    for at in (0, 1, 5, 9):
        story.poll(at)

    [finding] = story.findings(RULE)

    assert ("hint", (1, 2)) == (finding.severity, finding.requests)


def test_timers_that_jitter_are_forgiven() -> None:
    story = Story()
    for at in (0, 2.8, 5.6):
        story.poll(at)
    assert [] == story.findings(RULE)

    story.poll(8.2)
    assert 1 == len(story.findings(RULE))


def test_a_vendor_that_names_no_interval_has_nothing_to_complain_of() -> None:
    story = Story()
    for at in (0, 0.1, 0.2):
        story.poll(at)

    assert [] == story.findings(RULE, manners=Manners(backoff=True))


def test_a_real_clock_that_races_does_not_excuse_a_client() -> None:
    story = Story("real")
    for wall in (0, 1, 2):
        story.poll(wall * 60, wall)

    assert 1 == len(story.findings(RULE))


@pytest.mark.parametrize(("step", "wall_step"), [(5, 0.01), (0, 5)])
def test_who_moves_a_manual_clock_or_sleeps_has_waited(step: float, wall_step: float) -> None:
    story = Story("manual")
    for n in range(4):
        story.poll(n * step, n * wall_step)

    assert [] == story.findings(RULE)


def test_who_neither_moves_a_manual_clock_nor_sleeps_has_not() -> None:
    story = Story("manual")
    for n in range(4):
        story.poll(0, 500 + n * 0.01)

    [finding] = story.findings(RULE)

    assert "at 10:00:00.000 are 0.01 s apart" in finding.message


def test_under_an_auto_clock_nobody_can_tell() -> None:
    story = Story("auto")
    for n in range(8):
        story.poll(n, n * 0.01)
    assert [] == story.findings(RULE)

    story = Story("manual")
    story.poll(0)
    story.clock = "auto"
    story.poll(0.1)
    story.poll(0.2)
    assert [] == story.findings(RULE)


def test_a_poll_after_the_job_moved_on_may_have_had_its_reason() -> None:
    story = Story("manual")
    for n, state in enumerate(("queued", "processing", "completed", "completed", "completed")):
        story.poll(0, n * 0.01, state=state)

    assert [] == story.findings(RULE)


def test_polls_of_different_jobs_and_paths_are_not_of_one_loop() -> None:
    story = Story()
    story.poll(0, job_id=7)
    story.poll(0.1, job_id=8)
    for n in range(3):
        path = f"/uwear/generation-result/{n}"
        story.poll(0.2 + n / 10, job_id=9, operation="get_generation_result", path=path)

    assert [] == story.findings(RULE)


def test_a_test_that_looks_for_itself_is_not_the_client() -> None:
    story = Story()
    for at in (0, 4, 8):
        story.poll(at, headers={"user-agent": "shop/1"})
        story.poll(at + 1, headers={"User-Agent": "python-requests/2"})

    assert [] == story.findings(RULE)


def test_polls_under_way_together_do_not_know_of_each_other() -> None:
    story = Story()
    for n in range(4):
        story.poll(n / 1000, milliseconds=50)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize("facts", [{"faults": ("truncate",)}, {"status": None}, {"status": 500}])
def test_a_poll_whose_answer_was_lost_may_come_again_at_once(facts: dict[str, Any]) -> None:
    story = Story()
    for at in (0, 4, 8):
        story.poll(at, **facts)
        story.poll(at + 0.1)

    assert [] == story.findings(RULE)


def test_a_job_made_anew_is_polled_anew() -> None:
    story = Story("manual")
    for n in range(3):  # a snapshot is restored, or the job is retried
        story.create(0, n * 0.1, job_id=7)
        story.poll(0, n * 0.1 + 0.05)

    assert [] == story.findings(RULE)


def test_what_came_before_a_restored_snapshot_is_another_world() -> None:
    story = Story("manual")
    for wall in range(3):
        story.poll(1, wall * 0.1)
        story.request(50, wall * 0.1 + 0.05)

    assert [] == story.findings(RULE)
