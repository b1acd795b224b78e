"""A job that fails or never ends because a fault says so, and its credits."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.faults import CHEAP, fired, job_states, latest_request, movements, plan
from tests.support.receiver import Receiver
from tests.support.serving import OpenWorkspace, Shop

Json = dict[str, Any]

BODY = CHEAP | {"num_images": 3}
CHARGED = [("charge", -3)]
REFUNDED = [("charge", -3), ("refund", 3)]
FAILING: list[tuple[str, Json]] = [("provider_error", {}), ("fail_at", {"fraction": 0.5})]


def _job(shop: Shop) -> Json:
    job: Json = shop.control("GET", "jobs")["items"][-1]
    return job


@pytest.mark.parametrize(("kind", "settings"), FAILING)
def test_a_job_is_accepted_and_charged_then_fails_and_is_refunded_once(
    uwear: Shop, kind: str, settings: Json
) -> None:
    plan(uwear, kind, error="no garment", **settings)

    made = uwear.json("POST", "/generation", json=BODY)
    assert movements(uwear) == CHARGED
    uwear.advance(to="idle")

    assert movements(uwear) == REFUNDED
    answer = uwear.json("GET", f"/generation/{made['generation_id']}")
    assert (answer["status"], answer["generation_results"]) == ("Error", [])
    job = _job(uwear)
    assert (job["state"], job["error"], job["refunded"]) == ("failed", "no garment", True)
    again = uwear.order("POST", f"jobs/{job['id']}/fail", json={})
    assert (again.status_code, movements(uwear)) == (409, REFUNDED)


@pytest.mark.parametrize(("kind", "settings"), FAILING)
def test_the_journal_says_at_once_what_will_become_of_the_job(
    uwear: Shop, kind: str, settings: Json
) -> None:
    plan(uwear, kind, **settings)
    uwear.json("POST", "/generation", json=BODY)
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"], entry["job_id"]) == (200, [kind], 1)
    assert _job(uwear)["faults"] == [kind]
    uwear.json("GET", "/generation/1")
    assert latest_request(uwear)["faults"] == []


@pytest.mark.parametrize(("fraction", "part"), [(0, 0), (0.25, 0.25), (1, 1)])
def test_a_job_fails_at_its_part_of_the_run_it_would_have_had(
    open_workspace: OpenWorkspace, fraction: float, part: float
) -> None:
    def run(**faulty: float) -> timedelta:
        shop = open_workspace("uwear", seed=5, clock={"mode": "manual"})
        if faulty:
            plan(shop, "fail_at", **faulty)
        shop.json("POST", "/generation", json=BODY)
        started, ended = (datetime.fromisoformat(row["at"]) for row in shop.advance(to="idle"))
        return ended - started

    whole = run()
    expected = round(whole / timedelta(microseconds=1) * part)
    assert round(run(fraction=fraction) / timedelta(microseconds=1)) == expected


def test_a_stuck_job_ends_by_nothing_but_an_order(uwear: Shop) -> None:
    plan(uwear, "stuck")
    uwear.json("POST", "/generation", json=BODY)

    fired_timers = uwear.advance(seconds=10 * 24 * 3600)

    assert [row["what"] for row in fired_timers] == ["job.start"]
    assert uwear.json("GET", "/generation/1")["status"] == "Ongoing"
    assert (movements(uwear), _job(uwear)["due_at"]) == (CHARGED, None)


@pytest.mark.parametrize(
    ("order", "state", "paid"),
    [
        ("finish", "completed", CHARGED),
        ("fail", "failed", REFUNDED),
        ("cancel", "canceled", REFUNDED),
        ("expire", "expired", REFUNDED),
    ],
)
def test_a_stuck_job_can_be_ended_by_order(
    uwear: Shop, order: str, state: str, paid: list[tuple[str, int]]
) -> None:
    plan(uwear, "stuck")
    uwear.json("POST", "/generation", json=BODY)
    uwear.advance(seconds=3600)
    uwear.control("POST", f"jobs/1/{order}", json={})
    assert (job_states(uwear), movements(uwear)) == ([state], paid)


def test_a_stuck_job_never_ends_however_often_an_auto_clock_polls(
    open_workspace: OpenWorkspace,
) -> None:
    shop = open_workspace("uwear", clock={"mode": "auto"})
    plan(shop, "stuck")
    shop.json("POST", "/generation", json=BODY)
    statuses = [shop.json("GET", "/generation/1")["status"] for _ in range(5)]
    assert statuses == ["Ongoing"] * 5


def test_the_webhook_tells_of_a_planned_failure(uwear: Shop, receiver: Receiver) -> None:
    plan(uwear, "provider_error", error="no garment")
    uwear.json("POST", "/generation", json=BODY | {"webhook_url": receiver.url})
    uwear.advance(to="idle")
    (delivery,) = uwear.control("GET", "deliveries")["items"]
    assert (delivery["event"], delivery["state"]) == ("generation.failed", "delivered")
    assert len(receiver.received) == 1


def test_of_two_fates_the_first_that_was_planned_decides(uwear: Shop) -> None:
    plan(uwear, "provider_error", error="first")
    plan(uwear, "stuck")
    uwear.json("POST", "/generation", json=BODY)
    uwear.advance(to="idle")
    assert (_job(uwear)["state"], _job(uwear)["error"]) == ("failed", "first")
    assert fired(uwear) == [1, 1]


def test_a_refused_request_uses_no_fate_up(uwear: Shop) -> None:
    plan(uwear, "stuck")
    assert uwear.call("POST", "/generation", json={"num_images": 99}).status_code == 422
    uwear.control("PATCH", json={"credits": 0})
    assert uwear.call("POST", "/generation", json=BODY).status_code == 402
    assert fired(uwear) == [0]
