"""Texts of a query, a path or a form become what the schema says they are, or stay text."""

from typing import Any

import pytest

from dressform.contract import coerce

DIGITS = "9" * 4300


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5", "integer", 5),
        ("-5", "integer", -5),
        ("+5", "integer", 5),
        ("05", "integer", 5),
        ("1" + "0" * 30, "integer", 10**30),
        ("5", "number", 5.0),
        ("-.5", "number", -0.5),
        ("5.", "number", 5.0),
        ("2.5e3", "number", 2500.0),
        ("true", "boolean", True),
        ("True", "boolean", True),
        ("1", "boolean", True),
        ("FALSE", "boolean", False),
        ("0", "boolean", False),
        ("5", "string", "5"),
        ("", "string", ""),
    ],
)
def test_text_that_fits_becomes_a_value(text: str, kind: str, value: Any) -> None:
    made = coerce([text], {"type": kind})
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "integer"),
        ("abc", "integer"),
        ("5.5", "integer"),
        ("5.0", "integer"),
        ("0x5", "integer"),
        ("5e3", "integer"),
        ("1_000", "integer"),
        (" 5", "integer"),
        ("5\n", "integer"),
        ("٥", "integer"),
        ("9" * 4301, "integer"),
        ("9" * 100_000, "integer"),
        ("", "number"),
        (".", "number"),
        ("nan", "number"),
        ("inf", "number"),
        ("1e999", "number"),
        ("1_0", "number"),
        ("", "boolean"),
        ("maybe", "boolean"),
        ("null", "integer"),
    ],
)
def test_text_that_does_not_fit_stays_text(text: str, kind: str) -> None:
    assert coerce([text], {"type": kind}) == text


def test_an_integer_may_have_as_many_digits_as_python_reads() -> None:
    assert coerce([DIGITS], {"type": "integer"}) == int(DIGITS)


def test_of_a_repeated_scalar_the_last_one_counts() -> None:
    assert coerce(["1", "2"], {"type": "integer"}) == 2


def test_an_array_takes_every_text_and_each_by_itself() -> None:
    schema = {"type": "array", "items": {"type": "integer"}}
    assert coerce(["1", "x", "3"], schema) == [1, "x", 3]
    assert coerce(["1"], {"type": "array"}) == ["1"]


def test_a_schema_that_also_takes_null_reads_texts_as_its_other_type() -> None:
    assert coerce(["5"], {"type": ["integer", "null"]}) == 5
    assert coerce(["5"], {"type": ["null", "integer"]}) == 5


def test_a_schema_without_a_type_takes_text() -> None:
    assert coerce(["5"], {}) == "5"
