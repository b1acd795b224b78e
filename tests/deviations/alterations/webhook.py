"""The body of a webhook is edited, or the webhook is not sent."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec

from dressform.engine import outbox
from dressform.engine.jobs import Job
from dressform.engine.webhooks import Delivery, DeliveryState
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor, compact
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.editing import Edits
from tests.deviations.alterations.pointers import holds
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_settled


@alteration("webhook")
@dataclass(frozen=True, kw_only=True)
class EditedWebhook(Asking, Edits):
    """Edits of the JSON that is sent, where `when` holds of it; or, if `dropped`, nothing is sent. Its
    signature is over what is sent. Calls are those that made the job. (Late, doubled and reordered
    webhooks are the kind `fault`.)
    """

    when: dict[str, Any] = field(default_factory=dict)
    dropped: bool = False

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if not self.dropped:
            self.check_edits()

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that tells something else."""

        def settle(settled: Any, workspace: Workspace, job: Job) -> None:
            before = len(workspace.deliveries)
            settled(workspace, job)
            for delivery in list(islice(workspace.deliveries.values(), before, None)):
                body = msgspec.json.decode(delivery.body)
                if self.matches_job(job) and holds(body, self.when):
                    self._change(workspace, delivery, body)

        return around_settled(vendor, settle)

    def _change(self, workspace: Workspace, delivery: Delivery, body: Any) -> None:
        if self.dropped:
            if delivery.due is not None:
                workspace.clock.cancel(delivery.timer)
                delivery.due = None
            outbox._settle(workspace, delivery, DeliveryState.DROPPED)
        else:
            delivery.body = compact(self.edit(body))
