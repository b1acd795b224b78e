"""The part of a workspace's handle that looks: credits, ledger, jobs, requests, webhooks, lint."""

from dressform.lint import Finding
from dressform.mock.handle import Handle
from dressform.mock.requests import Requests
from dressform.rows import (
    DeliveryRow,
    DeliveryRows,
    JobRow,
    LedgerRow,
    LedgerRows,
    RequestRows,
    Rows,
)


class Reading(Handle):
    """What a workspace holds at this moment."""

    @property
    def credits(self) -> int:
        """The balance."""
        rows: LedgerRows = self._order("get_ledger")
        return rows.balance

    async def acredits(self) -> int:
        """The same, awaited."""
        rows: LedgerRows = await self._aorder("get_ledger")
        return rows.balance

    @property
    def ledger(self) -> list[LedgerRow]:
        """Every grant, charge and refund, oldest first."""
        rows: LedgerRows = self._order("get_ledger")
        return rows.items

    async def aledger(self) -> list[LedgerRow]:
        """The same, awaited."""
        rows: LedgerRows = await self._aorder("get_ledger")
        return rows.items

    @property
    def jobs(self) -> list[JobRow]:
        """Every job, oldest first."""
        rows: Rows[JobRow] = self._order("list_jobs")
        return rows.items

    async def ajobs(self) -> list[JobRow]:
        """The same, awaited."""
        rows: Rows[JobRow] = await self._aorder("list_jobs")
        return rows.items

    @property
    def deliveries(self) -> list[DeliveryRow]:
        """The webhooks with their attempts, oldest first; of the settled ones the latest 10,000."""
        rows: DeliveryRows = self._order("list_deliveries")
        return rows.items

    async def adeliveries(self) -> list[DeliveryRow]:
        """The same, awaited."""
        rows: DeliveryRows = await self._aorder("list_deliveries")
        return rows.items

    @property
    def requests(self) -> Requests:
        """The journal: what a client asked, and what it was answered, oldest first."""
        rows: RequestRows = self._order("list_requests")
        return Requests(rows.items, rows.dropped)

    async def arequests(self) -> Requests:
        """The same, awaited."""
        rows: RequestRows = await self._aorder("list_requests")
        return Requests(rows.items, rows.dropped)

    def lint(self) -> list[Finding]:
        """What a careful reviewer would say of the client, by its requests and how it took webhooks."""
        rows: Rows[Finding] = self._order("lint_client")
        return rows.items

    async def alint(self) -> list[Finding]:
        """The same, awaited."""
        rows: Rows[Finding] = await self._aorder("lint_client")
        return rows.items
