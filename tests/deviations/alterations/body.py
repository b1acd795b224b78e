"""The body of an answer is no JSON, or none at all."""

from dataclasses import dataclass

from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.registry import alteration


@alteration("body")
@dataclass(frozen=True, kw_only=True)
class OtherBody(Answering):
    """The body is `text` (null: it is empty) and says that it is of `content_type`."""

    text: str | None
    content_type: str = "application/json"

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that answers with that text."""

        def change(answer: Answer, finishing: Finishing) -> Answer:
            headers = {**answer.headers, "Content-Type": self.content_type}
            return Answer(answer.status, self.text or "", headers)

        return self.over_answers(vendor, change)
