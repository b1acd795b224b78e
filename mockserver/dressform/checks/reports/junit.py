"""JUnit XML, as Jenkins' `junit-10.xsd` has it, which every CI service reads.

One test suite for each vendor, one test case for each check and for each stale accepted deviation.
That schema has no properties below a test case: evidence, source, calls and credits are lines of
its `system-out`. Inconclusive and accepted are `skipped`, with a message that begins so.

Written with the standard library: what a package such as junitparser adds is a reader, and illegal
characters would be ours to replace there as well.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from dressform.checks.reports.words import failing, legal, status
from dressform.checks.verdicts import Outcome, Report, Verdict


def junit(reports: Sequence[Report]) -> str:
    """The document. It holds what is in the reports: secrets are to be hidden before."""
    root = ET.Element("testsuites", name="dressform check")
    root.extend(_suite(report) for report in reports)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=legal(f"dressform.{report.vendor}"))
    properties = ET.SubElement(suite, "properties")
    for name, value in _facts(report).items():
        ET.SubElement(properties, "property", name=name, value=legal(str(value)))
    suite.extend(_case(outcome, report) for outcome in report.outcomes)
    suite.extend(_stale(line, report) for line in report.stale)
    notes = [f"stopped: {report.stopped}"] if report.stopped else []
    notes += [f"left behind: {thing}" for thing in report.left_behind]
    if notes:
        ET.SubElement(suite, "system-out").text = legal("\n".join(notes))
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _facts(report: Report) -> dict[str, object]:
    return {
        "target": report.target,
        "simulator": str(report.simulator).lower(),
        "seed": report.seed,
        "budget": "unlimited" if report.budget is None else report.budget,
        "spent": report.spent,
        "calls": report.calls,
        "downloads": report.downloads,
    }


def _case(outcome: Outcome, report: Report) -> ET.Element:
    place = ".".join(["dressform", report.vendor, *outcome.check.split(".")[1:-1]])
    case = ET.Element("testcase", name=legal(outcome.check), classname=legal(place))
    if failing(outcome, report):
        failure = ET.SubElement(
            case, "failure", type=outcome.verdict.value, message=legal(outcome.reason)
        )
        failure.text = legal("\n".join((outcome.reason, outcome.curl)).strip())
    elif message := _skipped(outcome):
        ET.SubElement(case, "skipped", type=status(outcome), message=legal(message))
    ET.SubElement(case, "system-out").text = legal(_output(outcome))
    return case


def _skipped(outcome: Outcome) -> str:
    """Why a CI service is not to count this as passed; empty where it is to."""
    if outcome.accepted:
        return f"accepted: {outcome.accepted}"
    if outcome.verdict is Verdict.INCONCLUSIVE:
        return f"inconclusive: {outcome.reason}"
    return outcome.reason or "skipped" if outcome.verdict is Verdict.SKIPPED else ""


def _output(outcome: Outcome) -> str:
    lines = [
        f"verdict: {outcome.verdict.value}",
        f"promise: {outcome.promise}",
        f"evidence: {outcome.evidence}",
        f"source: {outcome.source}",
        f"calls: {outcome.calls}",
        f"spent: {outcome.spent}",
        f"worst: {outcome.worst}",
    ]
    if outcome.reason:
        lines.append(f"reason: {outcome.reason}")
    return "\n".join([*lines, *(exchange.line for exchange in outcome.exchanges)])


def _stale(line: str, report: Report) -> ET.Element:
    case = ET.Element(
        "testcase",
        name=legal(f"accepted deviation: {line}"),
        classname=legal(f"dressform.{report.vendor}.accepted"),
    )
    ET.SubElement(case, "failure", type="stale", message=legal(line))
    return case
