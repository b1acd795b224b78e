"""A receiver that does not acknowledge its webhooks is named, and no other."""

from typing import Any

import pytest

from tests.lint.rows import HOOK, Story, attempt, delivery

RULE = "webhook_not_acknowledged"


@pytest.mark.parametrize("status", [199, 301, 400, 401, 404, 500])
def test_an_answer_that_is_not_2xx_is_a_problem(status: int) -> None:
    story = Story()
    story.create(0)

    [finding] = story.findings(RULE, delivery(attempt(1, status), state="pending"))

    assert ("problem", ("msg_1",)) == (finding.severity, finding.deliveries)
    assert f"{HOOK} did not acknowledge 1 attempt: {status}, the first at 10:00:01." in (
        finding.message
    )


def test_each_receiver_has_one_finding_with_all_of_its_webhooks() -> None:
    deliveries = [
        delivery(attempt(1, 500), attempt(6, None, error="refused"), id="a", state="failed"),
        delivery(attempt(2, 500), id="b", url=HOOK + "2", state="failed"),
        delivery(attempt(3, 500), id="c", state="failed"),
        delivery(attempt(4), id="d"),
    ]

    first, second = Story().findings(RULE, *deliveries)

    assert (("a", "c"), ("b",)) == (first.deliveries, second.deliveries)
    assert "3 attempts: 500 and no answer (refused)" in first.message


def test_one_that_was_acknowledged_in_the_end_is_a_hint() -> None:
    story = Story()
    story.create(0)

    [finding] = story.findings(RULE, delivery(attempt(1, 500), attempt(6)))

    assert "hint" == finding.severity


@pytest.mark.parametrize(
    ("attempts", "facts"),
    [
        ((attempt(1, 200), attempt(2, 204), attempt(3, 299)), {}),
        ((), {"state": "pending"}),
        ((), {"state": "dropped", "faults": ("drop",)}),
        ((attempt(1, None, error="not loopback"),), {"state": "refused"}),
        ((attempt(1, 401, fault="bad_signature"),), {"state": "pending"}),
        ((attempt(1, 400, fault="stale_timestamp"), attempt(6)), {}),
    ],
)
def test_a_receiver_that_did_its_duty_is_not_accused(
    attempts: tuple[Any, ...], facts: dict[str, Any]
) -> None:
    assert [] == Story().findings(RULE, delivery(*attempts, **facts))


HOURS = 4 * 3600.0


@pytest.mark.parametrize(
    ("clock", "request_at", "wall", "attempt_at", "facts", "severity"),
    [
        ("manual", 0, 0, HOURS, {}, "hint"),  # the test advanced time after the request
        ("auto", HOURS, 0, HOURS, {}, "hint"),  # or before it
        ("real", HOURS, 0, HOURS, {}, "hint"),  # a clock that races
        ("manual", 0, 0, 20, {}, "problem"),  # as good as the wall's time
        ("real", 0, 0, HOURS, {}, "problem"),  # a retry hours later, on the wall as well
        ("manual", 0, 0, HOURS, {"signed": False}, "problem"),  # nothing that could be too old
    ],
)
def test_a_receiver_that_goes_by_the_wall_may_refuse_a_signature_of_another_time(
    clock: str, request_at: float, wall: float, attempt_at: float, facts: Any, severity: str
) -> None:
    story = Story(clock)
    story.create(request_at, wall)
    refused = delivery(attempt(attempt_at, 401), state="failed", **facts)

    [finding] = story.findings(RULE, refused)

    assert severity == finding.severity
    assert (severity == "hint") is ("give it the workspace's time" in finding.message)


def test_a_broken_receiver_is_not_excused_by_the_time() -> None:
    story = Story("manual")
    story.create(0)
    attempts = attempt(HOURS, 401), attempt(HOURS + 5, 500)

    [finding] = story.findings(RULE, delivery(*attempts, state="failed"))

    assert "problem" == finding.severity


@pytest.mark.parametrize(
    ("requests", "severity"),
    [
        ([], "hint"),  # nobody knows what the wall showed
        ([(0, 0), (HOURS + 1, HOURS)], "hint"),  # only what came before counts
        ([(0, 0), (HOURS - 1, HOURS - 1)], "problem"),  # and of that the latest
    ],
)
def test_the_latest_request_before_tells_the_walls_time(
    requests: list[tuple[float, float]], severity: str
) -> None:
    story = Story("manual")
    for at, wall in requests:
        story.request(at, wall)

    [finding] = story.findings(RULE, delivery(attempt(HOURS, 401), state="failed"))

    assert severity == finding.severity
