"""The history: what became of every job, whether it was liked, and its removal.

Source: nextry.txt, 4) to 7).
"""

from typing import Any

from dressform.engine.shelves import Facets
from dressform.vendor import Call
from dressform.vendors.nextry import records, wire

Json = dict[str, Any]


def get_history_item(call: Call) -> Json:
    """GET /user/generation-history/{id}"""
    job, item = records.find(call.workspace, call.path["id"])
    call.workspace.observe(job)
    call.job = job
    call.decided = wire.STATUS[job.state]
    return wire.history_item(call.workspace, job, item)


def list_history(call: Call) -> Json:
    """GET /user/generation-history: the newest first, which is inferred."""
    workspace, query = call.workspace, call.query
    states, wanted = query.get("status", ()), query.get("generation_type", "").lower()

    def is_wanted(facets: Facets) -> bool:
        status, type_id = facets
        return (not states or status in states) and wanted in {"", type_id}

    page, limit = query["page"], query["limit"]
    total, jobs = workspace.shelves.page(is_wanted, (page - 1) * limit, limit, descending=True)
    items = records.items(workspace)
    rows = [wire.history_item(workspace, job, items[job.id]) for job in jobs]
    return wire.page(page, limit, total, rows)


def send_feedback(call: Call) -> Json:
    """PATCH /user/generation-history/feedback/{id}, at any time of the job's life (inferred)."""
    job, item = records.find(call.workspace, call.path["id"])
    item.like = call.body["like"]
    call.decided = "liked" if item.like else "disliked"
    return wire.history_item(call.workspace, job, item)


def delete_history_item(call: Call) -> None:
    """DELETE /user/generation-history/{id}, its files and uploads with it."""
    workspace = call.workspace
    job, item = records.find(workspace, call.path["id"])
    for token in job.results:
        del workspace.assets[str(token)]
    for token in item.uploads:
        workspace.uploads.drop(token)
    workspace.forget(job)
    del records.items(workspace)[job.id]
    call.decided = f"job {job.id} deleted"
