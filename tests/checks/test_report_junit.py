"""The JUnit report is what CI services read, whatever is in it."""

from xml.etree import ElementTree as ET

import pytest

from dressform.checks.reports.junit import junit
from dressform.checks.verdicts import Outcome
from tests.checks.reports_data import (
    ACCEPTED,
    BROKEN,
    DRIFT,
    HOSTILE,
    INCONCLUSIVE,
    PASSED,
    SKIPPED,
    filled,
    one_of_each,
    report,
)

SCHEMA = {
    "testsuites": ({"testsuite"}, {"name", "tests", "failures", "errors"}),
    "testsuite": (
        {"properties", "testcase", "system-out"},
        {"name", "tests", "failures", "errors", "skipped"},
    ),
    "properties": ({"property"}, set[str]()),
    "property": (set[str](), {"name", "value"}),
    "testcase": ({"skipped", "failure", "system-out"}, {"name", "classname"}),
    "failure": (set[str](), {"type", "message"}),
    "skipped": (set[str](), {"type", "message"}),
    "system-out": (set[str](), set[str]()),
}
"""Of each element that we write, the children and attributes that `junit-10.xsd` allows."""


def case(outcome: Outcome, *, simulator: bool = False) -> ET.Element:
    """The test case of the only check of a run."""
    found = ET.fromstring(junit([report(outcome, simulator=simulator)])).find("testsuite/testcase")
    assert found is not None
    return found


def result(outcome: Outcome, *, simulator: bool = False) -> tuple[str, str | None] | None:
    """The element that says how a test case ended, with its message; None: it passed."""
    parts = [part for part in case(outcome, simulator=simulator) if part.tag != "system-out"]
    assert len(parts) <= 1
    return (parts[0].tag, parts[0].get("message")) if parts else None


@pytest.mark.parametrize("text", ["", "plain", HOSTILE])
def test_document_keeps_to_the_schema(text: str) -> None:
    root = ET.fromstring(junit([filled(text), one_of_each(stale=["old"])]))

    for element in root.iter():
        children, attributes = SCHEMA[element.tag]
        assert {child.tag for child in element} <= children
        assert attributes == element.attrib.keys()


def test_text_arrives_as_it_was_but_for_what_xml_cannot_hold() -> None:
    (suite,) = ET.fromstring(junit([filled(HOSTILE)]))
    skipped = suite.find("testcase/skipped")

    assert skipped is not None
    assert f"accepted: {HOSTILE}".translate(
        dict.fromkeys(map(ord, "\x00\x1b\x07\ud800\ufffe"), "\ufffd")
    ) == skipped.get("message")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (PASSED, None),
        (BROKEN, ("failure", BROKEN.reason)),
        (DRIFT, None),
        (INCONCLUSIVE, ("skipped", f"inconclusive: {INCONCLUSIVE.reason}")),
        (SKIPPED, ("skipped", SKIPPED.reason)),
        (ACCEPTED, ("skipped", f"accepted: {ACCEPTED.accepted}")),
    ],
)
def test_check_ends_as_its_verdict_says(outcome: Outcome, expected: tuple[str, str] | None) -> None:
    assert expected == result(outcome)


def test_drift_of_the_simulator_is_a_failure() -> None:
    assert ("failure", DRIFT.reason) == result(DRIFT, simulator=True)


def test_failure_holds_the_request_that_shows_it() -> None:
    failure = case(BROKEN).find("failure")

    assert failure is not None
    assert f"{BROKEN.reason}\n{BROKEN.curl}" == failure.text


def test_check_is_named_by_its_id_and_its_file() -> None:
    assert {
        "name": "uwear.billing.failed_is_refunded",
        "classname": "dressform.uwear.billing",
    } == case(BROKEN).attrib


def test_every_check_tells_its_promise_and_what_it_took() -> None:
    assert [
        "verdict: drift",
        "promise: The promise of uwear.time.progress_is_monotone.",
        "evidence: observed",
        "source: example client",
        "calls: 1",
        "spent: 1",
        "worst: 2",
        "reason: progress went from 40 to 20",
        "POST https://api.uwear.test/generation -> 201",
        "GET https://api.uwear.test/generation -> 200",
    ] == case(DRIFT).findtext("system-out", "").split("\n")


def test_stale_deviation_is_a_test_that_fails() -> None:
    (suite,) = ET.fromstring(junit([report(PASSED, stale=["uwear.x: expired on 2026-01-01"])]))
    stale = suite.findall("testcase")[1]

    assert {
        "name": "accepted deviation: uwear.x: expired on 2026-01-01",
        "classname": "dressform.uwear.accepted",
    } == stale.attrib
    assert ["failure"] == [part.tag for part in stale]


def test_suite_counts_its_cases_and_the_document_its_suites() -> None:
    root = ET.fromstring(junit([one_of_each(stale=["old"]), one_of_each(simulator=True)]))

    counts = [(s.get("tests"), s.get("failures"), s.get("skipped"), s.get("errors")) for s in root]
    assert [("7", "2", "3", "0"), ("6", "2", "3", "0")] == counts
    assert ("13", "4", "0") == (root.get("tests"), root.get("failures"), root.get("errors"))


def test_suite_tells_what_the_run_was_and_what_became_of_it() -> None:
    (suite,) = ET.fromstring(junit([report(stopped="too dear", left_behind=["job gen_1"])]))

    assert "dressform.uwear" == suite.get("name")
    assert {
        "target": "https://api.uwear.test",
        "simulator": "false",
        "seed": "7",
        "budget": "20",
        "spent": "12",
        "calls": "87",
        "downloads": "5",
    } == {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert "stopped: too dear\nleft behind: job gen_1" == suite.findtext("system-out")


def test_budget_without_a_limit_is_called_so() -> None:
    (suite,) = ET.fromstring(junit([report(budget=None)]))

    assert "unlimited" in [p.get("value") for p in suite.iter("property")]
