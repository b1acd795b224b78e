"""Credits are never invented, never lost, never owed, and given back at most once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.errors import OutOfCredits
from dressform.engine.ledger import Entry, Ledger
from tests.engine.worlds import STEADY


@pytest.fixture
def ledger() -> Ledger:
    """Ten credits, granted at instant 1."""
    ledger = Ledger()
    ledger.grant(1, 10)
    return ledger


def test_new_ledger_is_empty_and_covers_nothing() -> None:
    assert 0 == Ledger().balance
    with pytest.raises(OutOfCredits):
        Ledger().require(1)


def test_where_credits_are_not_counted_everything_can_be_afforded_until_some_are_granted() -> None:
    ledger = Ledger(counted=False)
    ledger.require(10**9)

    ledger.grant(1, 0)

    with pytest.raises(OutOfCredits):
        ledger.require(1)


def test_every_movement_is_one_entry_with_the_balance_after_it(ledger: Ledger) -> None:
    charge = ledger.charge(2, 7, "job")
    ledger.refund(3, charge)

    assert [
        Entry(1, "grant", 10, None, 10),
        Entry(2, "charge", -7, "job", 3),
        Entry(3, "refund", 7, "job", 10),
    ] == list(ledger.entries)


def test_charge_may_take_the_last_credit(ledger: Ledger) -> None:
    ledger.charge(2, 10)

    assert 0 == ledger.balance


def test_charge_beyond_the_balance_is_refused_with_both_amounts_and_writes_nothing(
    ledger: Ledger,
) -> None:
    with pytest.raises(OutOfCredits) as refused:
        ledger.charge(2, 11)

    assert OutOfCredits(required=11, available=10) == refused.value
    assert [Entry(1, "grant", 10, None, 10)] == list(ledger.entries)


def test_requiring_credits_takes_none(ledger: Ledger) -> None:
    ledger.require(10)

    assert 10 == ledger.balance


def test_free_charge_is_an_entry_all_the_same() -> None:
    """A free job is seen in the ledger, even in one that is empty."""
    ledger = Ledger()

    ledger.refund(2, ledger.charge(1, 0, "job"))

    assert ["charge", "refund"] == [entry.kind for entry in ledger.entries]
    assert 0 == ledger.balance


def test_credits_can_be_taken_away_down_to_zero_and_no_further(ledger: Ledger) -> None:
    ledger.grant(2, -10)
    assert 0 == ledger.balance

    with pytest.raises(ValueError, match="cannot take"):
        ledger.grant(3, -1)
    assert 2 == len(ledger.entries)


def test_charge_of_less_than_nothing_is_a_mistake(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="cannot charge"):
        ledger.charge(2, -1)

    assert 1 == len(ledger.entries)


@pytest.mark.parametrize("credits", [None, 0, 3, 7])
def test_charge_is_refunded_whole_or_in_part_but_once(ledger: Ledger, credits: int | None) -> None:
    charge = ledger.charge(2, 7)
    ledger.refund(3, charge, credits)
    back = 7 if credits is None else credits

    assert 3 + back == ledger.balance
    with pytest.raises(ValueError, match="refunded already"):
        ledger.refund(4, charge, 0)
    assert 3 + back == ledger.balance


def test_two_charges_are_refunded_each_by_its_own_number(ledger: Ledger) -> None:
    first, second = ledger.charge(2, 3, "first"), ledger.charge(3, 4, "second")

    ledger.refund(4, second)
    ledger.refund(5, first)

    assert [("second", 4), ("first", 3)] == [(e.job_id, e.amount) for e in list(ledger.entries)[3:]]


@pytest.mark.parametrize("credits", [8, -1])
def test_refund_is_never_more_than_the_charge_and_never_a_charge(
    ledger: Ledger, credits: int
) -> None:
    charge = ledger.charge(2, 7)

    with pytest.raises(ValueError, match="cannot refund"):
        ledger.refund(3, charge, credits)
    ledger.refund(3, charge)
    assert 10 == ledger.balance


def test_only_a_charge_can_be_refunded(ledger: Ledger) -> None:
    """A grant of nothing and a refund of nothing look like charges of nothing, and are none."""
    ledger.grant(2, 0)
    ledger.refund(4, ledger.charge(3, 0))

    for number in (0, 1, 3):
        with pytest.raises(ValueError, match="cannot refund"):
            ledger.refund(5, number, 0)
    assert 4 == len(ledger.entries)


@pytest.mark.parametrize("number", [-1, -2, 2])
def test_number_that_no_charge_has_cannot_be_refunded(ledger: Ledger, number: int) -> None:
    """Else the last charge, which Python also calls -1, could be refunded a second time."""
    ledger.charge(2, 7)

    with pytest.raises(ValueError, match="cannot refund"):
        ledger.refund(3, number)
    assert 3 == ledger.balance


@STEADY
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["grant", "charge", "refund"]), st.integers(-9, 9), st.integers(0, 9)
        ),
        max_size=40,
    )
)
def test_balance_is_the_sum_of_the_entries_and_never_negative(
    moves: list[tuple[str, int, int]],
) -> None:
    """Whatever was asked, and however much of it was refused."""
    ledger = Ledger()
    expected = 0
    for at, (kind, amount, number) in enumerate(moves):
        written = len(ledger.entries)
        try:
            if kind == "refund":
                ledger.refund(at, number % (written + 1), amount)
            elif kind == "charge":
                ledger.charge(at, amount)
            else:
                ledger.grant(at, amount)
        except (ValueError, IndexError, OutOfCredits):
            assert written == len(ledger.entries)
        else:
            expected += -amount if kind == "charge" else amount
        assert expected == ledger.balance == sum(entry.amount for entry in ledger.entries) >= 0
