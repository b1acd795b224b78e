"""Webhooks to send: one delivery an event, its attempts, its backoff and its signature."""

import base64
import hashlib
import hmac
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from dressform.engine.clock import SECOND

MAX_SETTLED = 10_000
"""Deliveries of a workspace that are remembered once nothing is left to be done for them."""


class DeliveryState(StrEnum):
    """Where a delivery is.

    `refused`: the server may not call that address, and did not; `dropped`: a fault swallowed it.
    """

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"
    DROPPED = "dropped"


class Attempt(Struct, frozen=True, gc=False):
    """One try at a delivery: the receiver's HTTP status, or why there was none.

    `fault`: the kind of fault with which it was signed.
    """

    at: int
    status: int | None
    error: str | None = None
    fault: str | None = None


class Delivery(Struct, gc=False):
    """One event on its way to one URL. `due` is the instant of the next attempt.

    `operation` is what its job was submitted by; `faults` are the kinds that struck when it was
    announced: `copies` are still to come once it is acknowledged, and while it is `held` the next
    delivery goes first.
    """

    number: int
    id: str
    event: str
    url: str
    secret: str | None
    body: bytes
    job_id: int | str | None
    created_at: int
    operation: str | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempts: tuple[Attempt, ...] = ()
    due: int | None = None
    timer: int = 0
    copies: int = 0
    held: bool = False
    faults: tuple[str, ...] = ()


def unsigned(delivery: Delivery, now: int) -> dict[str, str]:
    """No headers: for vendors that sign nothing."""
    return {}


def any_success(status: int) -> bool:
    """Any 2xx acknowledges a webhook."""
    return 200 <= status < 300


def standard_webhooks(delivery: Delivery, now: int) -> dict[str, str]:
    """The headers of the Standard Webhooks specification; no signature without a secret.

    The HMAC-SHA256 is over `id.timestamp.body`, the timestamp in unix seconds.
    """
    timestamp = str(now // SECOND)
    headers = {"webhook-id": delivery.id, "webhook-timestamp": timestamp}
    if delivery.secret is not None:
        signed = b".".join((delivery.id.encode(), timestamp.encode(), delivery.body))
        code = _keyed(delivery.secret).copy()
        code.update(signed)
        headers["webhook-signature"] = f"v1,{base64.b64encode(code.digest()).decode()}"
    return headers


@lru_cache(maxsize=64)
def _keyed(secret: str) -> hmac.HMAC:
    """The code of nothing under that secret, to be copied: taking a key in costs more than signing."""
    return hmac.new(_key(secret), digestmod=hashlib.sha256)


def _key(secret: str) -> bytes:
    """`whsec_` and base64, padded or not, stand for bytes; anything else is its own bytes."""
    if secret.startswith("whsec_"):
        text = secret.removeprefix("whsec_")
        try:
            return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except ValueError:
            pass
    return secret.encode()
