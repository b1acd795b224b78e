"""One page for a browser: no script, no other file, nothing from the network.

The page is built as a tree, so that no text can become markup.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from dressform.checks.exchange import Exchange
from dressform.checks.reports.words import (
    ACCEPTED,
    STATUSES,
    counted,
    failing,
    legal,
    spending,
    status,
    tally,
)
from dressform.checks.verdicts import Outcome, Report, worst_status

_STYLE: Final = Path(__file__).with_name("page.css")
_ENDS: Final = {0: "Every promise that was tested is kept", 1: "Failed", 3: "Inconclusive"}


def html_page(reports: Sequence[Report]) -> str:
    """The document. It holds what is in the reports: secrets are to be hidden before."""
    outcomes = [outcome for report in reports for outcome in report.outcomes]
    body = _element(
        "body",
        _element("h1", "dressform check"),
        _element("p", f"{_ENDS[worst_status(reports)]}.", kind="end"),
        _totals(reports),
        _filter(tally(outcomes)),
        *map(_section, reports),
    )
    tree = _element("html", _head(), body)
    tree.set("lang", "en")
    return f"<!DOCTYPE html>\n{ET.tostring(tree, encoding='unicode', method='html')}\n"


def _element(tag: str, *content: str | ET.Element, kind: str = "") -> ET.Element:
    """An element; `kind` is its class. Texts may stand before elements, not after."""
    element = ET.Element(tag)
    if kind:
        element.set("class", kind)
    texts = [part for part in content if isinstance(part, str)]
    element.text = legal("".join(texts)) or None
    element.extend(part for part in content if isinstance(part, ET.Element))
    return element


def _head() -> ET.Element:
    style = _STYLE.read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    head = _element("head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    policy = {"http-equiv": "Content-Security-Policy"}
    policy["content"] = f"default-src 'none'; style-src 'sha256-{digest}'"
    ET.SubElement(head, "meta", policy)
    head.append(_element("title", "dressform check"))
    sheet = ET.SubElement(head, "style")
    sheet.text = style
    return head


def _totals(reports: Sequence[Report]) -> ET.Element:
    names = [str(name) for name in STATUSES]
    titles = ["vendor", "target", *names, "calls", "downloads", "spent", "seed"]
    table = _element("table", _element("tr", *(_element("th", title) for title in titles)))
    for report in reports:
        found = tally(report.outcomes)
        counts = [
            _element("td", str(found[name]), kind=name if found[name] else "none") for name in names
        ]
        target = f"{report.target}{' (simulator)' if report.simulator else ''}"
        numbers = (
            report.calls,
            report.downloads,
            spending(report.spent, report.budget),
            report.seed,
        )
        row = [_element("th", report.vendor), _element("td", target), *counts]
        table.append(_element("tr", *row, *(_element("td", str(number)) for number in numbers)))
    return _element("div", table, kind="wide")


def _filter(found: dict[str, int]) -> ET.Element:
    """Radio buttons; the style sheet hides the checks that the chosen one does not mean."""
    choices = _element("fieldset", _element("legend", "Show"))
    for name, count in {"all": sum(found.values()), **found}.items():
        label = ET.SubElement(choices, "label")
        button = ET.SubElement(label, "input", type="radio", name="shown", id=f"show-{name}")
        button.tail = f" {name} {count}"
        if name == "all":
            button.set("checked", "checked")
    return choices


def _section(report: Report) -> ET.Element:
    order = [str(name) for name in STATUSES]
    outcomes = sorted(report.outcomes, key=lambda outcome: order.index(status(outcome)))
    notes = {
        "Stopped": [report.stopped] if report.stopped else [],
        "Stale accepted deviations": report.stale,
        "Left behind": report.left_behind,
    }
    return _element(
        "section",
        _element("h2", report.vendor),
        *(_note(title, lines) for title, lines in notes.items() if lines),
        *(_check(outcome, report) for outcome in outcomes),
    )


def _note(title: str, lines: Sequence[str]) -> ET.Element:
    items = _element("ul", *(_element("li", line) for line in lines))
    return _element("div", _element("strong", title), items, kind="note")


def _check(outcome: Outcome, report: Report) -> ET.Element:
    name = status(outcome)
    check = _element(
        "details",
        _element(
            "summary",
            _element("span", name, kind="badge"),
            _element("code", outcome.check),
            _element("span", outcome.promise, kind="promise"),
        ),
        kind=f"check {name}",
    )
    if failing(outcome, report):
        check.set("open", "open")
    facts = {
        "promise": outcome.promise,
        "source": outcome.source,
        "evidence": outcome.evidence,
        "cost": f"{counted(outcome.spent, 'credit')} spent, {outcome.worst} at the worst, "
        f"{counted(outcome.calls, 'call')}",
        "reason": outcome.reason,
        ACCEPTED: f"{outcome.accepted} ({outcome.verdict.value})" if outcome.accepted else "",
    }
    check.append(_facts(facts))
    if outcome.curl:
        check.append(_element("pre", outcome.curl, kind="curl"))
    if outcome.exchanges:
        title = _element("summary", f"Transcript: {counted(len(outcome.exchanges), 'exchange')}")
        check.append(
            _element("details", title, *map(_exchange, outcome.exchanges), kind="transcript")
        )
    return check


def _facts(facts: dict[str, str]) -> ET.Element:
    facts = {name: text for name, text in facts.items() if text}
    parts = [(_element("dt", name), _element("dd", text)) for name, text in facts.items()]
    return _element("dl", *(element for pair in parts for element in pair))


def _exchange(exchange: Exchange) -> ET.Element:
    request = [f"{name}: {value}" for name, value in exchange.headers.items()]
    request += ["", *(f"{name}={value}" for name, value in exchange.form), exchange.body]
    answer = [f"{name}: {value}" for name, value in exchange.answer_headers.items()]
    answer += ["", exchange.answer or exchange.failure]
    outcome = exchange.failure if exchange.status is None else str(exchange.status)
    spent = counted(exchange.spent, "credit")
    cost = f"{exchange.operation or 'elsewhere'}: {spent} spent, {exchange.worst} at the worst"
    findings = [f"{f.message} ({f.evidence}: {f.source})" for f in exchange.findings]
    return _element(
        "details",
        _element("summary", _element("code", f"{exchange.method} {exchange.url} -> {outcome}")),
        _element("p", cost),
        _element("pre", "\n".join(request).strip("\n")),
        _element("pre", "\n".join(answer).strip("\n")),
        *([_note("Not as documented", findings)] if findings else []),
        kind="exchange",
    )
