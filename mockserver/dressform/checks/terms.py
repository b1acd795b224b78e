"""What has to be known of a vendor before anything is sent to it. Each folder of `contracts/` says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """What an operation makes: `id` points at its id in the answer, `parameter` is the path
    parameter that names it, `deleted_by` the operation that deletes it, if there is one.
    """

    kind: str
    id: str
    parameter: str
    deleted_by: str = ""


def free(operation: str, body: Json) -> int:
    """Nothing costs anything."""
    return 0


def bearer(key: str) -> dict[str, str]:
    """The header of a bearer token."""
    return {"Authorization": f"Bearer {key}"}


@dataclass(frozen=True)
class Terms:
    """How to deal with a vendor.

    `credential` makes the headers of an API key. `probe` is an operation that costs
    nothing, and `probe_with` what to call it with. `price` is the most that a request can cost by the document, in credits, from the
    operationId and the body, which may be nonsense. `makes` says what operations make; `charged`
    points at the credits in an answer that says what it cost. `cheapest` is the price of the
    cheapest generation, `per_minute` the documented limit of requests, which a run keeps to.
    """

    slug: str
    probe: str
    credential: Callable[[str], dict[str, str]] = bearer
    price: Callable[[str, Json], int] = free
    makes: Mapping[str, Made] = field(default_factory=dict)
    charged: str = ""
    cheapest: int = 0
    per_minute: int | None = None
    probe_with: Mapping[str, Any] = field(default_factory=dict)
