"""What a failed assertion about the journal says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf

from dressform.mock.criteria import Where, given, misfits, moment, safe
from dressform.rows import RequestRow

_NEAREST = 5


def bounds(times: int | None, at_least: int | None) -> tuple[int, float, str]:
    """The fewest and the most, and both in words."""
    if times is not None and at_least is not None:
        raise ValueError("give either times or at_least, and not both")
    if times is not None and times < 0:
        raise ValueError(f"times is 0 or more, and not {times}")
    if at_least is not None and at_least < 1:
        raise ValueError(f"at_least is 1 or more, and not {at_least}")
    if times is not None:
        return times, times, f"exactly {count(times)}"
    return at_least or 1, inf, f"at least {count(at_least or 1)}"


def verdict(expected: str, criteria: Where, found: int, dropped: int) -> str:
    """What was expected, and how many there were."""
    wanted = ", ".join(f"{name}={value!r}" for name, value in given(criteria).items())
    having = f" with {wanted}" if wanted else ""
    there = "was" if found == 1 else "were"
    return f"expected {expected}{having}, and there {there} {found or 'none'}{forgotten(dropped)}"


def matches(found: Sequence[RequestRow]) -> Iterator[str]:
    """The first of those that fit."""
    yield "these fit:"
    yield from map(line, found[:_NEAREST])
    if len(found) > _NEAREST:
        yield f"  ... {len(found) - _NEAREST} more"


def nearest(requests: Sequence[RequestRow], criteria: Where) -> Iterator[str]:
    """The requests that came closest, each with what did not fit; of equals the latest first."""
    if not requests:
        yield "there were no requests at all"
        return
    operations = Counter(row.operation or f"{row.method} {row.path}" for row in requests)
    operation = criteria.get("operation")
    if operation is not None and operation not in operations:
        calls = ", ".join(f"{safe(name)} x{n}" for name, n in sorted(operations.items()))
        yield f"there were calls of: {calls}"
        return
    meant = given(criteria)
    misses = [(row, wrong) for row in requests if (wrong := list(misfits(row, meant)))]
    misses.sort(key=lambda miss: (sum(weight for weight, _ in miss[1]), -miss[0].number))
    if misses:
        yield "the closest that do not fit:"
    for row, wrong in misses[:_NEAREST]:
        yield line(row)
        yield from (f"      {words}" for _, words in wrong)


def line(row: RequestRow) -> str:
    """A request on one line."""
    time = moment(row).isoformat(" ", "milliseconds").removesuffix("+00:00")
    status = row.status if row.status is not None else "---"
    request = safe(f"{row.method:<6} {row.path}")
    return f"{row.number:>5}  {time}  {request}  {status}  {safe(row.decided)}".rstrip()


def count(number: int) -> str:
    """So many requests, in words."""
    return f"{number or 'no'} request{'' if number == 1 else 's'}"


def forgotten(dropped: int) -> str:
    """What is to be said of older entries."""
    return f" ({dropped} older ones no longer fit into the journal)" if dropped else ""
