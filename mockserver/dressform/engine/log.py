"""A list that is only added to, by the million, and that the garbage collector does not walk."""

from collections.abc import Iterator
from itertools import chain
from typing import Generic, TypeVar

from msgspec import Struct, field

_CHUNK = 1024

_Thing = TypeVar("_Thing")


class Log(Struct, Generic[_Thing], gc=False):
    """Things that hold no cycles, in the order in which they came.

    A full chunk is a tuple: the collector looks at it once, finds nothing that it would have to
    follow, and never comes back.
    """

    chunks: list[tuple[_Thing, ...]] = field(default_factory=list)
    latest: list[_Thing] = field(default_factory=list)

    def append(self, thing: _Thing) -> None:
        """Add one at the end."""
        self.latest.append(thing)
        if len(self.latest) == _CHUNK:
            self.chunks.append(tuple(self.latest))
            self.latest.clear()

    def __len__(self) -> int:
        return len(self.chunks) * _CHUNK + len(self.latest)

    def __iter__(self) -> Iterator[_Thing]:
        return chain(chain.from_iterable(self.chunks), self.latest)

    def __getitem__(self, place: int) -> _Thing:
        if place < 0:
            place += len(self)
        chunk, offset = divmod(place, _CHUNK)
        if not 0 <= chunk <= len(self.chunks):
            raise IndexError(place)
        return self.chunks[chunk][offset] if chunk < len(self.chunks) else self.latest[offset]
