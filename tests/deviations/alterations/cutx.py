"""What is wrong with CutX and cannot be said as data."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from dressform.engine.assets import Asset
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.python import by_name
from tests.deviations.alterations.wrapping import around_handlers, around_settled, over_new_assets

_VIDEOS = Asking(operation="generate_video")


@by_name
def cutx_keeps_credits_of_canceled(vendor: Vendor) -> Vendor:
    """What was canceled is not given back."""
    return _refunds(vendor, State.FAILED, State.EXPIRED)


@by_name
def cutx_keeps_credits_of_expired(vendor: Vendor) -> Vendor:
    """What ran out of time is not given back."""
    return _refunds(vendor, State.FAILED, State.CANCELED)


@by_name
def cutx_refunds_each_failure(vendor: Vendor) -> Vendor:
    """A job that is sent through again and fails again is given back again."""
    failed = set[Any]()

    def settle(settled: Any, workspace: Workspace, job: Job) -> None:
        if job.state is State.FAILED and job.charge is not None:
            if (workspace.id, job.id) in failed:
                workspace.ledger.refunded.pop(job.charge, None)
                workspace._refund(job)
            failed.add((workspace.id, job.id))
        settled(workspace, job)

    return around_settled(vendor, settle)


@by_name
def cutx_keys_outlive_jobs(vendor: Vendor) -> Vendor:
    """A key finds its first job for ever, ended or not."""
    return _found_by_key(vendor, lambda workspace: workspace.id)


@by_name
def cutx_keys_are_everybodys(vendor: Vendor) -> Vendor:
    """A key finds whoever's job has it."""
    return _found_by_key(vendor, lambda workspace: "everybody")


@by_name
def cutx_videos_are_silent(vendor: Vendor) -> Vendor:
    """Videos have no sound."""

    def silent(workspace: Workspace, asset: Asset) -> Asset:
        return msgspec.structs.replace(asset, audio=False)

    return over_new_assets(vendor, _VIDEOS, silent)


def _refunds(vendor: Vendor, *states: State) -> Vendor:
    return replace(vendor, rules=replace(vendor.rules, refunded=frozenset(states)))


def _found_by_key(vendor: Vendor, whose: Callable[[Workspace], str]) -> Vendor:
    jobs: dict[tuple[str, str], Any] = {}

    def handle(handler: Handler, call: Call) -> Any:
        key = call.body.get("idempotencyKey", "")
        place = whose(call.workspace), key
        if key and place in jobs:
            return {"jobId": jobs[place], "creditsUsed": 0, "status": "reused"}
        body = msgspec.to_builtins(handler(call))
        jobs[place] = body.get("jobId")
        return body

    return around_handlers(vendor, Asking(), handle)
