"""The lint as a whole: a good client hears nothing, and a report can be read and printed."""

from dataclasses import replace

from dressform.lint import RULES, Finding, lint, report
from tests.lint.rows import STRICT, Story, attempt, delivery


def test_a_good_client_has_no_findings() -> None:
    story = Story()
    story.create(0, job_id=7, request={"prompt": "a dress", "webhook_url": "http://x"})
    for at, state in ((3, "queued"), (7, "processing"), (13, "processing"), (22, "completed")):
        story.poll(at, state=state)
    story.request(23, operation="media", path="/uwear/generation-results/a.png")
    deliveries = [
        delivery(attempt(21), id="a"),
        delivery(attempt(21, 401, fault="bad_signature"), attempt(26), id="b"),
    ]

    assert [] == lint(STRICT, story.rows, deliveries)


def test_nothing_at_all_has_no_findings() -> None:
    assert [] == lint(STRICT, [], [])


def test_problems_come_first_and_every_finding_is_of_a_rule_in_the_table() -> None:
    story = Story()
    story.create(0, status=500)
    story.create(1, job_id=7)
    for at in range(2, 9):
        story.poll(at)
    findings = lint(STRICT, story.rows, [delivery(attempt(9))])

    assert [
        ("polled_too_fast", "problem"),
        ("polled_without_backoff", "problem"),
        ("retried_create", "hint"),
        ("webhook_verification_untested", "hint"),
    ] == [(finding.rule, finding.severity) for finding in findings]
    assert {finding.rule for finding in findings} <= RULES.keys()


def test_rows_may_come_in_any_order() -> None:
    story = Story()
    for at in range(8):
        story.poll(at)

    assert lint(STRICT, story.rows, []) == lint(STRICT, story.rows[::-1], [])


def test_a_finding_names_who_asks_for_it() -> None:
    story = Story()
    for at in range(3):
        story.poll(at)
    asked = replace(STRICT, sources={"polled_too_fast": "productai.md, Best Practices"})

    [finding] = story.findings("polled_too_fast", manners=asked)
    [unnamed] = story.findings("polled_too_fast")

    assert "productai.md, Best Practices" == finding.source
    assert unnamed.source


def test_a_report_reads_as_a_page() -> None:
    findings = [
        Finding(
            rule="retried_create",
            severity="problem",
            message="It was sent twice.",
            source="RFC 9110",
            requests=(1, 2),
        ),
        Finding(
            rule="webhook_verification_untested",
            severity="hint",
            message="word " * 30,
            source="ours",
            deliveries=("msg_1",),
        ),
    ]

    assert [
        "The client lint found 1 problem and 1 hint.",
        "",
        "problem: retried_create",
        "    It was sent twice.",
        "    requests: 1 and 2",
        "    source: RFC 9110",
        "",
        "hint: webhook_verification_untested",
        "    " + "word " * 18 + "word",
        "    " + "word " * 10 + "word",
        "    deliveries: msg_1",
        "    source: ours",
    ] == report(findings).splitlines()


def test_a_report_of_nothing_says_so_in_a_line() -> None:
    assert "The client lint has no findings." == report([])


def test_a_report_of_very_many_entries_stays_short() -> None:
    many = tuple(range(1, 1001))
    finding = Finding(rule="r", severity="hint", message="m", source="s", requests=many)

    text = report([finding])

    assert "18, 19 and 981 more" in text
    assert "no problems and 1 hint" in text


def test_a_path_that_a_client_made_up_cannot_steer_a_terminal() -> None:
    story = Story()
    story.request(0, operation="media", path="/x\x1b[2J\u202e", status=403, reason="Expired")

    text = report(lint(STRICT, story.rows, []))

    assert r"/x\x1b[2J\u202e was asked for" in text
    assert text.replace("\n", "").isprintable()


def test_a_full_journal_of_retries_is_one_finding() -> None:
    story = Story()
    for at in range(1000):
        story.create(at, status=500)

    [finding] = story.findings("retried_create")

    assert tuple(range(1, 1001)) == finding.requests
