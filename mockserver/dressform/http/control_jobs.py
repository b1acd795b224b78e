"""The control API's jobs and deliveries: shown, and brought to an end or on their way by order."""

from collections.abc import Callable
from dataclasses import dataclass

from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.http.control import Order
from dressform.http.control_rows import delivery_row, job_row
from dressform.http.control_scope import Scope
from dressform.http.problems import ControlError
from dressform.rows import DeliveryRow, DeliveryRows, JobRow, Rows

_PROVIDER_ERROR = "The provider returned an error"


@dataclass(frozen=True)
class Jobs:
    """Shows and ends jobs. An order answers when the webhook of the end was attempted."""

    scope: Scope

    async def list(self, order: Order) -> Rows[JobRow]:
        """Every job of a workspace, oldest first."""
        workspace = self.scope.tenant(order).workspace
        return Rows([job_row(workspace, job) for job in workspace.jobs.values()])

    async def finish(self, order: Order) -> JobRow:
        """End a job well, now; one that only waits starts first."""
        return await self._end(order, lambda workspace, job: workspace.finish(job))

    async def fail(self, order: Order) -> JobRow:
        """End a job badly, now, as when the provider fails."""
        error = order.body.get("error", _PROVIDER_ERROR)
        return await self._end(order, lambda workspace, job: workspace.fail(job, error))

    async def cancel(self, order: Order) -> JobRow:
        """Cancel a job, now."""
        return await self._end(order, lambda workspace, job: workspace.cancel(job))

    async def expire(self, order: Order) -> JobRow:
        """Let a job run out of time, now; one that only waits starts first."""
        return await self._end(order, lambda workspace, job: workspace.expire(job))

    async def retry(self, order: Order) -> JobRow:
        """Send a job through again that failed or ran out of time, as an operator does, for nothing:
        it is pending, and then queued. A vendor that does not do that is said to.
        """
        return await self._end(order, lambda workspace, job: workspace.retry(job))

    async def _end(self, order: Order, end: Callable[[Workspace, Job], None]) -> JobRow:
        workspace = self.scope.tenant(order).workspace
        job = self.scope.job(order, workspace)
        end(workspace, job)
        await self.scope.pacing.settle(workspace)
        return job_row(workspace, job)


@dataclass(frozen=True)
class Deliveries:
    """Shows webhooks and sends them again."""

    scope: Scope

    async def list(self, order: Order) -> DeliveryRows:
        """The webhooks of a workspace with their attempts, oldest first."""
        workspace = self.scope.tenant(order).workspace
        kept = [delivery_row(delivery) for delivery in workspace.deliveries.values()]
        made = workspace.counters.last.get("delivery", 0)
        return DeliveryRows(items=kept, dropped=made - len(kept))

    async def resend(self, order: Order) -> DeliveryRow:
        """Attempt a webhook again, now, whatever became of it; answers when that was done."""
        workspace = self.scope.tenant(order).workspace
        delivery = self.scope.delivery(order, workspace)
        try:
            workspace.resend(delivery)
        except ValueError as error:
            raise ControlError(409, "Not possible now", str(error)) from None
        await self.scope.pacing.settle(workspace)
        return delivery_row(delivery)
