"""A client whose polls do not grow rarer, or do not stop, is told so, and no other."""

from itertools import accumulate

import pytest

from dressform.vendor import Manners
from tests.lint.rows import Story

STEADY = "polled_without_backoff"
ENDLESS = "polled_after_end"


def spaced(*gaps: float, clock: str = "real") -> Story:
    story = Story(clock)
    for at in accumulate(gaps, initial=0.0):
        story.poll(at)
    return story


def test_five_polls_at_a_steady_pace_lack_backoff() -> None:
    story = spaced(4, 4, 4, 4.1)
    story.poll(20, state="completed")

    [finding] = story.findings(STEADY)

    assert ("problem", (1, 2, 3, 4, 5)) == (finding.severity, finding.requests)
    assert "polled 5 times from 10:00:00.000 to 10:00:16.100" in finding.message
    assert "first after 4 s and last after 4.1 s" in finding.message


def test_a_hiccup_early_on_is_no_backoff() -> None:
    assert 1 == len(spaced(4, 7, 4, 4, 4).findings(STEADY))


def test_polls_of_a_moved_clock_are_a_hint_as_the_test_may_have_spaced_them() -> None:
    [finding] = spaced(4, 4, 4, 4, clock="manual").findings(STEADY)

    assert "hint" == finding.severity


@pytest.mark.parametrize(
    "gaps",
    [
        (4, 4, 4),  # too few to tell
        (1, 2, 4, 8, 16),
        (1, 2, 4, 4, 4, 4),  # with a ceiling
        (1, 0.4, 3, 2.5, 0.9),  # with full jitter
        (4, 9, 1, 6),  # and with bad luck
        (1, 2, 4, 8, 1),  # again from the start when the job moved on
        (0.01, 0.015, 0.0225, 0.034),  # in a hurry, but growing
        (3, 3.5, 4, 4.5),  # linear
    ],
)
def test_gaps_that_grow_by_whatever_law_are_backoff(gaps: tuple[float, ...]) -> None:
    assert [] == spaced(*gaps).findings(STEADY)


def test_under_an_auto_clock_nobody_can_tell_the_pace() -> None:
    assert [] == spaced(4, 4, 4, 4, 4, clock="auto").findings(STEADY)


def test_polls_of_an_ended_job_say_nothing_of_backoff() -> None:
    story = spaced(4, 4, 4)
    for at in (16, 20, 24, 28):
        story.poll(at, state="failed")

    assert [] == story.findings(STEADY)


def test_manners_that_a_vendor_does_not_ask_for_are_not_missed() -> None:
    story = spaced(4, 4, 4, 4, 4)
    for at in range(30, 40):
        story.poll(at, state="completed")

    assert [] == story.findings(STEADY, manners=Manners(poll_interval=3.0))
    assert [] == story.findings(ENDLESS, manners=Manners(poll_interval=3.0))


@pytest.mark.parametrize(("further", "severity"), [(2, "hint"), (4, "hint"), (5, "problem")])
@pytest.mark.parametrize("state", ["completed", "failed", "canceled", "expired"])
@pytest.mark.parametrize("clock", ["real", "manual", "auto"])
def test_polls_after_the_answer_that_told_the_end(
    clock: str, state: str, further: int, severity: str
) -> None:
    story = Story(clock)
    story.poll(0)
    for n in range(further + 1):
        story.poll(4 + n, state=state)

    [finding] = story.findings(ENDLESS)

    assert severity == finding.severity
    assert tuple(range(2, further + 3)) == finding.requests
    assert f"polled {further} times more" in finding.message
    assert f"request 2 at 10:00:04.000 had been told that it was {state}" in finding.message


def test_one_more_look_at_the_results_is_fine() -> None:
    story = Story()
    for at in (4, 5):
        story.poll(at, state="completed")

    assert [] == story.findings(ENDLESS)


def test_a_look_after_a_long_pause_is_for_fresh_links() -> None:
    story = Story("manual")
    for hour in range(6):
        story.poll(hour * 3600, hour * 0.1, state="completed")

    assert [] == story.findings(ENDLESS)


def test_results_read_one_by_one_are_not_polls_of_their_job() -> None:
    story = Story()
    story.poll(0, state="completed")
    for n in range(4):
        story.poll(n, state="completed", path=f"/uwear/generation-result/{n}")
        story.poll(n, state="completed", operation="media", path="/uwear/generation-results/a.png")

    assert [] == story.findings(ENDLESS)


def test_an_end_that_was_not_heard_is_no_end() -> None:
    story = Story()
    for at in range(4):
        story.poll(at, state="completed", faults=("malformed",))
    story.poll(5, state="completed")

    assert [] == story.findings(ENDLESS)


def test_polls_that_crossed_the_answer_could_not_know_it() -> None:
    story = Story()
    for n in range(6):
        story.poll(n / 1000, state="completed", milliseconds=80)

    assert [] == story.findings(ENDLESS)


def test_a_job_that_was_tried_again_may_be_polled_again() -> None:
    story = Story()
    for at in (0, 10, 20):
        story.request(at, method="POST", path="/retry", job_id=7, job_state="pending")
        story.poll(at + 4, state="failed")
        story.poll(at + 5, state="failed")

    assert [] == story.findings(ENDLESS)
