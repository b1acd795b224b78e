"""A fault's arguments are complete and right, or what is wrong with them is said."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dressform.engine.faults import KINDS, REQUIRED, Parameter, make_fault
from tests.engine.worlds import STEADY

STAGES = {
    "status": "request",
    "latency": "request",
    "rate_limit": "request",
    "reset": "request",
    "truncate": "answer",
    "malformed": "answer",
    "insufficient_credits": "charge",
    "provider_error": "job",
    "fail_at": "job",
    "stuck": "job",
    "duplicate": "announce",
    "reorder": "announce",
    "delay": "announce",
    "drop": "announce",
    "bad_signature": "attempt",
    "stale_timestamp": "attempt",
}

# design.md, "Steering": the arguments of each kind, and what stands in for one that is not given.
DEFAULTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "status": ({"status": 503}, {"body": None, "headers": {}}),
    "latency": ({"seconds": 2}, {}),
    "rate_limit": ({}, {"retry_after": 30}),
    "reset": ({}, {"when": "before"}),
    "truncate": ({}, {"fraction": 0.5}),
    "malformed": ({}, {}),
    "insufficient_credits": ({}, {}),
    "provider_error": ({}, {"error": "The provider returned an error", "items": None}),
    "fail_at": ({"fraction": 0.5}, {"error": "The provider returned an error"}),
    "stuck": ({}, {}),
    "duplicate": ({}, {"copies": 1}),
    "reorder": ({}, {"seconds": 60}),
    "delay": ({"seconds": 5}, {}),
    "drop": ({}, {}),
    "bad_signature": ({}, {}),
    "stale_timestamp": ({}, {"seconds": 3600}),
}

PARAMETERS = [
    (kind, name, parameter)
    for kind, entry in KINDS.items()
    for name, parameter in entry.parameters.items()
]

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-99, 700), st.floats(-2, 9), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=5,
)


def arguments(kind: str, **given: Any) -> dict[str, Any]:
    """The arguments of a fault that was made with these."""
    return make_fault(kind, given, id=1, now=0).arguments


def test_every_kind_strikes_at_its_stage() -> None:
    assert STAGES == {kind: entry.stage for kind, entry in KINDS.items()}


def test_every_kind_and_argument_is_explained_in_one_sentence() -> None:
    summaries = [entry.summary for entry in KINDS.values()]
    summaries += [parameter.summary for _, _, parameter in PARAMETERS]

    assert all(summary[0].isupper() and summary.endswith(".") for summary in summaries)


@pytest.mark.parametrize("kind", KINDS)
def test_arguments_that_are_not_given_have_their_defaults(kind: str) -> None:
    given, defaults = DEFAULTS[kind]

    assert given | defaults == arguments(kind, **given)


@pytest.mark.parametrize(("kind", "name", "parameter"), PARAMETERS)
def test_schema_is_one_and_accepts_the_default(kind: str, name: str, parameter: Parameter) -> None:
    Draft202012Validator.check_schema(parameter.schema)
    json.dumps(parameter.schema)
    if parameter.default is not REQUIRED:
        Draft202012Validator(parameter.schema).validate(parameter.default)


@pytest.mark.parametrize(
    ("kind", "name", "right", "wrong"),
    [
        ("status", "status", [400, 599], [399, 600, 500.5, "500", True, None]),
        ("status", "headers", [{}, {"Retry-After": "1", "x!": "a\tb"}], [{"a": 1}, [], None]),
        ("status", "headers", [], [{"": "a"}, {"a b": "c"}, {"a:": "c"}, {"a\n": "c"}]),
        ("status", "headers", [], [{"a": "b\r\nc: d"}, {"a": "b\n"}, {"a": "\x00"}, {"a": "é"}]),
        ("status", "body", [None, "text", [1, {"a": None}]], []),
        ("latency", "seconds", [0, 600, 0.001], [-0.1, 600.1, "1", True, None]),
        ("latency", "seconds", [{"type": "uniform", "lower": 1, "upper": 1}], [{}, {"type": "x"}]),
        ("latency", "seconds", [], [{"type": "uniform", "lower": 2, "upper": 1}]),
        ("latency", "seconds", [], [{"type": "uniform", "lower": 0, "upper": 601}]),
        ("latency", "seconds", [], [{"type": "uniform", "lower": 0, "upper": 1, "sigma": 1}]),
        ("latency", "seconds", [{"type": "lognormal", "median": 600, "sigma": 10}], []),
        ("latency", "seconds", [], [{"type": "lognormal", "median": 0, "sigma": 1}]),
        ("rate_limit", "retry_after", [0.5, 86400], [0, 86400.5, "1"]),
        ("reset", "when", ["before", "after"], ["during", None]),
        ("truncate", "fraction", [0, 0.999], [1, -0.001]),
        ("provider_error", "error", ["x", "é" * 1000], ["", "x" * 1001, 404]),
        ("fail_at", "fraction", [0, 1], [1.001, -0.001, True]),
        ("fail_at", "error", ["x"], [""]),
        ("duplicate", "copies", [1, 10], [0, 11, 1.5]),
        ("reorder", "seconds", [0, 10**7], [-1, 10**7 + 1]),
        ("delay", "seconds", [0, 10**7], [-1, 10**7 + 1]),
        ("stale_timestamp", "seconds", [0.5, 10**8], [0, 10**8 + 1]),
    ],
)
def test_argument_is_what_its_kind_can_use(
    kind: str, name: str, right: list[Any], wrong: list[Any]
) -> None:
    given = DEFAULTS[kind][0]
    for value in right:
        assert value == arguments(kind, **given | {name: value})[name]
    for value in wrong:
        with pytest.raises(ValueError, match=f"argument '{name}' of fault '{kind}'"):
            arguments(kind, **given | {name: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"x", {1, 2}, "\ud800", object()])
def test_what_is_not_json_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="argument 'body' of fault 'status' is not JSON"):
        arguments("status", status=500, body=value)


def test_whole_number_written_as_a_fraction_becomes_whole() -> None:
    assert "503" == repr(arguments("status", status=503.0)["status"])


@STEADY
@given(st.sampled_from(PARAMETERS), JSON)
def test_argument_is_taken_over_as_it_is_exactly_if_its_schema_accepts_it(
    which: tuple[str, str, Parameter], value: Any
) -> None:
    kind, name, parameter = which
    given = DEFAULTS[kind][0] | {name: value}
    if Draft202012Validator(parameter.schema).is_valid(value):
        assert value == arguments(kind, **given)[name]
    else:
        with pytest.raises(ValueError, match=f"argument '{name}' of fault '{kind}'"):
            arguments(kind, **given)


def test_unknown_kind_is_refused_with_all_that_there_are_the_closest_first() -> None:
    with pytest.raises(
        ValueError, match="no fault 'provider_eror'; there are: provider_error, "
    ) as e:
        arguments("provider_eror")

    assert sorted(KINDS) == sorted(str(e.value).partition("there are: ")[2].split(", "))


def test_unknown_argument_is_refused_with_those_of_its_kind() -> None:
    with pytest.raises(ValueError, match=r"'status' has no argument 'code'.*status, body, headers"):
        arguments("status", code=500)
    with pytest.raises(ValueError, match="'stuck' has no argument 'seconds'; it takes none"):
        arguments("stuck", seconds=1)


@pytest.mark.parametrize("kind", ["status", "latency", "fail_at", "delay"])
def test_missing_argument_is_named_with_its_meaning(kind: str) -> None:
    name = next(iter(DEFAULTS[kind][0]))
    with pytest.raises(ValueError, match=f"fault '{kind}' needs the argument '{name}': .+"):
        arguments(kind)


def test_value_that_is_refused_is_named_with_what_it_should_have_been() -> None:
    with pytest.raises(ValueError, match=r"700 is greater.* it is: The HTTP status, 400 to 599"):
        arguments("status", status=700)


def test_fault_shares_nothing_with_what_it_was_made_from() -> None:
    """Neither with the caller's objects, nor with the defaults of the next one."""
    body = {"detail": ["x"]}
    first = arguments("status", status=500, body=body)
    body["detail"].append("y")
    first["headers"]["X"] = "y"

    assert {"detail": ["x"]} == first["body"]
    assert {} == arguments("status", status=500)["headers"]


def test_engine_does_not_load_the_validator_before_a_fault_is_planned() -> None:
    """It costs every test run that uses none."""
    code = "import sys, dressform.engine.workspace; print('jsonschema' in sys.modules)"

    assert "False" == subprocess.check_output([sys.executable, "-c", code], text=True).strip()
