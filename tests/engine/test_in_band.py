"""A fault written into a prompt is read exactly as it was written, or refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.faults import parse_in_band
from tests.engine.worlds import STEADY

NAMES = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
WORDS = st.from_regex(r"[^\s\"\[\]=]{1,9}", fullmatch=True)
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
PROSE = st.text().filter(lambda text: "[[fault:" not in text and not text.endswith("["))


def is_text(word: str) -> bool:
    """Whether the word stands for itself without quotes."""
    try:
        json.loads(word)
    except ValueError:
        return True
    return word == "null"


def argument(name: str, value: Any) -> str:
    """The argument as a person would write it, with quotes only where they are needed."""
    if isinstance(value, str) and (not is_text(value) or set(value) & set('" \t\r\n[]=')):
        return f"{name}={json.dumps(value)}"
    return f"{name}={value}" if isinstance(value, str) else f"{name}={json.dumps(value)}"


def written(kind: str, arguments: dict[str, Any]) -> str:
    """The fault as it stands in a prompt."""
    return f"[[fault:{' '.join([kind, *(argument(n, v) for n, v in arguments.items())])}]]"


FAULTS = st.tuples(
    NAMES, st.dictionaries(NAMES, st.one_of(NUMBERS, st.booleans(), WORDS.filter(is_text)))
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[fault:stuck]]", ("stuck", {})),
        ("a [[fault:status status=503]] b", ("status", {"status": 503})),
        ("[[fault:latency seconds=1.5]]", ("latency", {"seconds": 1.5})),
        ("[[fault:x a=-2 b=1e3 c=0]]", ("x", {"a": -2, "b": 1000.0, "c": 0})),
        ("[[fault:x a=true b=false c=null]]", ("x", {"a": True, "b": False, "c": "null"})),
        ("[[fault:x a=007 b=1.2.3 c=+1]]", ("x", {"a": "007", "b": "1.2.3", "c": "+1"})),
        ('[[fault:x a="two words" b="404"]]', ("x", {"a": "two words", "b": "404"})),
        (r'[[fault:x a="say \"]]\" \\ \u00e9"]]', ("x", {"a": 'say "]]" \\ é'})),
        ('[[fault:x a="two\nlines"]]', ("x", {"a": "two\nlines"})),
        ("[[fault:\n x\n a=1\n]]", ("x", {"a": 1})),
        ("[[fault:x url=http://h/?q=1]]", ("x", {"url": "http://h/?q=1"})),
    ],
)
def test_fault_is_read_from_a_prompt(text: str, expected: tuple[str, Any]) -> None:
    assert repr([expected]) == repr(parse_in_band(text))


@pytest.mark.parametrize("text", ["", "a dress", "[fault:stuck]", "[[ fault:stuck]]", "fault:x]]"])
def test_prompt_without_a_fault_has_none(text: str) -> None:
    assert [] == parse_in_band(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[fault:", "cannot read the fault"),
        ("[[fault:stuck", "cannot read the fault"),
        ("[[fault:stuck]", "cannot read the fault"),
        ("[[fault:]]", "cannot read the fault"),
        ("[[fault: ]]", "cannot read the fault"),
        ("[[fault:a=1]]", "cannot read"),
        ("[[fault:stuck now]]", "cannot read 'now'"),
        ("[[fault:x a=]]", "cannot read 'a='"),
        ("[[fault:x a=1,b=[2]]]", "cannot read"),
        ("[[fault:x a=]]]", "cannot read"),
        ('[[fault:x a="open]]', "cannot read the fault"),
        ('[[fault:x a="1"b=2]]', "cannot read 'b=2'"),
        (r'[[fault:x a="\q"]]', "escape"),
        ("[[fault:x a=1 a=2]]", "'a' is given twice"),
        ("[[fault:stuck]] and [[fault:", "cannot read the fault"),
    ],
)
def test_what_cannot_be_read_is_refused_and_said(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint.replace("[", r"\[")):
        parse_in_band(text)


@STEADY
@given(st.lists(st.tuples(PROSE, FAULTS), max_size=4), PROSE)
def test_every_fault_in_a_text_is_read_as_it_was_written_and_in_order(
    parts: list[tuple[str, tuple[str, dict[str, Any]]]], end: str
) -> None:
    text = "".join(prose + written(*fault) for prose, fault in parts) + end

    assert [fault for _, fault in parts] == parse_in_band(text)


@STEADY
@given(NAMES, NAMES, st.text())
def test_any_text_at_all_can_be_given_in_quotes(kind: str, name: str, value: str) -> None:
    for quoted in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert [(kind, {name: value})] == parse_in_band(f"[[fault:{kind} {name}={quoted}]]")


@STEADY
@given(st.text(st.sampled_from('[]fault: ab="\\1.\n'), max_size=40).map(lambda t: f"[[fault:{t}"))
def test_garbage_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        found = parse_in_band(text)
    except ValueError:
        return
    assert found


def test_hostile_text_is_refused_in_time_that_grows_with_its_length_only() -> None:
    """No backtracking: with it, this would take longer than any patience."""
    for hostile in ("[[fault:a " + 'b="' * 40_000, "[[fault:a " + "] " * 40_000):
        with pytest.raises(ValueError, match="cannot read"):
            parse_in_band(hostile)
