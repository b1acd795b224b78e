"""Whole numbers in ascending order, by the million: added, taken out and paged through cheaply.

They lie in arrays of a thousand or so, which the garbage collector does not walk.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from operator import itemgetter

from msgspec import Struct, field

_CHUNK = 1024
_last = itemgetter(-1)


class Order(Struct, gc=False):
    """Distinct whole numbers below 2**63. Adding the greatest so far is the cheapest thing to do."""

    chunks: "list[array[int]]" = field(default_factory=list)
    size: int = 0

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self.chunks)

    def add(self, number: int) -> None:
        """Put in a number that is not there yet."""
        self.size += 1
        chunks = self.chunks
        if not chunks:
            chunks.append(array("q", (number,)))
            return
        chunk = chunks[-1]
        if number > chunk[-1]:
            if len(chunk) < _CHUNK:
                chunk.append(number)
            else:
                chunks.append(array("q", (number,)))
            return
        at = bisect_left(chunks, number, key=_last)
        chunk = chunks[at]
        chunk.insert(bisect_left(chunk, number), number)
        if len(chunk) > 2 * _CHUNK:
            chunks[at : at + 1] = [chunk[:_CHUNK], chunk[_CHUNK:]]

    def remove(self, number: int) -> None:
        """Take out a number, or raise `KeyError` if it is not there."""
        chunks = self.chunks
        at = 0  # who waited longest goes first, as a rule
        if chunks and number > chunks[0][-1]:
            at = bisect_left(chunks, number, 1, key=_last)
        chunk = chunks[at] if at < len(chunks) else array("q")
        place = bisect_left(chunk, number)
        if place == len(chunk) or chunk[place] != number:
            raise KeyError(number)
        del chunk[place]
        if not chunk:
            del chunks[at]
        self.size -= 1

    def rank(self, number: int) -> int:
        """How many are smaller."""
        at = bisect_left(self.chunks, number, key=_last)
        smaller = sum(map(len, self.chunks[:at]))
        return smaller + (bisect_left(self.chunks[at], number) if at < len(self.chunks) else 0)

    def upwards(self, start: int, size: int) -> list[int]:
        """So many of all but the `start` smallest, the smallest first."""
        found: list[int] = []
        for chunk in self.chunks:
            if start < len(chunk):
                found += chunk[start : start + size - len(found)]
                if len(found) == size:
                    break
            start = max(0, start - len(chunk))
        return found

    def downwards(self, end: int, size: int) -> list[int]:
        """So many of the `end` smallest, the greatest first."""
        found: list[int] = []
        beyond = self.size - end
        for chunk in reversed(self.chunks):
            if beyond < len(chunk):
                stop = len(chunk) - beyond
                found += reversed(chunk[max(0, stop - size + len(found)) : stop])
                if len(found) == size:
                    break
            beyond = max(0, beyond - len(chunk))
        return found


def page(orders: Sequence[Order], first: int, size: int, *, descending: bool = False) -> list[int]:
    """So many numbers of all the orders together from the `first`th (from 0) on.

    No number may be in two of them. It costs as much as a page of each order; a later page than the
    first some looks for its beginning besides, as a search by halves does.
    """
    total = sum([order.size for order in orders])
    if first >= total:
        return []
    if descending:
        ends = _ranks(orders, total, total - first)
        found = [order.downwards(end, size) for order, end in zip(orders, ends, strict=True)]
    else:
        starts = _ranks(orders, total, first)
        found = [order.upwards(start, size) for order, start in zip(orders, starts, strict=True)]
    return found[0] if len(found) == 1 else list(islice(merge(*found, reverse=descending), size))


def _ranks(orders: Sequence[Order], total: int, count: int) -> list[int]:
    """How many of each order are among the `count` smallest of all."""
    if count in {0, total}:
        return [order.size if count else 0 for order in orders]
    if len(orders) == 1:
        return [count]
    filled = [order.chunks for order in orders if order]
    low, high = min(chunks[0][0] for chunks in filled), max(chunks[-1][-1] for chunks in filled)
    while low < high:
        middle = (low + high) // 2
        if sum(order.rank(middle) for order in orders) < count:
            low = middle + 1
        else:
            high = middle
    return [order.rank(low) for order in orders]
