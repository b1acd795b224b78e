"""A job lives otherwise: longer, for ever, with results before its end, to another end."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from dressform.engine.clock import SECOND
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers, around_settled

End = Literal["completed", "failed", "canceled", "expired"]


@alteration("job")
@dataclass(frozen=True, kw_only=True)
class OtherLife(Asking):
    """It waits `wait_seconds` and runs `run_factor` times as long, or never ends (`stuck`); it shows
    `early_results` while it runs; and it `ends` in another of the engine's states than in its own, once
    its credits were settled by its own.
    """

    wait_seconds: float | None = None
    run_factor: float = 1
    stuck: bool = False
    early_results: bool = False
    ends: dict[End, End] = field(default_factory=dict)

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if self == type(self)(operation=self.operation, asked=self.asked):
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor whose jobs live so."""

        def settle(settled: Any, workspace: Workspace, job: Job) -> None:
            if self.matches_job(job) and job.state.value in self.ends:
                job.state = State(self.ends[job.state.value])
            settled(workspace, job)

        def handle(handler: Handler, call: Call) -> Any:
            before = len(call.workspace.jobs)
            body = handler(call)
            for job in list(islice(call.workspace.jobs.values(), before, None)):
                if not job.ended:
                    self._begin(vendor, call.workspace, job)
            return body

        return around_settled(around_handlers(vendor, self, handle), settle)

    def _begin(self, vendor: Vendor, workspace: Workspace, job: Job) -> None:
        job.run_for = round(job.run_for * self.run_factor)
        if self.stuck:
            job.fate = "stuck"
        if self.wait_seconds is not None:
            workspace._unplan(job)
            workspace._plan(job, "job.start", workspace.now + round(self.wait_seconds * SECOND))
        if self.early_results:
            real, job.state = job.state, State.COMPLETED
            callback, job.callback = job.callback, None
            vendor.rules.settled(workspace, job)
            job.state, job.callback = real, callback
