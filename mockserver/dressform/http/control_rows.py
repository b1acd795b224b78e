"""Rows of the control API, made from what the engine, the front doors and the journals hold."""

import json
from typing import Any

from dressform import rows
from dressform.engine.clock import SECOND
from dressform.engine.faults import Fault
from dressform.engine.jobs import Job
from dressform.engine.ledger import Entry as LedgerEntry
from dressform.engine.webhooks import Delivery
from dressform.engine.workspace import Workspace
from dressform.http.deployment import Snapshot, Tenant
from dressform.http.front import Front
from dressform.http.journal import Entry
from dressform.http.pacing import Fired
from dressform.rows import moment, moment_or_none


def vendor_row(front: Front, origin: str) -> rows.VendorRow:
    """A vendor as served at that origin."""
    slug = front.vendor.slug
    return rows.VendorRow(
        slug=slug,
        title=front.vendor.title,
        base_url=front.base_url(origin),
        docs_url=f"{origin}/{slug}/docs",
        openapi_url=f"{origin}/{slug}/openapi.json",
        hosts=sorted(front.hosts),
        api_key=front.vendor.default_key,
        operations=[
            rows.OperationRow(
                id=operation.id,
                method=operation.method,
                path=operation.path,
                evidence=operation.evidence,
                source=operation.source,
            )
            for operation in front.deployment.contract.operations.values()
        ],
    )


def workspace_row(tenant: Tenant, base_url: str) -> rows.WorkspaceRow:
    """A workspace, at the vendor's base URL."""
    workspace = tenant.workspace
    return rows.WorkspaceRow(
        id=workspace.id,
        api_key=tenant.api_key,
        base_url=base_url,
        credits=workspace.ledger.balance,
        plan=workspace.plan,
        rate_limit=workspace.window.limit if workspace.window else None,
        daily_limit=workspace.daily.limit if workspace.daily else None,
        webhook_url=workspace.endpoint.url,
        webhook_secret=workspace.endpoint.secret,
        seed=workspace.seed,
        clock=clock_row(workspace),
    )


def clock_row(workspace: Workspace) -> rows.ClockRow:
    """A workspace's clock."""
    clock = workspace.clock
    return rows.ClockRow(
        now=moment(clock.now), unix=clock.now / SECOND, mode=clock.mode, rate=clock.rate
    )


def fired_row(vendor: str, workspace: Workspace, event: Fired) -> rows.FiredRow:
    """A timer that fired, and what came of it; a delivery by the id that its receiver sees."""
    timer = event.timer
    return rows.FiredRow(
        at=moment(timer.when),
        what=timer.what,
        subject=event.subject,
        outcome=event.outcome,
        vendor=vendor,
        workspace=workspace.id,
    )


def job_row(workspace: Workspace, job: Job) -> rows.JobRow:
    """A job, with what it cost."""
    charge = workspace.ledger.entries[job.charge] if job.charge is not None else None
    return rows.JobRow(
        id=job.id,
        operation=job.operation,
        state=str(job.state),
        created_at=moment(job.created_at),
        updated_at=moment(job.updated_at),
        due_at=moment_or_none(job.due),
        credits=-charge.amount if charge else 0,
        refunded=job.charge in workspace.ledger.refunded,
        error=job.error,
        faults=job.faults,
        results=job.results,
        request=body_text(job.request),
    )


def delivery_row(delivery: Delivery) -> rows.DeliveryRow:
    """A webhook and its attempts."""
    return rows.DeliveryRow(
        id=delivery.id,
        event=delivery.event,
        url=delivery.url,
        job_id=delivery.job_id,
        operation=delivery.operation,
        state=str(delivery.state),
        signed=delivery.secret is not None,
        created_at=moment(delivery.created_at),
        due_at=moment_or_none(delivery.due),
        faults=delivery.faults,
        attempts=tuple(
            rows.AttemptRow(at=moment(a.at), status=a.status, error=a.error, fault=a.fault)
            for a in delivery.attempts
        ),
        body=body_text(delivery.body),
    )


def request_row(entry: Entry) -> rows.RequestRow:
    """A journal entry."""
    before, after = entry.credits or (None, None)
    return rows.RequestRow(
        number=entry.number,
        at=moment_or_none(entry.at),
        wall=moment(entry.wall),
        clock=entry.clock,
        method=entry.method,
        path=entry.path,
        query=entry.query,
        operation=entry.operation,
        status=entry.status,
        milliseconds=round(entry.milliseconds, 3),
        credits_before=before,
        credits_after=after,
        decided=entry.decided,
        reason=entry.reason,
        faults=entry.faults,
        job_id=entry.job_id,
        job_state=entry.job_state,
        headers=dict(entry.headers),
        request=body_text(entry.request),
        response_headers=dict(entry.response_headers),
        response=body_text(entry.response),
    )


def ledger_row(entry: LedgerEntry) -> rows.LedgerRow:
    """A movement of credits."""
    return rows.LedgerRow(
        at=moment(entry.at),
        kind=entry.kind,
        amount=entry.amount,
        job_id=entry.job_id,
        balance=entry.balance,
    )


def fault_row(fault: Fault) -> rows.FaultRow:
    """A planned fault."""
    return rows.FaultRow(
        id=fault.id,
        kind=fault.kind,
        arguments=fault.arguments,
        operation=fault.operation,
        times=fault.times,
        probability=fault.probability,
        skip=fault.skip,
        active_from=moment(fault.active_from),
        job_id=fault.job_id,
        created_at=moment(fault.created_at),
        seen=fault.seen,
        fired=fault.fired,
    )


def snapshot_row(snapshot: Snapshot) -> rows.SnapshotRow:
    """A snapshot, without what is in it."""
    return rows.SnapshotRow(
        id=snapshot.id,
        vendor=snapshot.vendor,
        workspace=snapshot.workspace,
        at=moment(snapshot.at),
        jobs=snapshot.jobs,
        credits=snapshot.credits,
        size=len(snapshot.saved),
    )


def body_text(body: bytes) -> Any:
    """A kept body as JSON if it is, else as text; None if there was none."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
