"""An answer has another status."""

from dataclasses import dataclass

from msgspec import structs

from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.registry import alteration


@alteration("status")
@dataclass(frozen=True, kw_only=True)
class OtherStatus(Answering):
    """The status is `to`, and the body what it was."""

    to: int

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that answers with that status."""

        def change(answer: Answer, finishing: Finishing) -> Answer:
            return structs.replace(answer, status=self.to)

        return self.over_answers(vendor, change)
