"""The control API's journals: what was asked and answered, and what a reviewer says of it."""

from dataclasses import dataclass
from datetime import datetime

from dressform.http.control import Order
from dressform.http.control_rows import delivery_row, request_row
from dressform.http.control_scope import Scope
from dressform.http.journal import Entry, Journal
from dressform.http.schemas import instant
from dressform.lint import Finding, lint
from dressform.rows import RequestRows, Rows, moment


@dataclass(frozen=True)
class Journals:
    """Answers queries of journals."""

    scope: Scope

    async def requests(self, order: Order) -> RequestRows:
        """What a workspace was asked, latest last."""
        self.scope.operation(self.scope.front(order), order.query.get("operation"))
        return _rows(self.scope.tenant(order).journal, order)

    async def strays(self, order: Order) -> RequestRows:
        """What a vendor was asked that reached no workspace, latest last: wrong keys and places."""
        self.scope.operation(self.scope.front(order), order.query.get("operation"))
        return _rows(self.scope.front(order).deployment.strays, order)

    async def lint(self, order: Order) -> Rows[Finding]:
        """What a careful reviewer would say of the client, by what it asked and how it took webhooks."""
        tenant = self.scope.tenant(order)
        requests = [request_row(entry) for entry in tenant.journal]
        deliveries = [delivery_row(each) for each in tenant.workspace.deliveries.values()]
        return Rows(lint(self.scope.front(order).vendor.manners, requests, deliveries))


def _rows(journal: Journal, order: Order) -> RequestRows:
    """The entries that the query asks for; of too many, the latest."""
    query = order.query
    since, until = (
        moment(instant(query[name])) if name in query else None for name in ("since", "until")
    )
    wanted = [
        request_row(entry)
        for entry in journal
        if query.get("operation") in {None, entry.operation}
        and _has_status(entry, query.get("status"))
        and _is_within(entry, since, until)
    ]
    return RequestRows(items=wanted[-query.get("limit", len(wanted)) :], dropped=journal.dropped)


def _has_status(entry: Entry, status: str | None) -> bool:
    """Whether it was answered so: `402`, any `4xx`, or `none` where the connection was dropped."""
    if status is None:
        return True
    if entry.status is None:
        return status == "none"
    return status in {str(entry.status), f"{entry.status // 100}xx"}


def _is_within(entry: Entry, since: datetime | None, until: datetime | None) -> bool:
    at = moment(entry.wall if entry.at is None else entry.at)
    return (since is None or since <= at) and (until is None or at < until)
