"""What a test asks of the journal: which requests there were, and whether they were the right ones."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Unpack, overload

from dressform.mock.criteria import Where, given, misfits
from dressform.mock.verdicts import bounds, count, forgotten, line, matches, nearest, verdict
from dressform.rows import RequestRow

__all__ = ["Requests", "Where"]

_SHOWN = 30


class Requests(Sequence[RequestRow]):
    """The journal of a workspace at one moment, oldest first; it does not change any more.

    `dropped` is how many older entries the journal no longer had.

        shop.requests                     # shows itself as a table
        shop.requests[-1].status          # 402
        shop.requests[:3]                 # the first three, with all of these methods
    """

    def __init__(self, rows: Iterable[RequestRow], dropped: int = 0) -> None:
        self._rows = tuple(rows)
        self.dropped = dropped

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[RequestRow]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> RequestRow: ...
    @overload
    def __getitem__(self, index: slice) -> "Requests": ...
    def __getitem__(self, index: int | slice) -> "RequestRow | Requests":
        if isinstance(index, slice):
            return Requests(self._rows[index], self.dropped)
        return self._rows[index]

    def __repr__(self) -> str:
        older = len(self) - _SHOWN
        lines = [count(len(self)) + forgotten(self.dropped)]
        lines += [f"  ... {older} more before these"] if older > 0 else []
        return "\n".join([*lines, *(line(row) for row in self._rows[-_SHOWN:])])

    @property
    def last(self) -> RequestRow:
        """The latest one; `LookupError` if there is none.

        shop.requests.where(operation="create_generation").last.request["prompt"]
        """
        if not self._rows:
            raise LookupError(
                f"no requests have no last one{forgotten(self.dropped)}: none reached the "
                "workspace, or none of them fits the criteria"
            )
        return self._rows[-1]

    def where(self, **criteria: Unpack[Where]) -> "Requests":
        """Those that fit all of the criteria (see `Where`).

            shop.requests.where(operation="create_generation", status="4xx")
            shop.requests.where(body={"prompt": "a dress"}, headers={"User-Agent": "shop/1"})

        `TypeError` for an unknown criterion or a value of the wrong type, `ValueError` for a status
        that there is not or an instant without a time zone.
        """
        meant = given(criteria)
        return Requests((row for row in self if not any(misfits(row, meant))), self.dropped)

    def assert_called(
        self, *, times: int | None = None, at_least: int | None = None, **criteria: Unpack[Where]
    ) -> "Requests":
        """The requests that fit the criteria (see `Where`): exactly `times`, or `at_least` so many,
        which is 1 unless told.

            shop.requests.assert_called(operation="create_generation", times=1)
            shop.requests.assert_called(method="GET", path="*/generation/1", at_least=2)

        An `AssertionError` shows the requests that came closest, and what did not fit.
        """
        __tracebackhide__ = True
        least, most, expected = bounds(times, at_least)
        found = self.where(**criteria)
        if not least <= len(found) <= most:
            message = verdict(expected, criteria, len(found), self.dropped)
            clue = matches(found) if len(found) > most else nearest(self, criteria)
            raise AssertionError("\n".join([message, *clue]))
        return found

    def assert_not_called(self, **criteria: Unpack[Where]) -> None:
        """No request fits the criteria (see `Where`).

            shop.requests.assert_not_called(method="DELETE")

        An `AssertionError` shows those that do.
        """
        __tracebackhide__ = True
        if found := self.where(**criteria):
            message = verdict("no request", criteria, len(found), self.dropped)
            raise AssertionError("\n".join([message, *matches(found)]))
