"""The JSON report has everything, in a shape that stays."""

import json
from dataclasses import asdict
from typing import Any

from dressform.checks.reports.json_report import json_report
from dressform.checks.verdicts import Report
from tests.checks.reports_data import ACCEPTED, BROKEN, HOSTILE, PASSED, filled, one_of_each, report

MEMBERS = {
    "report": "vendor target simulator seed budget outcomes spent calls downloads stopped "
    "left_behind stale counts exit_status",
    "outcome": "check promise evidence source verdict reason worst spent exchanges curl accepted "
    "calls",
    "exchange": "method url operation headers body form status answer_headers answer failure worst "
    "spent counted findings",
}


def read(*reports: Report) -> dict[str, Any]:
    """The document, read back."""
    document: dict[str, Any] = json.loads(json_report(reports))
    return document


def test_shape_is_the_documented_one() -> None:
    document = read(one_of_each())
    (told,) = document["reports"]
    (first, *_) = told["outcomes"]

    assert {"version", "exit_status", "reports"} == document.keys()
    assert set(MEMBERS["report"].split()) == told.keys()
    assert set(MEMBERS["outcome"].split()) == first.keys()
    assert set(MEMBERS["exchange"].split()) == first["exchanges"][0].keys()
    assert 1 == document["version"]


def test_everything_is_told_as_it_was() -> None:
    (told,) = read(filled(HOSTILE))["reports"]
    expected = json.loads(json.dumps(asdict(filled(HOSTILE))))

    for each in told["outcomes"]:
        del each["calls"]
    assert expected == {name: told[name] for name in expected}


def test_calls_do_not_include_downloads() -> None:
    (told,) = read(report(PASSED))["reports"]

    assert 1 == told["outcomes"][0]["calls"]


def test_counts_and_exit_status_are_those_of_the_run() -> None:
    document = read(report(PASSED), report(BROKEN, ACCEPTED), report(stopped="too dear"))

    assert 1 == document["exit_status"]
    assert [0, 1, 3] == [told["exit_status"] for told in document["reports"]]
    assert {
        "broken": 1,
        "drift": 0,
        "inconclusive": 0,
        "skipped": 0,
        "accepted": 1,
        "pass": 0,
    } == document["reports"][1]["counts"]


def test_run_without_reports_is_a_document_too() -> None:
    assert {"version": 1, "exit_status": 0, "reports": []} == read()
