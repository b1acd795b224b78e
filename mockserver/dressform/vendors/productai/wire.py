"""The shapes of ProductAI's answers and webhooks.

Source: the example responses and the webhook payloads of productai.md.
"""

from typing import Any

from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import expanded, media_path

Json = dict[str, Any]

STATUS = {
    State.PENDING: "RUNNING",
    State.QUEUED: "RUNNING",
    State.PROCESSING: "RUNNING",
    State.COMPLETED: "COMPLETED",
    State.FAILED: "ERROR",
    State.CANCELED: "ERROR",
    State.EXPIRED: "ERROR",
}

EVENTS = {"COMPLETED": "success", "ERROR": "error"}
"""What a webhook calls the status in which a job has ended."""

MEDIA = {"result": "/generated/{workspace}/{token}.{format}"}


def request_of(job: Job) -> Json:
    """What the job was asked to do."""
    request: Json = expanded(job.request)
    return request


def answer(base_url: str, workspace: Workspace, job: Job) -> Json:
    """A job, as all three operations answer it. One that failed says nothing but that."""
    data: Json = {"id": job.id, "status": STATUS[job.state]}
    if data["status"] != "ERROR":
        request = request_of(job)
        if "prompt" in request:
            data["prompt"] = request["prompt"]
    if job.results:
        data["image_url"] = _image_url(base_url, workspace, job)
    return {"status": "OK", "data": data}


def event(workspace: Workspace, job: Job) -> Json:
    """The body of a webhook: productai.md, "Webhook Payload". A failure does not say whose it is."""
    status = EVENTS[STATUS[job.state]]
    if status == "error":
        return {"status": status}
    url = _image_url(job.origin, workspace, job)
    return {"status": status, "image_url": url, "job_id": str(job.id)}


def _image_url(base_url: str, workspace: Workspace, job: Job) -> str:
    asset = workspace.assets[str(job.results[0])]
    return base_url + media_path(MEDIA["result"], workspace, asset.token, asset.format)
