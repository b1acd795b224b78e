"""The end of a job is announced elsewhere, or in other cases, than was asked for."""

from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_settled


@alteration("callback")
@dataclass(frozen=True, kw_only=True)
class OtherCallback(Asking):
    """To the endpoint `saved` in the account (all of it, or its `secret` alone); for these `events`,
    whichever were wanted; and never for jobs that ended in the engine's states `silent`.
    """

    to: Literal["saved"] | None = None
    secret: Literal["saved"] | None = None
    events: list[str] | None = None
    silent: list[Literal["completed", "failed", "canceled", "expired"]] | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if self == type(self)(operation=self.operation, asked=self.asked):
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that announces so."""

        def settle(settled: Any, workspace: Workspace, job: Job) -> None:
            if self.matches_job(job):
                self._redirect(workspace, job)
            settled(workspace, job)

        return around_settled(vendor, settle)

    def _redirect(self, workspace: Workspace, job: Job) -> None:
        if job.callback is None:
            return
        url, secret = workspace.endpoint.url, workspace.endpoint.secret
        if self.to is not None:
            job.callback = replace(job.callback, url=url, secret=secret) if url else None
        if self.secret is not None and job.callback is not None:
            job.callback = replace(job.callback, secret=secret)
        if self.events is not None and job.callback is not None:
            job.callback = replace(job.callback, events=tuple(self.events))
        if job.state.value in (self.silent or ()):
            job.callback = None
