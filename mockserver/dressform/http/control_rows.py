"""What the control API shows of each kind of thing."""

import json
from typing import Any

from dressform.engine.clock import SECOND, Timer
from dressform.engine.jobs import Job
from dressform.engine.ledger import Entry as LedgerEntry
from dressform.engine.webhooks import Delivery
from dressform.engine.workspace import Workspace
from dressform.http.control import Json
from dressform.http.deployment import Tenant
from dressform.http.front import Front
from dressform.http.journal import Entry
from dressform.http.schemas import rfc3339


def vendor_row(front: Front, origin: str) -> Json:
    """A vendor: where it is served, its key, its operations."""
    return {
        "slug": front.vendor.slug,
        "title": front.vendor.title,
        "base_url": front.base_url(origin),
        "docs_url": f"{origin}/{front.vendor.slug}/docs",
        "openapi_url": f"{origin}/{front.vendor.slug}/openapi.json",
        "hosts": sorted(front.hosts),
        "api_key": front.vendor.default_key,
        "operations": [
            {
                "id": operation.id,
                "method": operation.method,
                "path": operation.path,
                "evidence": operation.evidence,
                "source": operation.source,
            }
            for operation in front.deployment.contract.operations.values()
        ],
    }


def workspace_row(tenant: Tenant, base_url: str) -> Json:
    """A workspace: what it was made with, and what has become of that."""
    workspace = tenant.workspace
    return {
        "id": workspace.id,
        "api_key": tenant.api_key,
        "base_url": base_url,
        "credits": workspace.ledger.balance,
        "plan": workspace.plan,
        "rate_limit": workspace.window.limit if workspace.window else None,
        "webhook_url": workspace.endpoint.url,
        "webhook_secret": workspace.endpoint.secret,
        "seed": workspace.seed,
        "clock": clock_row(workspace),
    }


def clock_row(workspace: Workspace) -> Json:
    """A clock: its time as text and in unix seconds, and what drives it."""
    clock = workspace.clock
    return {
        "now": rfc3339(clock.now),
        "unix": clock.now / SECOND,
        "mode": clock.mode,
        "rate": clock.rate,
    }


def fired_row(workspace: Workspace, timer: Timer) -> Json:
    """A timer that fired."""
    return {
        "at": rfc3339(timer.when),
        "what": timer.what,
        "subject": timer.subject,
        "workspace": workspace.id,
    }


def job_row(workspace: Workspace, job: Job) -> Json:
    """A job in the engine's words, with what it cost."""
    charge = workspace.ledger.entries[job.charge] if job.charge is not None else None
    return {
        "id": job.id,
        "operation": job.operation,
        "state": job.state,
        "created_at": rfc3339(job.created_at),
        "updated_at": rfc3339(job.updated_at),
        "due_at": rfc3339(job.due) if job.due is not None else None,
        "credits": -charge.amount if charge else 0,
        "refunded": job.charge in workspace.ledger.refunded,
        "error": job.error,
        "results": list(job.results),
        "request": body_text(job.request),
    }


def delivery_row(delivery: Delivery) -> Json:
    """A webhook and its attempts."""
    return {
        "id": delivery.id,
        "event": delivery.event,
        "url": delivery.url,
        "job_id": delivery.job_id,
        "state": delivery.state,
        "created_at": rfc3339(delivery.created_at),
        "due_at": rfc3339(delivery.due) if delivery.due is not None else None,
        "attempts": [
            {"at": rfc3339(a.at), "status": a.status, "error": a.error} for a in delivery.attempts
        ],
        "body": body_text(delivery.body),
    }


def request_row(entry: Entry) -> Json:
    """A journal entry."""
    before, after = entry.credits or (None, None)
    return {
        "at": rfc3339(entry.at) if entry.at is not None else None,
        "method": entry.method,
        "path": entry.path,
        "query": entry.query,
        "operation": entry.operation,
        "status": entry.status,
        "milliseconds": round(entry.milliseconds, 3),
        "credits_before": before,
        "credits_after": after,
        "decided": entry.decided,
        "headers": dict(entry.headers),
        "request": body_text(entry.request),
        "response": body_text(entry.response),
    }


def ledger_row(entry: LedgerEntry) -> Json:
    """A movement of credits."""
    return {
        "at": rfc3339(entry.at),
        "kind": entry.kind,
        "amount": entry.amount,
        "job_id": entry.job_id,
        "balance": entry.balance,
    }


def body_text(body: bytes) -> Any:
    """A kept body as JSON if it is, else as text; None if there was none."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
