"""The three operations: start a picture, start an upscale, look at a job.

Source: productai.md, "Endpoints".
"""

from typing import Any

from dressform.engine.errors import NotFound
from dressform.engine.jobs import Callback, callback
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, compact
from dressform.vendors.productai import pictures, wire
from dressform.vendors.productai.catalogue import MODELS, UPSCALE, WAIT, Model

Json = dict[str, Any]


def generate(call: Call) -> Json:
    """POST /api/generate"""
    return _start(call, MODELS[call.body["model"]], ("model", "image_url", "prompt"))


def upscale(call: Call) -> Json:
    """POST /api/upscale"""
    return _start(call, UPSCALE, ("image_url",))


def get_job(call: Call) -> Json:
    """GET /api/job/{job_id}"""
    job = call.workspace.jobs.get(call.path["job_id"])
    if job is None:
        raise NotFound("Job", call.path["job_id"])
    call.workspace.observe(job)
    call.job = job
    call.decided = wire.STATUS[job.state]
    return wire.answer(call.base_url, call.workspace, job)


def _start(call: Call, model: Model, kept: tuple[str, ...]) -> Json:
    """Charge for a job and queue it; members that are not `kept` have no meaning."""
    workspace = call.workspace
    pictures.check(call)
    workspace.require(call.operation, model.tokens)
    job = workspace.submit(
        call.operation,
        compact({name: call.body[name] for name in kept}),
        price=model.tokens,
        wait=WAIT,
        run=model.run,
        origin=call.base_url,
        callback=_callback(workspace),
    )
    pictures.keep(call, job)
    call.job = job
    call.decided = f"job {job.id}: {model.title}"
    return wire.answer(call.base_url, workspace, job)


def _callback(workspace: Workspace) -> Callback | None:
    """The account's webhook, if it has one: productai.md, "Webhooks"."""
    url = workspace.endpoint.url
    return callback(url, None, tuple(wire.EVENTS.values())) if url is not None else None
