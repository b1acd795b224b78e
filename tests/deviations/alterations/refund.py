"""What was charged is not given back as it ought to be."""

from dataclasses import dataclass
from typing import Any

from dressform.engine.jobs import Job, State
from dressform.engine.ledger import Entry
from dressform.engine.log import Log
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers, around_settled


@alteration("refund")
@dataclass(frozen=True, kw_only=True)
class OtherRefund(Asking):
    """Each refund of a job is `factor` times what it was, and `plus` so much, entered `times` times (0:
    none). `completed`: what went well is given back as well. `operation` is what made the job, or what
    deleted it.
    """

    factor: float = 1
    plus: int = 0
    times: int = 1
    completed: bool = False

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if (self.factor, self.plus, self.times, self.completed) == (1, 0, 1, False):
            raise ValueError("it changes nothing: factor, plus, times and completed are as usual")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that refunds so."""

        def settle(settled: Any, workspace: Workspace, job: Job) -> None:
            if self.matches_job(job):
                if self.completed and job.state is State.COMPLETED:
                    workspace._refund(job)
                last = list(workspace.ledger.entries)[-1:]
                if last and last[0].kind == "refund" and last[0].job_id == job.id:
                    self._rewrite(workspace, len(workspace.ledger.entries) - 1)
                    self._forget(workspace, job)
            settled(workspace, job)

        def handle(handler: Handler, call: Call) -> Any:
            jobs, before = set(call.workspace.jobs), len(call.workspace.ledger.entries)
            body = handler(call)
            if jobs - set(call.workspace.jobs):
                self._rewrite(call.workspace, before)
            return body

        return around_settled(around_handlers(vendor, self, handle), settle)

    def _rewrite(self, workspace: Workspace, since: int) -> None:
        """Write the entries from there on again, the refunds among them as they become."""
        ledger = workspace.ledger
        tail = list(ledger.entries)[since:]
        _cut(ledger.entries, since)
        ledger.balance -= sum(entry.amount for entry in tail)
        for entry in tail:
            for amount in self._amounts(entry):
                ledger._write(entry.at, entry.kind, amount, entry.job_id)

    def _amounts(self, entry: Entry) -> list[int]:
        """One for each entry that is to be."""
        if entry.kind != "refund":
            return [entry.amount]
        return [max(0, round(entry.amount * self.factor) + self.plus)] * self.times

    def _forget(self, workspace: Workspace, job: Job) -> None:
        """What was not given back does not count as given back either."""
        if not self.times and job.charge is not None:
            workspace.ledger.refunded.pop(job.charge, None)


def _cut(entries: Log[Entry], length: int) -> None:
    """Leave so many of them: what a log does not offer."""
    kept = list(entries)[:length]
    entries.chunks.clear()
    entries.latest.clear()
    for entry in kept:
        entries.append(entry)
