"""The places in which a vendor can be wrapped. Each gives a copy; the original stays as it is."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Call, Finishing, Handler, Vendor, Via
from tests.deviations.alterations import hooks
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.trips import Trip, here


def around_handlers(vendor: Vendor, asking: Asking, wrap: Callable[[Handler, Call], Any]) -> Vendor:
    """Calls that match are handled by `wrap`, which is given the handler to call."""

    def wrapped(handler: Handler) -> Handler:
        def handle(call: Call) -> Any:
            return wrap(handler, call) if asking.matches(call) else handler(call)

        return handle

    return replace(vendor, handlers={name: wrapped(each) for name, each in vendor.handlers.items()})


def after_finish(vendor: Vendor, change: Callable[[Answer, Finishing, Trip], Answer]) -> Vendor:
    """Every answer goes through `change` last."""

    last = hooks.finishing(vendor)

    def finish(answer: Answer, finishing: Finishing) -> Answer:
        return change(last(answer, finishing), finishing, here())

    return replace(vendor, finish=finish)


def around_settled(
    vendor: Vendor, wrap: Callable[[Callable[[Workspace, Job], None], Workspace, Job], None]
) -> Vendor:
    """The end of every job is settled by `wrap`, which is given the function that settles it."""
    settle = vendor.rules.settled

    def settled(workspace: Workspace, job: Job) -> None:
        wrap(settle, workspace, job)

    return replace(vendor, rules=replace(vendor.rules, settled=settled))


def at_admission(vendor: Vendor, see: Callable[[Workspace], None]) -> Vendor:
    """Every workspace is seen by `see` at each of its requests, before limits count it."""

    def admit(workspace: Workspace, operation: str, via: Via) -> None:
        see(workspace)
        hooks.admitting(vendor)(workspace, operation, via)

    return replace(vendor, admit=admit)


def over_new_assets(
    vendor: Vendor, asking: Asking, change: Callable[[Workspace, Asset], Asset]
) -> Vendor:
    """Every new file of a job, or of a call that makes files itself, becomes what `change` says."""

    def changed(workspace: Workspace, before: int, *, of_jobs: bool) -> None:
        new = list(islice(workspace.assets.values(), before, None))
        for asset in new:
            if of_jobs == (asset.job_id is not None):
                workspace.assets[asset.token] = change(workspace, asset)

    def settle(settled: Any, workspace: Workspace, job: Job) -> None:
        before = len(workspace.assets)
        settled(workspace, job)
        if asking.matches_job(job):
            changed(workspace, before, of_jobs=True)

    def handle(handler: Handler, call: Call) -> Any:
        before = len(call.workspace.assets)
        body = handler(call)
        changed(call.workspace, before, of_jobs=False)
        return body

    return around_settled(around_handlers(vendor, asking, handle), settle)
