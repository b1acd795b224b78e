"""The history: what became of every job, whether it was liked, and its removal.

Source: nextry.txt, 4) to 7).
"""

from itertools import islice
from typing import Any

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
    items = records.items(workspace)
    wanted = query.get("generation_type", "").lower()
    states = set(query.get("status", wire.STATUS.values()))
    found = [
        job
        for job in reversed(workspace.jobs.values())
        if wire.STATUS[job.state] in states and wanted in {"", items[job.id].type_id}
    ]
    first = (query["page"] - 1) * query["limit"]
    shown = islice(found, first, first + query["limit"]) if first < len(found) else ()
    rows = [wire.history_item(workspace, job, items[job.id]) for job in shown]
    return wire.page(query["page"], query["limit"], len(found), rows)


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
        del workspace.uploads[token]
    workspace.forget(job)
    del records.items(workspace)[job.id]
    call.decided = f"job {job.id} deleted"
