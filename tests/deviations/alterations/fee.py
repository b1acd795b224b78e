"""An answer costs credits that it ought not to cost."""

from dataclasses import dataclass

from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.registry import alteration


@alteration("fee")
@dataclass(frozen=True, kw_only=True)
class Fee(Answering):
    """So many `credits` are charged once the answer is made, be it a refusal or a poll."""

    credits: int = 1

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that takes fees."""

        def change(answer: Answer, finishing: Finishing) -> Answer:
            if finishing.workspace is not None:
                ledger = finishing.workspace.ledger
                ledger._write(finishing.now, "charge", -self.credits, None)
            return answer

        return self.over_answers(vendor, change)
