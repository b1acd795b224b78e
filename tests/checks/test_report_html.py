"""The page shows everything to a person, runs nothing and asks for nothing."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dressform.checks.judging import Finding
from dressform.checks.reports.html_page import html_page
from dressform.checks.verdicts import Report
from tests.checks.reports_data import (
    BROKEN,
    DRIFT,
    HOSTILE,
    PASSED,
    exchange,
    filled,
    one_of_each,
    outcome,
    report,
)
from tests.support.browser import Tab, browsing

STATUSES = ["broken", "drift", "inconclusive", "skipped", "accepted", "pass"]


class Tags(HTMLParser):
    """The tags of a page, in order, with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    with browsing() as tab:
        yield tab


@pytest.fixture
def tab(browser: Tab) -> Tab:
    """The one tab, as if it were fresh."""
    browser.page.emulate_media(color_scheme="light")
    browser.requests.clear()
    browser.complaints.clear()
    return browser


def show(tab: Tab, tmp_path: Path, *reports: Report) -> None:
    """Open the page of these reports, as a file."""
    file = tmp_path / "page.html"
    file.write_text(html_page(reports), encoding="utf-8")
    tab.page.goto(file.as_uri())


def test_text_never_becomes_markup() -> None:
    assert Tags(html_page([filled("plain")])).found == Tags(html_page([filled(HOSTILE)])).found


def test_page_needs_no_script_and_no_other_resource() -> None:
    found = Tags(html_page([one_of_each()])).found

    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in found}
    assert not {"src", "href", "style", "srcset"} & {name for _, names in found for name in names}


def test_page_of_no_reports_is_a_page() -> None:
    assert "Every promise that was tested is kept" in html_page([])


def test_browser_shows_the_page_as_it_was_meant(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, one_of_each(), filled(HOSTILE))
    background = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert "rgb(250, 250, 250)" == background
    assert [(tmp_path / "page.html").as_uri()] == tab.requests
    assert [] == tab.complaints


def test_page_follows_a_dark_scheme(tab: Tab, tmp_path: Path) -> None:
    tab.page.emulate_media(color_scheme="dark")
    show(tab, tmp_path, one_of_each())

    assert "rgb(22, 25, 29)" == tab.page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_totals_stand_on_top(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, one_of_each(), report(PASSED, vendor="cutx", budget=None, simulator=True))
    rows = [row.inner_text().split("\t") for row in tab.page.locator("table tr").all()]

    assert ["vendor", "target", *STATUSES, "calls", "downloads", "spent", "seed"] == rows[0]
    assert [
        *("uwear", "https://api.uwear.test", *"111111"),
        *("87", "5", "12 of 20 credits", "7"),
    ] == rows[1]
    assert [
        *("cutx", "https://api.uwear.test (simulator)", *"000001"),
        *("87", "5", "12 credits", "7"),
    ] == rows[2]
    assert "Failed." == tab.page.locator(".end").inner_text()


@pytest.mark.parametrize("status", STATUSES)
def test_filter_leaves_the_checks_of_one_status(status: str, tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, one_of_each())
    assert tab.page.get_by_label("all 6").is_checked()
    visible = tab.page.locator(".check:visible")
    before = visible.count()
    tab.page.get_by_label(f"{status} 1").check()

    assert (6, 1) == (before, visible.count())
    assert status == visible.locator(".badge").inner_text().lower()
    tab.page.get_by_label("all 6").check()
    assert 6 == visible.count()


def test_failing_checks_come_first_and_are_open(tab: Tab, tmp_path: Path) -> None:
    show(tab, tmp_path, report(PASSED, DRIFT, BROKEN))
    checks = tab.page.locator(".check").all()

    assert [BROKEN.check, DRIFT.check, PASSED.check] == [
        check.locator("> summary code").inner_text() for check in checks
    ]
    assert [True, False, False] == [check.get_attribute("open") is not None for check in checks]


def test_check_tells_promise_source_evidence_cost_reason_and_request(
    tab: Tab, tmp_path: Path
) -> None:
    show(tab, tmp_path, report(BROKEN))
    check = tab.page.locator(".check")
    terms = check.locator("dt").all_inner_texts()
    facts = dict(zip(terms, check.locator("dd").all_inner_texts(), strict=True))

    assert {
        "promise": BROKEN.promise,
        "source": BROKEN.source,
        "evidence": "documented",
        "cost": "1 credit spent, 2 at the worst, 1 call",
        "reason": BROKEN.reason,
    } == facts
    assert BROKEN.curl == check.locator(".curl").inner_text()


def test_transcript_has_requests_and_answers(tab: Tab, tmp_path: Path) -> None:
    sent = exchange(form=(("image", "<hat.png>"),), body="")
    silent = exchange(status=None, failure="timed out", answer="", answer_headers={})
    sent.findings = (Finding("'id' is missing", "observed", "a client"),)
    show(tab, tmp_path, report(outcome("uwear.a", exchanges=(sent, silent))))
    for closed in (".check", ".transcript"):
        tab.page.locator(f"{closed} > summary").click()
    first, second = tab.page.locator(".exchange").all()
    first.locator("summary").click()
    second.locator("summary").click()

    assert "POST https://api.uwear.test/generation -> 201" == first.locator("code").inner_text()
    assert [
        "Authorization: [redacted]\nContent-Type: application/json\n\nimage=<hat.png>",
        'Content-Type: application/json\n\n{"id": "gen_1"}',
    ] == first.locator("pre").all_inner_texts()
    assert second.locator("code").inner_text().endswith("-> timed out")
    assert "timed out" == second.locator("pre").nth(1).inner_text()
    assert ["Not as documented\n'id' is missing (observed: a client)"] == tab.page.locator(
        ".note"
    ).all_inner_texts()


def test_page_tells_what_was_accepted_went_stale_stayed_behind_or_stopped_it(
    tab: Tab, tmp_path: Path
) -> None:
    show(tab, tmp_path, one_of_each(stale=["uwear.x"], left_behind=["job 1"], stopped="too dear"))

    assert [
        "Stopped\ntoo dear",
        "Stale accepted deviations\nuwear.x",
        "Left behind\njob 1",
    ] == tab.page.locator(".note").all_inner_texts()
    assert "ticket 4711 (until 2026-12-31) (broken)" in str(
        tab.page.text_content(".check.accepted")
    )
