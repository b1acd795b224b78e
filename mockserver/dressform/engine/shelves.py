"""Where jobs lie for the lists that a vendor offers, so that no list walks all of them.

Jobs of one word for their state and of the same traits lie on one shelf, in the order in which
they were made and, if a list sorts by it, in the order of their last changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, field

from dressform.engine.jobs import Job, State
from dressform.engine.order import Order, page

Facets = tuple[Any, ...]

_SERIAL = (1 << 32) - 1


def together(facets: Facets) -> int:
    """No groups: whatever is wanted is one."""
    return 0


@dataclass(frozen=True)
class Listing:
    """What the lists of a vendor go by: its words for states, and whether one sorts by last change."""

    words: Mapping[State, str]
    by_change: bool = False


class Shelf(Struct, gc=False):
    """Jobs that no list tells apart, by their serial numbers and by their places."""

    made: Order = field(default_factory=Order)
    changed: Order = field(default_factory=Order)


class Shelves(Struct):
    """Every job by its facets: the word for its state, then its traits.

    A job's `place` is the number of the instant at which it last changed, times 2**32, and its
    serial number, so that jobs of one instant stay in the order in which they were made.
    """

    jobs: dict[int, Job] = field(default_factory=dict)
    shelves: dict[Facets, Shelf] = field(default_factory=dict)
    traits: dict[Facets, Facets] = field(default_factory=dict)
    last_serial: int = 0
    instants: int = 0
    latest: int = -1

    def add(self, listing: Listing | None, job: Job) -> None:
        """Put a new job on its shelf, if the vendor lists any."""
        if listing is None:
            return
        self.last_serial = serial = self.last_serial + 1
        self.jobs[serial] = job
        job.traits = self.traits.setdefault(job.traits, job.traits)
        self._put(listing, job, serial)

    def change(self, listing: Listing | None, job: Job, state: State, now: int) -> None:
        """Let the job enter `state`, and lie where it then belongs; or raise `IllegalTransition`
        and change nothing.
        """
        before = job.state
        job.move_to(state, now)
        if listing is None:
            return
        words = listing.words
        if words[before] != words[state] or listing.by_change:
            self._take(listing, before, job)
            self._put(listing, job, job.place & _SERIAL)

    def remove(self, listing: Listing | None, job: Job) -> None:
        """Forget a job."""
        if listing is not None:
            self._take(listing, job.state, job)
            del self.jobs[job.place & _SERIAL]

    def page(
        self,
        wanted: Callable[[Facets], bool],
        first: int,
        size: int,
        *,
        group: Callable[[Facets], Any] = together,
        by_change: bool = False,
        descending: bool = False,
    ) -> tuple[int, list[Job]]:
        """How many jobs are wanted, and so many of them from the `first`th (from 0) on.

        They are sorted by `group`, then as they were made or, `by_change`, last changed.
        """
        groups: dict[Any, list[Order]] = {}
        total = 0
        for facets, shelf in self.shelves.items():
            if shelf.made and wanted(facets):
                order = shelf.changed if by_change else shelf.made
                groups.setdefault(group(facets), []).append(order)
                total += len(order)
        numbers: list[int] = []
        for value in sorted(groups, reverse=descending):
            orders = groups[value]
            numbers += page(orders, first, size - len(numbers), descending=descending)
            first = max(0, first - sum(map(len, orders)))
            if len(numbers) == size:
                break
        return total, [self.jobs[number & _SERIAL] for number in numbers]

    def _put(self, listing: Listing, job: Job, serial: int) -> None:
        if job.updated_at != self.latest:
            self.latest = job.updated_at
            self.instants += 1
        job.place = place = self.instants << 32 | serial
        facets = (listing.words[job.state], *job.traits)
        shelf = self.shelves.get(facets)
        if shelf is None:
            shelf = self.shelves[facets] = Shelf()
        shelf.made.add(serial)
        if listing.by_change:
            shelf.changed.add(place)

    def _take(self, listing: Listing, state: State, job: Job) -> None:
        shelf = self.shelves[(listing.words[state], *job.traits)]
        shelf.made.remove(job.place & _SERIAL)
        if listing.by_change:
            shelf.changed.remove(job.place)
