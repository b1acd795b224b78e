"""Everything, as JSON, for programs.

    {"version": 1, "exit_status": 0 | 1 | 3, "reports": [report, ...]}

A report, one for each vendor:

    vendor, target, stopped  texts; `stopped` is empty unless nothing more was paid for
    simulator                whether the target is Dressform's own
    seed, calls, downloads   integers
    spent, budget            credits; `budget` is null without a limit
    left_behind, stale       lists of texts
    counts                   how many checks are broken, drift, inconclusive, skipped, accepted, pass;
                             an accepted mismatch counts as accepted only
    exit_status              that of this vendor alone
    outcomes                 a list, in the order in which the checks ran

An outcome:

    check, promise, source   texts
    evidence                 documented | observed | inferred
    verdict                  pass | broken | drift | inconclusive | skipped
    reason, curl, accepted   texts, empty where there is none; `accepted` is why the mismatch is put
                             up with, until when
    worst, spent             credits
    calls                    requests to the API
    exchanges                a list, in the order in which they were sent

An exchange:

    method, url, operation, body, answer, failure   texts; `status` is null where no answer came
    headers, answer_headers                         objects of texts
    form                                            a list of [name, value]
    worst, spent                                    credits
    counted                                         whether it went to an operation of the API
    findings                                        what the document does not allow about the answer:
                                                    a list of {message, evidence, source}

Members may be added within a version; none changes its meaning or goes away.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from dressform.checks.reports.words import tally
from dressform.checks.verdicts import Outcome, Report, worst_status

VERSION: Final = 1


def json_report(reports: Sequence[Report]) -> str:
    """The document. It holds what is in the reports: secrets are to be hidden before."""
    document = {
        "version": VERSION,
        "exit_status": worst_status(reports),
        "reports": [_report(report) for report in reports],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return asdict(report) | {
        "counts": tally(report.outcomes),
        "exit_status": report.exit_status,
        "outcomes": [_outcome(outcome) for outcome in report.outcomes],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome) | {"calls": outcome.calls}
