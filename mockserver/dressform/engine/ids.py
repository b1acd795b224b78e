"""Identifiers in the vendors' shapes, from counters and from the workspace's randomness."""

from random import Random
from uuid import UUID

from msgspec import Struct, field

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _CROCKFORD for second in _CROCKFORD]


class Counters(Struct):
    """Rising integers by name; the first is 1."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, name: str) -> int:
        """The next number of that name."""
        self.last[name] = number = self.last.get(name, 0) + 1
        return number


def hex_token(random: Random) -> str:
    """128 bits as 32 hexadecimal digits."""
    return f"{random.getrandbits(128):032x}"


def uuid4(random: Random) -> str:
    """A version 4 UUID, in lower case with hyphens."""
    return str(UUID(int=random.getrandbits(128), version=4))


def object_id(random: Random, now: int) -> str:
    """An ObjectId of that instant: 8 hexadecimal digits of seconds, 16 of randomness."""
    return f"{now // 1_000_000:08x}{random.getrandbits(64):016x}"


def ulid(random: Random, now: int) -> str:
    """A ULID of that instant: 10 characters of milliseconds, 16 of randomness."""
    return ulid_of(random.getrandbits(80), now)


def ulid_of(bits: int, now: int) -> str:
    """A ULID of that instant with these 80 bits, for ids that must not shift any randomness."""
    number = (now // 1000) << 80 | bits
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
