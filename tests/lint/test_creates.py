"""A client that sends a create again without knowing is told what it cost, and no other is."""

from typing import Any

import pytest

from tests.lint.rows import Story

RULE = "retried_create"

LOST: list[dict[str, Any]] = [
    {"status": None, "faults": ("reset",)},
    {"status": None},
    {"status": 500},
    {"status": 503},
    {"status": 200, "faults": ("truncate",)},
    {"status": 200, "faults": ("malformed",)},
]


@pytest.mark.parametrize("facts", LOST)
def test_a_create_that_was_done_and_is_sent_again_is_paid_twice(facts: dict[str, Any]) -> None:
    story = Story()
    story.create(0, job_id=1, **facts)
    story.create(1, job_id=2)

    [finding] = story.findings(RULE)

    assert ("problem", (1, 2)) == (finding.severity, finding.requests)
    assert "POST /uwear/generation was sent 2 times" in finding.message
    assert "paid twice: jobs 1 and 2, 10 credits" in finding.message


@pytest.mark.parametrize("facts", LOST)
def test_one_that_was_not_done_is_a_hint(facts: dict[str, Any]) -> None:
    story = Story()
    story.create(0, **facts)
    story.create(1, job_id=1)

    [finding] = story.findings(RULE)

    assert ("hint", (1, 2)) == (finding.severity, finding.requests)
    assert "this time nothing was done twice" in finding.message


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": None}, "the client had no answer:"),
        ({"status": 500}, "the client had status 500:"),
        ({"faults": ("truncate",)}, "the client had an answer that it could not read:"),
        ({"faults": ("latency",), "milliseconds": 5e3}, "the client had no answer within 1 s:"),
    ],
)
def test_the_reason_for_the_retry_is_named(facts: dict[str, Any], words: str) -> None:
    story = Story()
    story.create(0, **facts)
    story.create(1)

    assert words in story.findings(RULE)[0].message


def test_a_client_that_gave_up_waiting_and_sent_it_again_pays_twice() -> None:
    story = Story()
    story.create(1, job_id=1)  # answered while the first was still being delayed
    story.create(0, job_id=2, faults=("latency",), milliseconds=5000)

    [finding] = story.findings(RULE)

    assert ("problem", (2, 1)) == (finding.severity, finding.requests)


def test_a_chain_of_retries_is_one_finding() -> None:
    story = Story()
    story.create(0, job_id=1, status=None)
    story.create(1, status=500)
    story.create(3, job_id=2)
    story.create(4, job_id=3)  # a new wish: the one before it was answered

    [finding] = story.findings(RULE)

    assert ("problem", (1, 2, 3)) == (finding.severity, finding.requests)
    assert "paid twice: jobs 1 and 2, 10 credits" in finding.message


def test_what_costs_without_a_job_is_paid_twice_as_well() -> None:
    story = Story()
    for at, status in ((0, 500), (1, 200)):
        story.create(at, status=status, credits_after=99)

    assert "paid twice: 2 credits" in story.findings(RULE)[0].message


def test_what_is_free_is_done_twice() -> None:
    story = Story()
    story.create(0, job_id=1, status=None, credits_after=100)
    story.create(1, job_id=2, credits_after=100)

    assert "done twice: jobs 1 and 2." in story.findings(RULE)[0].message


def test_three_in_a_row_are_paid_three_times() -> None:
    story = Story()
    for n in range(3):
        story.create(n, job_id=n, status=None)

    assert "paid 3 times: jobs 0, 1 and 2, 15 credits" in story.findings(RULE)[0].message


@pytest.mark.parametrize("credits", [(90, 95), (None, None)])
def test_a_refund_in_passing_and_an_unknown_balance_are_no_charge(
    credits: tuple[int | None, int | None],
) -> None:
    story = Story()
    story.create(0, status=500, credits_before=credits[0], credits_after=credits[1])
    story.create(1, job_id=1)

    assert "hint" == story.findings(RULE)[0].severity


def test_members_in_another_order_are_the_same_body() -> None:
    story = Story()
    story.create(0, status=500, request={"a": 1, "b": 2})
    story.create(1, request={"b": 2, "a": 1})

    assert 1 == len(story.findings(RULE))


@pytest.mark.parametrize("status", [200, 201, 400, 401, 402, 403, 409, 422, 429])
def test_after_a_clear_answer_an_equal_create_is_a_new_wish(status: int) -> None:
    story = Story()
    story.create(0, status=status, job_id=1)
    story.create(1, job_id=2)

    assert [] == story.findings(RULE)


def test_a_refusal_is_clear_by_its_status_alone() -> None:
    story = Story()
    story.create(0, status=402, faults=("truncate",))
    story.create(1, job_id=1)

    assert [] == story.findings(RULE)


def test_a_slow_answer_that_was_awaited_is_clear() -> None:
    story = Story()
    story.create(0, job_id=1, faults=("latency",), milliseconds=5000)
    story.create(6, job_id=2)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize("facts", [{"faults": ("latency",)}, {"status": None}, {"status": 500}])
def test_equal_creates_sent_together_are_no_retries(facts: dict[str, Any]) -> None:
    story = Story()
    for n in range(4):
        story.create(n / 1000, job_id=n, milliseconds=900, **facts)

    assert [] == story.findings(RULE)


