"""Time: phases of a job, four hours of availability, webhooks retried when they should be."""

from datetime import datetime
from itertools import pairwise

import pytest
import requests

from tests.support.receiver import Receiver, receiving
from tests.support.serving import Shop

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


def test_a_generation_passes_through_its_states_and_has_results_only_when_done(
    uwear: Shop,
) -> None:
    generation = uwear.json("POST", "/generation", json=CHEAP)["generation_id"]
    seen = []
    for _ in range(3):
        answer = uwear.json("GET", f"/generation/{generation}")
        seen.append((answer["status"], len(answer["generation_results"])))
        uwear.advance(to="next")
    assert seen == [("Created", 0), ("Ongoing", 0), ("Done", 1)]


def test_a_result_is_served_for_four_hours_and_not_a_second_longer(uwear: Shop) -> None:
    generation = uwear.json("POST", "/generation", json=CHEAP)["generation_id"]
    uwear.advance(to="idle")
    (result,) = uwear.json("GET", f"/generation/{generation}")["generation_results"]

    uwear.advance(seconds=4 * 3600 - 1)
    picture = requests.get(result["url"], timeout=10)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    path = f"/generation-result/{result['generation_result_id']}"
    assert uwear.json("GET", path)["available"] is True

    uwear.advance(seconds=1)
    gone = requests.get(result["url"], timeout=10)
    assert (gone.status_code, gone.headers["Content-Type"]) == (403, "application/xml")
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in gone.text
    assert uwear.json("GET", path)["available"] is False
    (row,) = uwear.json("GET", f"/generation/{generation}")["generation_results"]
    assert row["available"] is False


def test_a_webhook_that_fails_thrice_arrives_at_the_fourth_attempt_when_it_should(
    uwear: Shop,
) -> None:
    with receiving(500, 503, 404, 204) as receiver:
        uwear.json("POST", "/generation", json={**CHEAP, "webhook_url": receiver.url})
        uwear.advance(seconds=3 * 3600)

    (delivery,) = uwear.control("GET", "deliveries")["items"]
    assert delivery["state"] == "delivered"
    assert [a["status"] for a in delivery["attempts"]] == [500, 503, 404, 204]
    times = [datetime.fromisoformat(a["at"]) for a in delivery["attempts"]]
    assert [(b - a).total_seconds() for a, b in pairwise(times)] == [5, 300, 1800]
    assert len({r.headers["webhook-id"] for r in receiver.received}) == 1
    stamps = [int(r.headers["webhook-timestamp"]) for r in receiver.received]
    assert [b - a for a, b in pairwise(stamps)] == [5, 300, 1800]
    assert len({r.body for r in receiver.received}) == 1


def test_a_webhook_nobody_takes_is_given_up_after_its_last_step(uwear: Shop) -> None:
    with receiving(500) as receiver:
        uwear.json("POST", "/generation", json={**CHEAP, "webhook_url": receiver.url})
        uwear.advance(to="idle")
    (delivery,) = uwear.control("GET", "deliveries")["items"]
    assert (delivery["state"], len(delivery["attempts"])) == ("failed", 5)
    assert len(receiver.received) == 5


@pytest.mark.parametrize(
    ("events", "ends", "told"),
    [
        (None, "finish", ["generation.completed"]),
        (None, "fail", ["generation.failed"]),
        (["generation.completed"], "fail", []),
        (["generation.failed"], "finish", []),
        ([], "finish", []),
    ],
)
def test_only_the_events_asked_for_are_sent(
    uwear: Shop, receiver: Receiver, events: list[str] | None, ends: str, told: list[str]
) -> None:
    body = {**CHEAP, "webhook_url": receiver.url} | (
        {} if events is None else {"webhook_events": events}
    )
    generation = uwear.json("POST", "/generation", json=body)["generation_id"]
    uwear.control("POST", f"jobs/{generation}/{ends}")
    assert [d["event"] for d in uwear.control("GET", "deliveries")["items"]] == told
    assert len(receiver.received) == len(told)


def test_the_request_s_own_webhook_replaces_the_saved_endpoint(
    uwear: Shop, receiver: Receiver
) -> None:
    with receiving() as saved:
        uwear.control("PATCH", json={"webhook_url": saved.url})
        uwear.json("POST", "/generation", json=CHEAP)
        uwear.json("POST", "/generation", json={**CHEAP, "webhook_url": receiver.url})
        uwear.advance(to="idle")
        assert len(saved.received) == 1
    (own,) = receiver.received
    assert "webhook-signature" not in own.headers
    assert "webhook-signature" in saved.received[0].headers
