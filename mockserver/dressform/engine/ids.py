"""Identifiers in the vendors' shapes, from counters and from the workspace's randomness."""

from functools import lru_cache
from random import Random

from msgspec import Struct, field

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _CROCKFORD for second in _CROCKFORD]
_FORTY = (1 << 40) - 1

_UUID_FREE = ~(0xF000 << 64 | 0xC000 << 48)
_UUID_FOUR = 0x4000 << 64 | 0x8000 << 48


class Counters(Struct):
    """Rising integers by name; the first is 1."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, name: str) -> int:
        """The next number of that name."""
        self.last[name] = number = self.last.get(name, 0) + 1
        return number


def hex_token(random: Random) -> str:
    """128 bits as 32 hexadecimal digits."""
    return random.getrandbits(128).to_bytes(16).hex()


def uuid4(random: Random) -> str:
    """A version 4 UUID, in lower case with hyphens."""
    bits = random.getrandbits(128) & _UUID_FREE | _UUID_FOUR
    digits = bits.to_bytes(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def object_id(random: Random, now: int) -> str:
    """An ObjectId of that instant: 8 hexadecimal digits of seconds, 16 of randomness."""
    return f"{now // 1_000_000:08x}{random.getrandbits(64).to_bytes(8).hex()}"


def ulid(random: Random, now: int) -> str:
    """A ULID of that instant: 10 characters of milliseconds, 16 of randomness."""
    return ulid_of(random.getrandbits(80), now)


def ulid_of(bits: int, now: int) -> str:
    """A ULID of that instant with these 80 bits, for ids that must not shift any randomness."""
    high, low = bits >> 40, bits & _FORTY
    return (
        f"{_of_time(now // 1000)}"
        f"{_PAIRS[high >> 30]}{_PAIRS[high >> 20 & 1023]}{_PAIRS[high >> 10 & 1023]}"
        f"{_PAIRS[high & 1023]}{_PAIRS[low >> 30]}{_PAIRS[low >> 20 & 1023]}"
        f"{_PAIRS[low >> 10 & 1023]}{_PAIRS[low & 1023]}"
    )


@lru_cache(maxsize=64)  # a millisecond has room for many ids
def _of_time(milliseconds: int) -> str:
    return "".join([_PAIRS[milliseconds >> shift & 1023] for shift in range(40, -1, -10)])
