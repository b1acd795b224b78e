"""The shapes of CutX's answers.

Source: the example responses of cutx.txt; products and balance from vendor-notes.md, cutx.
"""

from typing import Any

from dressform.engine.assets import Asset
from dressform.engine.clock import iso8601
from dressform.engine.jobs import Job, State
from dressform.engine.ledger import Ledger
from dressform.engine.workspace import Workspace
from dressform.vendor import expanded, media_path
from dressform.vendors.cutx import records

Json = dict[str, Any]

TYPES = {"generate_copy": "copy", "generate_static_ad": "static_ad", "generate_video": "ugc_video"}
"""What a status calls the jobs of each operation (vendor-notes.md, cutx, "`type` in a status")."""

MEDIA = {"asset": "/assets/{workspace}/{token}.{format}"}


def settings_of(job: Job) -> Json:
    """What the job was asked to do, defaults included."""
    settings: Json = expanded(job.request)
    return settings


def made(workspace: Workspace, job: Job, price: int) -> Json:
    """A job that was made for so many credits."""
    return {
        "jobId": job.id,
        "status": str(job.state),
        "creditsUsed": price,
        "creditsRemaining": workspace.ledger.balance,
    }


def reused(job: Job) -> Json:
    """A job that was there before, found by its idempotency key."""
    return {"jobId": job.id, "creditsUsed": 0, "status": "reused"}


def status(base_url: str, workspace: Workspace, job: Job) -> Json:
    """A job as it is polled."""
    completed = job.state is State.COMPLETED
    answer = {
        "id": job.id,
        "type": TYPES[job.operation],
        "status": str(job.state),
        "assets": [
            asset(base_url, workspace, workspace.assets[str(token)]) for token in job.results
        ],
        "createdAt": iso8601(job.created_at),
        "completedAt": iso8601(job.updated_at) if completed else None,
    }
    return answer | ({} if job.error is None else {"error": job.error})


def asset(base_url: str, workspace: Workspace, asset: Asset) -> Json:
    """A file that a job made."""
    path = media_path(MEDIA["asset"], workspace, asset.token, asset.format)
    return {"id": asset.token, "type": asset.kind, "url": base_url + path}


def product(product: records.Product) -> Json:
    """What is advertised. Nothing changes a product, so that it is as old as it is new."""
    return {
        "id": product.id,
        "project_id": records.PROJECT_ID,
        "name": product.name,
        "description": product.description,
        "image_url": product.image_url,
        "created_at": iso8601(product.created_at),
        "updated_at": iso8601(product.created_at),
    }


def balance(ledger: Ledger) -> Json:
    """What is left, and the two sums that it is the difference of: refunds are not used."""
    return {
        "balance": ledger.balance,
        "lifetime_purchased": ledger.granted,
        "lifetime_used": ledger.granted - ledger.balance,
    }
