"""What a workspace is given by its vendor, and by its owner."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from dressform.engine.jobs import Job, State
from dressform.engine.shelves import Listing
from dressform.engine.webhooks import Delivery, any_success, unsigned

if TYPE_CHECKING:
    from dressform.engine.workspace import Workspace

Span = tuple[int, int]


def drawn(random: Random, span: Span) -> int:
    """A whole number from the span, its ends included, each as likely.

    What `randint` draws, in a quarter of its time (every job draws two), and on every Python alike:
    `random` does not promise that it will go on drawing the same from the same seed.
    """
    low, width = span[0], span[1] - span[0] + 1
    bits = width.bit_length()
    while (number := random.getrandbits(bits)) >= width:
        pass
    return low + number


@dataclass(frozen=True)
class Rules:
    """What the vendor decides about the lives of jobs and deliveries.

    `settled` is called when a job has ended, to make its results and announce it. `backoff` holds
    the microseconds after each failed attempt at a delivery; `refunded` the ends that give
    credits back. `retried` are those after which an operator may send a job through again. `listing` says what
    its lists of jobs go by, for a vendor that filters or sorts any.
    """

    new_job_id: Callable[["Workspace"], int | str]
    settled: Callable[["Workspace", Job], None]
    refunded: frozenset[State] = frozenset()
    backoff: tuple[int, ...] = ()
    sign: Callable[[Delivery, int], dict[str, str]] = unsigned
    acknowledges: Callable[[int], bool] = any_success
    retried: frozenset[State] = frozenset()
    listing: Listing | None = None


class Endpoint(Struct):
    """The webhook endpoint saved in the account: no URL, no webhook."""

    url: str | None
    secret: str
