"""A run against the simulator of this installation, or against a URL."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from dressform.checks.derived import suite_of
from dressform.checks.redaction import Secrets
from dressform.checks.run import Run
from dressform.checks.suite import Suite
from dressform.checks.target import Asked, reach
from dressform.checks.verdicts import Outcome, Report
from dressform.mock.server import MockServer


def _unheard(*_: object) -> None:
    """For who waits for the report."""


def run(
    slug: str,
    url: str | None = None,
    *,
    checks: Iterable[str] = (),
    lean: bool | None = None,
    secrets: Secrets | None = None,
    started: Callable[[Suite, str, int], None] = _unheard,
    running: Callable[[str], None] = _unheard,
    outcome: Callable[[Outcome], None] = _unheard,
    **asking: Any,
) -> Report:
    """Check a vendor at a URL, or on a simulator that is started for it, and report.

    `checks` are ids or globs of ids, all for none; `lean`: leave out what is not worth its price
    where one is paid, which is the default but for a simulator. `started` hears which suite begins
    on what target and with how many checks, `running` which check begins, `outcome` of each as it
    ends, `secrets` what must not be shown. `asking` is the rest of `Asked`: `key`, `budget`, `seed`, ...
    `Unusable` says why nothing could be checked.
    """
    suite = suite_of(slug)
    asked = Asked(url or "", **asking)
    chosen = None if lean is None else suite.chosen(checks, lean=lean)
    with ExitStack() as stack:
        if not asked.url:
            server = stack.enter_context(MockServer([slug], seed=asked.seed, clock="manual"))
            asked = replace(asked, url=getattr(server, slug).facts.base_url)
        target = reach(asked, suite.terms, suite.contract, secrets or Secrets())
        if chosen is None:
            chosen = suite.chosen(checks, lean=not target.simulator)
        started(suite, target.place.base_url, len(suite.closure(chosen)))
        return Run(suite, target, outcome, running).all(chosen)
