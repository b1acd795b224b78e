"""An id is given twice."""

from dataclasses import dataclass
from typing import Any

from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers


@alteration("counter")
@dataclass(frozen=True, kw_only=True)
class OtherCounter(Asking):
    """After a call, such as one that deletes, the workspace's counter `name` is `plus` so much: at -1
    the next record has the id of the one that was deleted.
    """

    operation: str | list[str]
    name: str
    plus: int

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that counts so."""

        def handle(handler: Handler, call: Call) -> Any:
            body = handler(call)
            last = call.workspace.counters.last
            last[self.name] = last.get(self.name, 0) + self.plus
            return body

        return around_handlers(vendor, self, handle)
