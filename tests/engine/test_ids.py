"""Identifiers have the vendors' shapes, and come from the workspace alone."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.ids import Counters, hex_token, ulid
from tests.engine.worlds import START, STEADY

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Bits(Random):
    """Randomness whose every bit is the same."""

    def __init__(self, bit: int) -> None:
        super().__init__()
        self.bit = bit

    def getrandbits(self, k: int, /) -> int:
        return (1 << k) - 1 if self.bit else 0


def test_counters_rise_from_one_each_name_by_itself() -> None:
    counters = Counters()

    assert [1, 2, 1, 3] == [counters.next(name) for name in ("job", "job", "result", "job")]


def test_counters_of_two_workspaces_do_not_know_each_other() -> None:
    first, second = Counters(), Counters()
    first.next("job")

    assert 1 == second.next("job")


def test_hex_token_is_32_digits_however_small_the_number() -> None:
    assert "0" * 32 == hex_token(Bits(0))
    assert "f" * 32 == hex_token(Bits(1))


def test_hex_tokens_follow_from_the_seed_and_differ() -> None:
    first, same, other = Random(7), Random(7), Random(8)

    assert hex_token(first) == hex_token(same) != hex_token(other)
    assert hex_token(first) != hex_token(other)


def test_ulid_is_that_of_the_specification() -> None:
    """github.com/ulid/spec: 48 bits of milliseconds and 80 of randomness, in Crockford's base32.

    1469918176385 ms is `01ARYZ6S41` in its reference implementation's README.
    """
    assert "01ARYZ6S41" + "0" * 16 == ulid(Bits(0), 1_469_918_176_385_999)
    assert "01ARYZ6S41" + "Z" * 16 == ulid(Bits(1), 1_469_918_176_385_000)


@STEADY
@given(st.integers(0, 2**48 - 1), st.integers(1, 2**40), st.integers(0, 999))
def test_ulids_read_back_and_sort_by_time(earlier: int, later: int, rest: int) -> None:
    random = Random(7)
    later = min(earlier + later, 2**48 - 1)
    first, second = ulid(random, earlier * 1000 + rest), ulid(random, later * 1000)

    assert [26, 26] == [len(first), len(second)]
    number = 0
    for character in first:
        number = number * 32 + CROCKFORD.index(character)
    assert earlier == number >> 80
    assert later == earlier or first < second


def test_ulids_of_one_instant_follow_from_the_seed_and_differ() -> None:
    first, same = Random(7), Random(7)
    pair = ulid(first, START), ulid(first, START)

    assert pair == (ulid(same, START), ulid(same, START))
    assert pair[0] != pair[1]
    assert pair[0][:10] == pair[1][:10]
