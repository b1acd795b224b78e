"""What receivers verify with the Standard Webhooks library, they can verify here."""

import base64
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from dressform.engine.clock import MINUTE, SECOND
from dressform.engine.webhooks import Delivery, standard_webhooks
from tests.engine.worlds import START, STEADY

BODY = '{"type":"generation.completed","data":{"prompt":"Kleid, knielang – grün"}}'.encode()


class AtStart(datetime):
    """A `datetime` to which it is always `START`, the library's own clock in these tests."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(START / SECOND, tz)


@pytest.fixture(autouse=True, scope="module")
def library_clock() -> Iterator[None]:
    """The library compares timestamps with the wall's time; here it has none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("standardwebhooks.webhooks.datetime", AtStart)
        yield


def delivery(secret: str | None, body: bytes = BODY) -> Delivery:
    """One webhook on its way."""
    return Delivery(
        number=1,
        id="msg_01ARYZ6S41TSV4RRFFQ69G5FAV",
        event="job.completed",
        url="http://127.0.0.1:9/hook",
        secret=secret,
        body=body,
        job_id=7,
        created_at=START,
    )


def raw(secret: str) -> str:
    """A raw secret as the library wants it."""
    return base64.b64encode(secret.encode()).decode()


def test_headers_are_the_id_the_unix_seconds_and_a_version_1_signature() -> None:
    headers = standard_webhooks(delivery("whsec_c2VjcmV0"), START)

    assert ["webhook-id", "webhook-timestamp", "webhook-signature"] == list(headers)
    assert "msg_01ARYZ6S41TSV4RRFFQ69G5FAV" == headers["webhook-id"]
    assert "1780000000" == headers["webhook-timestamp"]
    assert headers["webhook-signature"].startswith("v1,")


def test_signature_is_that_of_the_specifications_own_example() -> None:
    """github.com/standard-webhooks: the vector that its reference implementations test against."""
    example = delivery("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}')
    example.id = "msg_p5jXN8AQM9LWM0D4loKWxJek"

    headers = standard_webhooks(example, 1_614_265_330 * SECOND)

    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" == headers["webhook-signature"]


@STEADY
@given(key=st.binary(min_size=1, max_size=64), body=st.text())
def test_library_verifies_any_body_signed_with_any_whsec_secret(key: bytes, body: str) -> None:
    secret = f"whsec_{base64.b64encode(key).decode()}"

    headers = standard_webhooks(delivery(secret, body.encode()), START)

    Webhook(secret).verify(body, headers, json_parse=False)


@STEADY
@given(key=st.binary(min_size=1, max_size=64))
def test_library_verifies_what_was_signed_with_a_secret_without_its_padding(key: bytes) -> None:
    """The library accepts such secrets, so receivers have them."""
    secret = f"whsec_{base64.b64encode(key).decode().rstrip('=')}"

    Webhook(secret).verify(BODY, standard_webhooks(delivery(secret), START))


@STEADY
@given(st.text(st.characters(codec="utf-8"), min_size=1))
@example("my-secret")
@example("c2VjcmV0")
@example("whsec-c2VjcmV0")
def test_raw_secret_is_its_own_bytes(secret: str) -> None:
    """Even one that looks like base64 (vendor-notes.md, Uwear, "webhook signature")."""
    headers = standard_webhooks(delivery(secret), START)

    Webhook(raw(secret)).verify(BODY, headers)


@pytest.mark.parametrize("secret", ["whsec_a", "whsec_äöü", "whsec_\N{KEY}"])
def test_secret_that_only_looks_like_whsec_is_raw(secret: str) -> None:
    """Anybody may choose any secret; none of them may stop the server from delivering."""
    headers = standard_webhooks(delivery(secret), START)

    Webhook(raw(secret)).verify(BODY, headers)


def test_delivery_without_a_secret_is_not_signed() -> None:
    headers = standard_webhooks(delivery(None), START)

    assert ["webhook-id", "webhook-timestamp"] == list(headers)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_other"},
        {"webhook-timestamp": "1780000001"},
        {"webhook-timestamp": f"{START // SECOND - 301}"},
    ],
)
def test_library_notices_a_changed_header(change: dict[str, str]) -> None:
    headers = standard_webhooks(delivery("whsec_c2VjcmV0"), START) | change

    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_c2VjcmV0").verify(BODY, headers)


def test_library_notices_a_changed_body() -> None:
    headers = standard_webhooks(delivery("whsec_c2VjcmV0"), START)

    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook("whsec_c2VjcmV0").verify(BODY + b" ", headers)


def test_every_attempt_is_signed_at_its_own_time() -> None:
    """A retry keeps its id, by which receivers drop duplicates, and is not taken for stale."""
    late = delivery("whsec_c2VjcmV0")
    stale = standard_webhooks(late, START - 6 * MINUTE)
    fresh = standard_webhooks(late, START)

    assert stale["webhook-id"] == fresh["webhook-id"]
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook("whsec_c2VjcmV0").verify(BODY, stale)
    Webhook("whsec_c2VjcmV0").verify(BODY, fresh)