def test_slow_creates_without_a_planned_delay_are_no_retries() -> None:
    story = Story()
    story.create(0, job_id=1, milliseconds=900)
    story.create(0.5, job_id=2, milliseconds=900)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize(
    "other",
    [
        {"request": {"prompt": "a hat"}},
        {"path": "/uwear/generation/2/retry"},
        {"query": "dry=1"},
        {"operation": "create_avatar"},
        {"headers": {"content-length": "70001"}},  # only the beginning of a body is kept
    ],
)
def test_another_request_is_no_retry(other: dict[str, Any]) -> None:
    story = Story()
    story.create(0, status=500, headers={"Content-Length": "70000"})
    story.create(1, **{"headers": {"Content-Length": "70000"}} | other)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_idempotent_methods_may_be_repeated(method: str) -> None:
    story = Story()
    story.create(0, method=method, status=500)
    story.create(1, method=method)

    assert [] == story.findings(RULE)


def test_what_the_contract_does_not_know_makes_nothing() -> None:
    story = Story()
    story.create(0, operation=None, status=500)
    story.create(1, operation=None)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize(
    ("first", "second", "guilty"),
    [
        ({"Idempotency-Key": "a"}, {"idempotency-key": "a"}, False),
        ({"Idempotency-Key": "***"}, {"Idempotency-Key": "***"}, False),
        ({"Idempotency-Key": "***"}, {"Idempotency-Key": "a"}, False),
        ({"Idempotency-Key": "a"}, {"Idempotency-Key": "b"}, True),
        ({"Idempotency-Key": "a"}, {}, True),
        ({}, {"Idempotency-Key": "***"}, True),
        ({"Authorization": "***"}, {"Authorization": "***"}, True),
    ],
)
def test_the_same_key_on_both_makes_a_retry_safe(
    first: dict[str, str], second: dict[str, str], guilty: bool
) -> None:
    story = Story()
    story.create(0, status=None, headers=first)
    story.create(1, headers=second)

    assert guilty is bool(story.findings(RULE))


@pytest.mark.parametrize("name", ["idempotencyKey", "idempotency_key", "Idempotency-Key"])
def test_a_key_in_the_body_makes_a_retry_safe(name: str) -> None:
    story = Story()
    story.create(0, status=None, request={"prompt": "a dress", name: "k"})
    story.create(1, request={"prompt": "a dress", name: "k"})

    assert [] == story.findings(RULE)


def test_a_vendor_that_gave_the_same_job_again_took_no_harm() -> None:
    story = Story()
    story.create(0, status=None, job_id=1)
    story.create(1, job_id=1, credits_after=100)

    assert [] == story.findings(RULE)


def test_an_answer_that_asks_for_a_retry_may_have_one() -> None:
    story = Story()
    story.create(0, status=503, response_headers={"Retry-After": "5"})
    story.create(6, job_id=1)
    assert [] == story.findings(RULE)

    story = Story()
    story.create(0, status=503, response_headers={"Retry-After": "5"}, job_id=1)
    story.create(6, job_id=2)
    assert "problem" == story.findings(RULE)[0].severity


def test_only_a_503_asks_for_the_retry() -> None:
    story = Story()
    story.create(0, status=500, response_headers={"Retry-After": "5"})
    story.create(6)

    assert 1 == len(story.findings(RULE))


def test_a_look_before_or_after_is_no_look() -> None:
    story = Story()
    story.request(0)
    story.create(1, status=None)
    story.create(2, job_id=1)
    story.request(3)

    assert 1 == len(story.findings(RULE))


def test_a_client_that_looked_and_saw_nothing_may_try_again() -> None:
    story = Story()
    story.create(0, status=None)
    story.request(1)
    story.create(2, job_id=1)

    assert [] == story.findings(RULE)


@pytest.mark.parametrize(
    "look",
    [
        {"job_id": 4, "job_state": "queued"},  # another job
        {"status": 500},
        {"operation": "media"},
        {"faults": ("truncate",)},
        {"method": "DELETE"},
    ],
)
def test_a_request_that_showed_no_list_is_no_look(look: dict[str, Any]) -> None:
    story = Story()
    story.create(0, status=None)
    story.request(1, **look)
    story.create(2, job_id=1)

    assert 1 == len(story.findings(RULE))


def test_a_client_that_looked_and_paid_twice_all_the_same_did_not_look_well() -> None:
    story = Story()
    story.create(0, status=None, job_id=1)
    story.request(1)
    story.create(2, job_id=2)

    assert "problem" == story.findings(RULE)[0].severity


@pytest.mark.parametrize("clock", ["real", "manual"])
def test_an_equal_create_long_after_is_a_new_wish(clock: str) -> None:
    story = Story(clock)
    story.create(0, 0, status=500)
    story.create(3600, 3600 if clock == "real" else 0.1)

    assert [] == story.findings(RULE)


def test_a_restored_snapshot_undoes_what_came_before() -> None:
    story = Story("manual")
    story.create(20, 0, status=None, job_id=1)
    story.create(0, 1, job_id=2)

    assert [] == story.findings(RULE)


def test_requests_that_overlap_are_not_a_restored_snapshot() -> None:
    story = Story("manual")
    story.create(20, 0, status=None, job_id=1, milliseconds=2000)
    story.create(0, 1, job_id=2)

    assert 1 == len(story.findings(RULE))
