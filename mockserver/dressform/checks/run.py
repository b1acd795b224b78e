"""A run: the checks of a vendor on a target, one after the other, and what they found out."""

import random
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from dressform.checks.errors import Mismatch, NotTried, Undecided, Unusable
from dressform.checks.exchange import Exchange
from dressform.checks.receiver import Inbox, Receiver
from dressform.checks.suite import RESOURCES, Check, Suite
from dressform.checks.target import Target, client
from dressform.checks.traffic import Traffic
from dressform.checks.verdicts import Evidence, Outcome, Report, Verdict

_LONGEST = 600
_BUG = "the check itself failed: "
_HELD = "an account was held down to what is left of the budget, and then: "


@dataclass
class Run:
    """One vendor's suite on one target. `running` hears which check begins, `outcome` of each as it
    ends.
    """

    suite: Suite
    target: Target
    outcome: Callable[[Outcome], None]
    running: Callable[[str], None]
    _results: dict[str, Any] = field(default_factory=dict)
    _outcomes: dict[str, Outcome] = field(default_factory=dict)
    _held: set[str] = field(default_factory=set)
    _receiver: Receiver | None = None

    def all(self, checks: Iterable[Check]) -> Report:
        """Run the checks and what they use; whatever happens, clean up."""
        try:
            for check in self.suite.ordered(checks):
                self.run(check)
        finally:
            report = self.finish()
        return report

    def finish(self) -> Report:
        """Take back what was made, and report."""
        left_behind = self.target.close()
        if self._receiver is not None:
            self._receiver.close()
        asked, exchanges = self.target.asked, self.target.place.transport.exchanges
        return Report(
            vendor=self.suite.slug,
            target=self.target.place.base_url,
            simulator=self.target.simulator,
            seed=asked.seed,
            budget=self.target.budget.limit,
            outcomes=list(self._outcomes.values()),
            spent=self.target.budget.spent,
            calls=sum(exchange.counted for exchange in exchanges),
            downloads=sum(not exchange.counted for exchange in exchanges),
            stopped=self.target.budget.stopped,
            left_behind=left_behind,
        )

    def run(self, check: Check) -> Outcome:
        """Run one check, and first what it uses; once only."""
        if check.id in self._outcomes:
            return self._outcomes[check.id]
        for other in self.suite.closure([check])[:-1]:
            self.run(other)
        self.running(check.id)
        transport = self.target.place.transport
        begin, spent = len(transport.exchanges), transport.budget.spent
        cuts = transport.budget.cuts
        verdict, reason, evidence, source, shown = self._verdict(check)
        if transport.budget.cuts > cuts:
            self._held.add(check.id)
        if verdict in {Verdict.BROKEN, Verdict.DRIFT} and self._was_held(check):
            verdict, reason = Verdict.INCONCLUSIVE, f"{_HELD}{reason}"
        exchanges = tuple(transport.exchanges[begin:])
        outcome = Outcome(
            check=check.id,
            promise=check.promise,
            evidence=evidence,
            source=source,
            verdict=verdict,
            reason=_brief(self.target.secrets.redact(reason)),
            worst=sum(exchange.worst for exchange in exchanges),
            spent=transport.budget.spent - spent,
            exchanges=exchanges,
            curl=shown.curl if shown else _curl(exchanges, verdict),
        )
        self._outcomes[check.id] = outcome
        self.outcome(outcome)
        return outcome

    def _was_held(self, check: Check) -> bool:
        """Whether a balance that it goes by is the budget's doing."""
        used = self.suite.closure([check])
        return not check.last and any(other.id in self._held for other in used)

    def _verdict(self, check: Check) -> tuple[Verdict, str, Evidence, str, Exchange | None]:
        usual = check.evidence, check.source, None
        try:
            arguments = {name: self._resource(check, name) for name in check.uses}
            self._must_have_time(check)
            self._results[check.id] = check.function(**arguments)
        except Mismatch as error:
            evidence = error.evidence or check.evidence
            verdict = Verdict.BROKEN if evidence == "documented" else Verdict.DRIFT
            return verdict, str(error), evidence, error.source or check.source, error.exchange
        except Undecided as error:
            return Verdict.INCONCLUSIVE, str(error), *usual
        except NotTried as error:
            return Verdict.SKIPPED, str(error), *usual
        except Unusable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the run goes on
            where = _place(error)
            return Verdict.INCONCLUSIVE, f"{_BUG}{type(error).__name__}: {error} ({where})", *usual
        return Verdict.PASS, "", *usual

    def _must_have_time(self, check: Check) -> None:
        longest = self.target.asked.max_wait
        if not self.target.simulator and check.wait > longest:
            raise NotTried(f"waits for {check.wait:g} s; --max-wait is {longest:g}")

    def _resource(self, check: Check, name: str) -> Any:
        if name not in RESOURCES:
            return self._result(self.suite.used(check, name))
        match name:
            case "api":
                return self.target.api
            case "contract":
                return self.suite.contract
            case "exchanges":
                return list(self.target.place.transport.exchanges)
            case "data":
                return self._data
            case "rng":
                return random.Random(zlib.crc32(f"{self.target.asked.seed} {check.id}".encode()))
            case "traffic":
                asked = self.target.asked
                return Traffic(self.suite, self.target.playground(), asked.examples, asked.seed)
            case "nobody":
                return client(self.target.place, self.target.asked, None)
            case "stranger":
                return self.target.stranger()
            case "open_account":
                if not self.target.simulator:
                    raise NotTried("needs accounts to open, and there is no /_mock")
                return self.target.open
            case _:
                return self._inbox()

    def _result(self, used: Check) -> Any:
        if used.id in self._results:
            return self._results[used.id]
        outcome = self._outcomes[used.id]
        why = f"needs {used.id}, which is {outcome.verdict}"
        if outcome.verdict is Verdict.SKIPPED:
            raise NotTried(outcome.reason)
        raise Undecided(why if outcome.reason == "" else f"{why}: {outcome.reason}")

    def _data(self, name: str) -> Any:
        """The data that stands beside the checks, `<name>.yaml`."""
        return read_data(self.suite, name)

    def _inbox(self) -> Inbox:
        asked = self.target.asked
        if not self.target.simulator and asked.webhook_url is None:
            raise NotTried("needs a webhook receiver that the target can reach: --webhook-url")
        if self._receiver is None:
            self._receiver = Receiver(asked.webhook_url, asked.webhook_port)
        return self._receiver.inbox()


def read_data(suite: Suite, name: str) -> Any:
    """A file of a vendor's data, `contracts/<slug>/<name>.yaml`."""
    return yaml.load((suite.folder / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)


def _curl(exchanges: tuple[Exchange, ...], verdict: Verdict) -> str:
    """The request that shows a mismatch: the last one before it."""
    if verdict not in {Verdict.BROKEN, Verdict.DRIFT}:
        return ""
    calls = [exchange for exchange in exchanges if exchange.counted] or list(exchanges)
    return calls[-1].curl if calls else ""


def _brief(text: str) -> str:
    """On one line, and no longer than anybody would read."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 4 :]}"


def _place(error: Exception) -> str:
    """File and line where a bug of ours struck."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
