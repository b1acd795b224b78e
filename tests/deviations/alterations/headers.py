"""The headers of an answer are edited."""

import re
from dataclasses import dataclass, field

from msgspec import structs

from dressform.vendor import Answer, Finishing, Vendor
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.registry import alteration


@alteration("headers")
@dataclass(frozen=True, kw_only=True)
class EditedHeaders(Answering):
    """By name, in any case: `rename` a header, `add` to the whole number in it, `sub` a regular
    expression in it, `set` it, `remove` it.
    """

    rename: dict[str, str] = field(default_factory=dict)
    add: dict[str, int] = field(default_factory=dict)
    sub: dict[str, tuple[str, str]] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if not (self.rename or self.add or self.sub or self.set or self.remove):
            raise ValueError("it edits nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor whose answers have other headers."""

        def change(answer: Answer, finishing: Finishing) -> Answer:
            return structs.replace(answer, headers=self.edit(dict(answer.headers)))

        return self.over_answers(vendor, change)

    def edit(self, headers: dict[str, str]) -> dict[str, str]:
        """Headers as they become."""
        named = {name.lower(): name for name in headers}
        for name, other in self.rename.items():
            if name.lower() in named:
                headers[other] = headers.pop(named[name.lower()])
        for name, amount in self.add.items():
            if name.lower() in named:
                headers[named[name.lower()]] = str(int(headers[named[name.lower()]]) + amount)
        for name, (pattern, to) in self.sub.items():
            if name.lower() in named:
                headers[named[name.lower()]] = re.sub(pattern, to, headers[named[name.lower()]])
        gone = {name.lower() for name in (*self.set, *self.remove)}
        left = {name: value for name, value in headers.items() if name.lower() not in gone}
        return left | self.set
