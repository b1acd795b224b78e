"""What a rule has found."""

from typing import Literal

from msgspec import Struct


class Finding(Struct, frozen=True, kw_only=True):
    """Something that the client did, and had better not.

    `message` says what it did and what to do instead, `source` who asks for that. `requests` are
    the numbers of the journal entries that show it, `deliveries` the ids of the webhooks.
    """

    rule: str
    severity: Literal["problem", "hint"]
    message: str
    source: str
    requests: tuple[int, ...] = ()
    deliveries: tuple[str, ...] = ()
