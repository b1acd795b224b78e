"""Reports of runs that never took place."""

from dataclasses import fields, replace
from typing import Any

from dressform.checks.exchange import Exchange
from dressform.checks.judging import Finding
from dressform.checks.verdicts import Outcome, Report, Verdict

HOSTILE = "</pre></script><script>alert(1)</script>'\"&amp;]]>\x00\x1b[31m\x07\ud800\ufffe\r\nnext"
"""What would be markup, a command to a terminal, or no character at all."""


def exchange(**facts: Any) -> Exchange:
    """A request that was answered."""
    plain: dict[str, Any] = {
        "method": "POST",
        "url": "https://api.uwear.test/generation",
        "operation": "create_generation",
        "headers": {"Authorization": "[redacted]", "Content-Type": "application/json"},
        "body": '{"num_images": 1}',
        "status": 201,
        "answer_headers": {"Content-Type": "application/json"},
        "answer": '{"id": "gen_1"}',
        "worst": 2,
        "spent": 1,
    }
    return Exchange(**(plain | facts))


def outcome(check: str, verdict: Verdict = Verdict.PASS, **facts: Any) -> Outcome:
    """One check that has ended."""
    plain: dict[str, Any] = {
        "promise": f"The promise of {check}.",
        "evidence": "documented",
        "source": "docs.uwear.test, Billing",
        "worst": 2,
        "spent": 1,
        "exchanges": (exchange(), exchange(method="GET", body="", status=200, counted=False)),
    }
    return Outcome(check=check, verdict=verdict, **(plain | facts))


BROKEN = outcome(
    "uwear.billing.failed_is_refunded",
    Verdict.BROKEN,
    reason="balance is 99\n100 was expected",
    curl="curl -sS -X GET https://api.uwear.test/credits",
)
DRIFT = outcome(
    "uwear.time.progress_is_monotone",
    Verdict.DRIFT,
    evidence="observed",
    source="example client",
    reason="progress went from 40 to 20",
    curl="curl -sS -X GET https://api.uwear.test/generations/gen_1",
)
ACCEPTED = replace(
    BROKEN, check="uwear.shapes.health", accepted="ticket 4711 (until 2026-12-31)", reason="is 404"
)
INCONCLUSIVE = outcome(
    "uwear.media.size", Verdict.INCONCLUSIVE, reason="may cost 5, and 2 of 20 are left"
)
SKIPPED = outcome("uwear.time.urls_expire", Verdict.SKIPPED, reason="no /_mock there", exchanges=())
PASSED = outcome("uwear.shapes.credits")


def report(*outcomes: Outcome, **facts: Any) -> Report:
    """A run on a target that is not the simulator, unless told otherwise."""
    plain: dict[str, Any] = {
        "vendor": "uwear",
        "target": "https://api.uwear.test",
        "simulator": False,
        "seed": 7,
        "budget": 20,
        "spent": 12,
        "calls": 87,
        "downloads": 5,
    }
    return Report(outcomes=list(outcomes), **(plain | facts))


def one_of_each(**facts: Any) -> Report:
    """A run in which every end of a check occurs once."""
    return report(PASSED, BROKEN, DRIFT, ACCEPTED, INCONCLUSIVE, SKIPPED, **facts)


def filled(text: str) -> Report:
    """A report that has the text in every field that holds one, and in every kind of outcome."""
    sent = Exchange(**_texts(Exchange, text), headers={text: text}, answer_headers={text: text})
    sent.form = ((text, text),)
    sent.findings = (Finding(text, "documented", text),)
    facts = _texts(Outcome, text) | {"evidence": "documented", "exchanges": (sent,)}
    outcomes = [Outcome(**facts, verdict=verdict) for verdict in Verdict]
    outcomes += [replace(each, accepted="") for each in outcomes]
    facts = _texts(Report, text) | {"stale": [text], "left_behind": [text]}
    return report(*outcomes, **facts)


def _texts(kind: type, text: str) -> dict[str, Any]:
    return {field.name: text for field in fields(kind) if field.type in {str, "str"}}
