"""Webhooks of vendors that are wrong on purpose."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from tests.deviations.trial import Json, trial
from tests.support.receiver import Received, Receiver
from tests.support.studio import CHEAP

SECRET = "whsec_c2VjcmV0"


def announced(
    receiver: Receiver, *alter: Json, ends: str = "finish", **asked: Any
) -> list[Received]:
    """What arrives of a generation whose account has saved the receiver under `/saved`."""
    settings = {"webhook_url": f"{receiver.url}/saved", "webhook_secret": "saved"}
    with trial("uwear", *alter, **settings) as shop:
        hook = {"webhook_url": receiver.url, "webhook_secret": SECRET}
        job_id = shop.json("POST", "/generation", json=CHEAP | hook | asked)["generation_id"]
        shop.control("POST", f"jobs/{job_id}/{ends}", json={} if ends == "fail" else None)
        shop.advance(to="idle")
    return receiver.received


def signed(received: Received, secret: bytes) -> bool:
    """Whether it is signed with that secret, as the Standard Webhooks want it."""
    headers = {name.lower(): value for name, value in received.headers.items()}
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + received.body
    digest = base64.b64encode(hmac.digest(secret, content, sha256)).decode()
    return f"v1,{digest}" == headers["webhook-signature"]


def test_a_webhook_says_something_else_and_signs_it(receiver: Receiver) -> None:
    wrong = {"kind": "webhook", "set": {"/type": "done"}, "when": {"/data/num_images": 1}}
    (received,) = announced(receiver, wrong)
    assert "done" == json.loads(received.body)["type"]
    assert signed(received, b"secret")
    _, received = announced(receiver, wrong | {"when": {"/data/num_images": 2}})
    assert "generation.completed" == json.loads(received.body)["type"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "webhook", "dropped": True},
        {"kind": "callback", "silent": ["completed"]},
        {"kind": "callback", "events": ["generation.failed"]},
        {"kind": "fault", "fault": "drop"},
    ],
)
def test_a_webhook_is_not_sent(receiver: Receiver, wrong: Json) -> None:
    assert [] == announced(receiver, wrong)


def test_a_webhook_goes_where_and_when_nobody_wanted_it(receiver: Receiver) -> None:
    wrong = {"kind": "callback", "to": "saved", "events": ["generation.completed"]}
    (received,) = announced(receiver, wrong, webhook_events=["generation.failed"])
    assert "generation.completed" == json.loads(received.body)["type"]
    assert signed(received, b"saved")


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "other"}, {"payload": "{}"}, {"sub": {"Webhook-Signature": ["^v1", "v2"]}}],
)
def test_a_webhook_is_signed_wrongly(receiver: Receiver, wrong: Json) -> None:
    (received,) = announced(receiver, {"kind": "signature"} | wrong)
    assert not signed(received, b"secret")


def test_the_headers_of_a_webhook_are_altered(receiver: Receiver) -> None:
    wrong = {
        "kind": "signature",
        "secret": None,
        "plus_seconds": -600,
        "rename": {"webhook-id": "id"},
    }
    before = announced(receiver, {"kind": "fault", "fault": "stuck", "times": 1})[0]
    after = announced(receiver, wrong)[1]
    names = {name.lower() for name in after.headers}
    assert {"id", "webhook-timestamp"} == names & {
        "id",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }
    times = [int(each.headers["webhook-timestamp"]) for each in (before, after)]
    assert 300 < times[0] - times[1] <= 600


def test_a_webhook_is_repeated_at_other_times_and_after_other_answers(receiver: Receiver) -> None:
    wrong = {"kind": "retries", "seconds": [1], "not_acknowledged": [200]}
    assert 2 == len(announced(receiver, wrong, {"kind": "signature", "fresh_id": True}))
    ids = {received.headers["webhook-id"] for received in receiver.received}
    assert 2 == len(ids)
    receiver.statuses = [500, 200]
    assert 3 == len(announced(receiver, {"kind": "retries", "acknowledged": ["5xx"]}))
