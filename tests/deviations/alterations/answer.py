"""The body of an answer is edited."""

from dataclasses import dataclass

from msgspec import structs

from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.editing import Edits
from tests.deviations.alterations.registry import alteration


@alteration("answer")
@dataclass(frozen=True, kw_only=True)
class EditedAnswer(Answering, Edits):
    """Edits of the JSON that is answered."""

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        self.check_edits()

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that says something else."""

        def change(answer: Answer, finishing: Finishing) -> Answer:
            return structs.replace(answer, body=self.edit(answer.body))

        return self.over_answers(vendor, change)
