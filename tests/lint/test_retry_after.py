"""A client that comes back before it may is told so, and no other."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.lint.rows import Story

RULE = "ignored_retry_after"


def limited(story: Story, at: float, wait: str, wall: float | None = None, **facts: Any) -> None:
    story.create(at, wall, status=429, response_headers={"retry-after": wait}, **facts)


def test_the_same_request_before_its_time_is_a_problem() -> None:
    story = Story()
    limited(story, 0, "30")
    story.create(12.5)

    [finding] = story.findings(RULE)

    assert ("problem", (1, 2)) == (finding.severity, finding.requests)
    assert "Request 1 (create_generation) was answered 429" in finding.message
    assert "Retry-After 30 s at 10:00:00.000" in finding.message
    assert "request 2 came 12.5 s later." in finding.message
    assert "RFC 9110" in finding.source


def test_another_request_of_the_operation_is_a_hint() -> None:
    story = Story()
    limited(story, 0, "30")
    story.create(1, request={"prompt": "a hat"})

    assert ["hint"] == [finding.severity for finding in story.findings(RULE)]


def test_many_such_requests_are_one_finding() -> None:
    story = Story()
    for at in range(5):
        limited(story, at, "30")

    [finding] = story.findings(RULE)

    assert (1, 2, 3, 4, 5) == finding.requests
    assert "and 3 more like it" in finding.message


@pytest.mark.parametrize(
    ("wait", "later"),
    [("30", 30), ("30", 29.2), ("1", 1), ("0", 0.01), ("1.5", 1.5)],
)
def test_who_waits_has_waited(wait: str, later: float) -> None:
    story = Story()
    limited(story, 0, wait)
    story.create(later)

    assert [] == story.findings(RULE)


def test_a_second_is_enforced_too() -> None:
    story = Story()
    limited(story, 0, "1")
    story.create(0.5)

    assert 1 == len(story.findings(RULE))


@pytest.mark.parametrize("clock", ["manual", "auto", "real"])
def test_time_that_a_test_moved_counts_as_waited(clock: str) -> None:
    story = Story(clock)
    limited(story, 0, "30", wall=0)
    story.create(31, 0.2)

    assert [] == story.findings(RULE)


def test_the_wait_begins_with_the_answer() -> None:
    story = Story()
    limited(story, 5, "10", wall=0, milliseconds=5000)
    story.create(12)

    assert 1 == len(story.findings(RULE))


def test_places_that_the_contract_does_not_know_are_not_one_operation() -> None:
    story = Story()
    limited(story, 0, "30", operation=None)
    story.request(1, operation=None, path="/nowhere", status=404)

    assert [] == story.findings(RULE)


def test_what_was_under_way_before_the_answer_is_innocent() -> None:
    story = Story()
    limited(story, 0, "30", milliseconds=100)
    story.create(0.05)
    story.create(40)

    assert [] == story.findings(RULE)


def test_other_operations_are_not_asked_to_wait() -> None:
    story = Story()
    limited(story, 0, "30")
    story.poll(1)
    story.request(2)

    assert [] == story.findings(RULE)


def test_a_wait_once_kept_is_over() -> None:
    story = Story()
    limited(story, 0, "10")
    story.create(10)
    story.create(10.1)

    assert [] == story.findings(RULE)


def test_a_created_job_that_is_to_be_asked_for_later_does_not_forbid_another() -> None:
    story = Story()
    story.create(0, status=202, response_headers={"Retry-After": "30"})
    story.create(1)

    assert [] == story.findings(RULE)


def test_a_poll_that_is_told_when_to_come_back_is() -> None:
    story = Story()
    story.poll(0, response_headers={"Retry-After": "30"})
    story.poll(1)

    assert 1 == len(story.findings(RULE))


@pytest.mark.parametrize(("later", "guilty"), [(10, True), (31, False)])
@pytest.mark.parametrize(("at", "wall"), [(0, -9e6), (-9e6, 0), (9e6, 0)])
def test_a_date_is_read_by_the_clock_that_it_was_written_by(
    at: float, wall: float, later: float, guilty: bool
) -> None:
    story = Story("manual")
    headers = {"Retry-After": "Sun, 01 Mar 2026 10:00:30 GMT"}
    story.create(at, wall, status=503, response_headers=headers)
    story.create(at + later, wall + 0.1)

    assert guilty is bool(story.findings(RULE))


@pytest.mark.parametrize(
    "wait", ["***", "", "soon", "-5", "nan", "Sun, 01 Mar 2026 10:00:30 -0000", "100, 2", "9" * 400]
)
def test_a_wait_that_makes_no_sense_is_passed_over_without_harm(wait: str) -> None:
    story = Story()
    limited(story, 0, wait)
    story.create(40)

    assert (wait == "9" * 400) is bool(story.findings(RULE))


def test_a_date_told_where_no_workspace_was_reached_is_read_by_the_wall() -> None:
    story = Story()
    headers = {"Retry-After": "Sun, 01 Mar 2026 10:00:30 GMT"}
    story.rows[:] = [replace(story.create(0, status=503, response_headers=headers), at=None)]
    story.create(1)

    assert 1 == len(story.findings(RULE))


def test_an_answer_that_was_dropped_told_nobody_to_wait() -> None:
    story = Story()
    story.create(0, status=None, response_headers={"Retry-After": "30"})
    story.create(1)

    assert [] == story.findings(RULE)
