"""The part of a workspace's handle that ends jobs and sends webhooks again."""

from dressform.mock.bodies import UNSET, given
from dressform.mock.handle import Handle
from dressform.mock.steering import waits_for_webhooks
from dressform.rows import DeliveryRow, JobRow


class Ending(Handle):
    """Each returns when the webhook of what it did has been attempted. What is meant is said by its
    id, or by its row.
    """

    @waits_for_webhooks
    def finish(self, job: JobRow | int | str) -> JobRow:
        """End a job well, now; one that only waits starts first."""
        row: JobRow = self._order("finish_job", job=_id(job))
        return row

    async def afinish(self, job: JobRow | int | str) -> JobRow:
        """The same, awaited."""
        row: JobRow = await self._aorder("finish_job", job=_id(job))
        return row

    @waits_for_webhooks
    def fail(self, job: JobRow | int | str, *, error: str = UNSET) -> JobRow:
        """End a job badly, now, with the error that the provider gave."""
        row: JobRow = self._order("fail_job", body=given(error=error), job=_id(job))
        return row

    async def afail(self, job: JobRow | int | str, *, error: str = UNSET) -> JobRow:
        """The same, awaited."""
        row: JobRow = await self._aorder("fail_job", body=given(error=error), job=_id(job))
        return row

    @waits_for_webhooks
    def cancel(self, job: JobRow | int | str) -> JobRow:
        """Cancel a job, now."""
        row: JobRow = self._order("cancel_job", job=_id(job))
        return row

    async def acancel(self, job: JobRow | int | str) -> JobRow:
        """The same, awaited."""
        row: JobRow = await self._aorder("cancel_job", job=_id(job))
        return row

    @waits_for_webhooks
    def expire(self, job: JobRow | int | str) -> JobRow:
        """Let a job run out of time, now; one that only waits starts first."""
        row: JobRow = self._order("expire_job", job=_id(job))
        return row

    async def aexpire(self, job: JobRow | int | str) -> JobRow:
        """The same, awaited."""
        row: JobRow = await self._aorder("expire_job", job=_id(job))
        return row

    @waits_for_webhooks
    def retry(self, job: JobRow | int | str) -> JobRow:
        """Send a job through again that failed or ran out of time, as an operator does, for nothing.

        It is pending, and then queued. A vendor that does not do that is a `ControlError`.
        """
        row: JobRow = self._order("retry_job", job=_id(job))
        return row

    async def aretry(self, job: JobRow | int | str) -> JobRow:
        """The same, awaited."""
        row: JobRow = await self._aorder("retry_job", job=_id(job))
        return row

    @waits_for_webhooks
    def resend(self, delivery: DeliveryRow | str) -> DeliveryRow:
        """Attempt a webhook again, now, whatever became of it."""
        row: DeliveryRow = self._order("resend_delivery", delivery=_id(delivery))
        return row

    async def aresend(self, delivery: DeliveryRow | str) -> DeliveryRow:
        """The same, awaited."""
        row: DeliveryRow = await self._aorder("resend_delivery", delivery=_id(delivery))
        return row


def _id(thing: JobRow | DeliveryRow | int | str) -> str:
    return str(thing if isinstance(thing, int | str) else thing.id)
