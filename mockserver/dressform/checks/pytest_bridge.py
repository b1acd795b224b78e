"""`pytest contracts`: every check is a test, so that whatever pytest can do can be done with them.

    pytest contracts                                    # all vendors, on a simulator
    pytest contracts/uwear --target https://... --target-key ... --budget 20

A broken promise fails; drift fails on a simulator and is a warning elsewhere; what is inconclusive
or skipped is skipped, with the reason.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dressform.checks.derived import suite_of
from dressform.checks.errors import Unusable
from dressform.checks.redaction import Secrets
from dressform.checks.run import Run
from dressform.checks.suite import Check
from dressform.checks.target import Asked, reach
from dressform.checks.verdicts import Outcome, Verdict
from dressform.mock.server import MockServer


class Drift(UserWarning):
    """A deployment differs from what was observed or inferred."""


class NotKept(Exception):
    """A promise of the contract is not kept."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the suite."""
    group = parser.getgroup("contracts", "contract suite of dressform")
    group.addoption("--target", help="base URL of the deployment; without it a simulator")
    group.addoption("--target-key", help="API key; or $DRESSFORM_API_KEY")
    group.addoption("--budget", type=int, help="credits that may be spent; 0 if not a simulator")
    group.addoption("--lean", action="store_true", help="leave out what is dear or has many calls")
    group.addoption("--contract-seed", type=int, default=0, help="same seed, same requests")
    group.addoption("--max-wait", type=float, default=60.0, help="seconds of real time")


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """A vendor's `terms.py` stands for its suite."""
    if file_path.name != "terms.py":
        return None
    collector: SuiteFile = SuiteFile.from_parent(parent, path=file_path)
    return collector


class SuiteFile(pytest.File):
    """The suite of one vendor, and its run."""

    def collect(self) -> Iterator["CheckItem"]:
        """Every check, the free ones first."""
        self._stack = ExitStack()
        self._run: Run | None = None
        self.suite = suite_of(self.path.parent.name)
        chosen = self.suite.chosen((), lean=self.config.getoption("--lean"))
        for check in self.suite.ordered(chosen):
            yield CheckItem.from_parent(self, name=check.id, check=check)

    def run(self) -> Run:
        """The run, begun by the first check that needs it."""
        if self._run is None:
            option = self.config.getoption
            key = option("--target-key") or os.environ.get("DRESSFORM_API_KEY")
            asked = Asked(
                option("--target") or "",
                key=key,
                budget=option("--budget"),
                max_wait=option("--max-wait"),
                seed=option("--contract-seed"),
            )
            if not asked.url:
                slug = self.suite.slug
                server = self._stack.enter_context(
                    MockServer([slug], seed=asked.seed, clock="manual")
                )
                asked = replace(asked, url=getattr(server, slug).facts.base_url, key=None)
            try:
                target = reach(asked, self.suite.terms, self.suite.contract, Secrets())
            except Unusable as reason:
                pytest.exit(str(reason), pytest.ExitCode.USAGE_ERROR)
            self._run = Run(self.suite, target, _unheard, _unheard)
        return self._run

    def teardown(self) -> None:
        """Take back what was made."""
        try:
            if self._run is not None:
                self._run.finish()
        finally:
            self._stack.close()


class CheckItem(pytest.Item):
    """One check."""

    def __init__(self, *, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self.check = check

    def runtest(self) -> None:
        """Run it, and what it uses."""
        suite_file = self.parent
        assert isinstance(suite_file, SuiteFile)
        run = suite_file.run()
        outcome = run.run(self.check)
        self.user_properties.append(("credits", outcome.spent))
        told = _told(outcome)
        if outcome.verdict in {Verdict.SKIPPED, Verdict.INCONCLUSIVE}:
            pytest.skip(f"{outcome.verdict}: {outcome.reason}")
        if outcome.verdict is Verdict.DRIFT and not run.target.simulator:
            warnings.warn(told, Drift, stacklevel=1)
        elif outcome.verdict is not Verdict.PASS:
            raise NotKept(told)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What is promised, and what is so; not where our code is."""
        if isinstance(excinfo.value, NotKept):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where it belongs, for the head of a failure."""
        return self.path, None, self.name


def _unheard(told: object) -> None:
    """Pytest tells of each by itself."""


def _told(outcome: Outcome) -> str:
    lines = (
        f"promised: {outcome.promise}",
        f"found:    {outcome.reason}",
        f"source:   {outcome.source} ({outcome.evidence})",
        f"try:      {outcome.curl}" if outcome.curl else "",
    )
    return "\n".join(line for line in lines if line)
