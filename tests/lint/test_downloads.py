"""A client that downloads from dead links is told so, and no other."""

from typing import Any

from tests.lint.rows import Story

RULE = "downloaded_after_expiry"


def download(story: Story, at: float, name: str = "a.png", **facts: Any) -> None:
    story.request(at, operation="media", path=f"/uwear/generation-results/{name}", **facts)


EXPIRED: dict[str, Any] = {"status": 403, "reason": "Expired"}


def test_each_dead_link_that_was_followed_is_a_problem() -> None:
    story = Story()
    download(story, 0)
    download(story, 14400, **EXPIRED)
    download(story, 14401, **EXPIRED)
    download(story, 14402, "b.png", **EXPIRED)

    first, second = story.findings(RULE)

    assert ("problem", (2, 3)) == (first.severity, first.requests)
    assert ("problem", (4,)) == (second.severity, second.requests)
    assert "/uwear/generation-results/a.png was asked for at 14:00:00.000" in first.message
    assert "answered 403" in first.message


def test_who_gets_a_fresh_link_then_has_only_a_hint() -> None:
    story = Story()
    download(story, 14400, **EXPIRED)
    story.poll(14401, state="completed")
    download(story, 14402, "fresh.png")

    assert ["hint"] == [finding.severity for finding in story.findings(RULE)]


def test_who_only_looks_at_the_job_again_has_not_recovered() -> None:
    story = Story()
    download(story, 14400, **EXPIRED)
    story.poll(14401, state="completed")

    assert ["problem"] == [finding.severity for finding in story.findings(RULE)]


def test_other_refusals_of_a_file_are_not_expiry() -> None:
    story = Story()
    download(story, 0)
    download(story, 1, status=404, reason="NotFound")
    download(story, 2, status=403, reason="Forbidden")
    story.poll(3, state="expired", reason="Expired")

    assert [] == story.findings(RULE)
