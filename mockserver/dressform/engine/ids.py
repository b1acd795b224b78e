"""Identifiers in the vendors' shapes, from counters and from the workspace's randomness."""

from random import Random

from msgspec import Struct, field

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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


def ulid(random: Random, now: int) -> str:
    """A ULID of that instant: 10 characters of milliseconds, 16 of randomness."""
    number = (now // 1000) << 80 | random.getrandbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
