"""Which calls an alteration is about."""

import json
from dataclasses import dataclass, field
from typing import Any

from dressform.engine.jobs import Job
from dressform.vendor import Call, Vendor
from tests.deviations.alterations.pointers import holds

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Calls of an operation, or of several, or of any (None), that ask for what `asked` says: values
    by pointer into path, query and body together, defaults included.
    """

    operation: str | list[str] | None = None
    asked: Json = field(default_factory=dict)

    @property
    def operations(self) -> tuple[str, ...]:
        """Their names; none stand for all."""
        named = [self.operation] if isinstance(self.operation, str) else self.operation
        return tuple(named or ())

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for an operation that the vendor does not have."""
        for name in self.operations:
            if name not in vendor.handlers:
                raise ValueError(f"no operation {name!r}; there are {', '.join(vendor.handlers)}")

    def matches(self, call: Call) -> bool:
        """Whether the call is one of them."""
        return self.names(call.operation) and holds(asked_of(call), self.asked)

    def matches_job(self, job: Job) -> bool:
        """Whether the job was made by one of them."""
        return self.names(job.operation) and holds(json.loads(job.request), self.asked)

    def names(self, operation: str | None) -> bool:
        """Whether it is about that operation; None is one that nobody knows yet."""
        return not self.operations or operation in self.operations


def asked_of(call: Call) -> Json:
    """Everything that a call asks for."""
    return {**call.path, **call.query, **call.body, **call.settings}
