"""A handler is given another call than was made: a filter ignored, a bound silently kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from msgspec import structs

from dressform.engine.errors import Refused
from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import around_handlers

Json = dict[str, Any]


@alteration("request")
@dataclass(frozen=True, kw_only=True)
class EditedRequest(Asking):
    """Members of the body, or of the query or path if `place` says so: `drop` them, `set` them, `add`
    to them, keep them to a `least` or a `most`, set them by `default` where they were not sent. `upon` a class of refusal: only once the call as it was
    made has been refused so.
    """

    place: Literal["body", "query", "path"] = "body"
    drop: list[str] = field(default_factory=list)
    set: Json = field(default_factory=dict)
    add: dict[str, int | float] = field(default_factory=dict)
    least: dict[str, int | float] = field(default_factory=dict)
    most: dict[str, int | float] = field(default_factory=dict)
    default: Json = field(default_factory=dict)
    upon: str | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do, or for an unknown refusal."""
        super().check(vendor)
        if not (self.drop or self.set or self.add or self.least or self.most or self.default):
            raise ValueError("it edits nothing")
        if self.default and self.place != "body":
            raise ValueError("what was not sent is known of bodies only: edit the contract")
        known = [kind.__name__ for kind in vendor.refusals]
        if self.upon is not None and self.upon not in known:
            raise ValueError(f"no refusal {self.upon!r}; there are {', '.join(known)}")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that understands something else."""

        def handle(handler: Handler, call: Call) -> Any:
            if self.upon is None:
                return _handled(handler, call, self._edited(call))
            try:
                return handler(call)
            except Refused as refused:
                if type(refused).__name__ != self.upon:
                    raise
                return _handled(handler, call, self._edited(call))

        return around_handlers(vendor, self, handle)

    def _edited(self, call: Call) -> Call:
        match self.place:
            case "query":
                return structs.replace(call, query=self._members(call.query))
            case "path":
                return structs.replace(call, path=self._members(call.path))
            case "body":
                uploads = {k: v for k, v in call.uploads.items() if k not in self.drop}
                unsent = {k: v for k, v in self.default.items() if k not in call.body}
                body = self._members(call.body | unsent)
                settings = self._members(call.settings | unsent)
                return structs.replace(call, body=body, settings=settings, uploads=uploads)

    def _members(self, given: Mapping[str, Any]) -> Json:
        members = {name: value for name, value in given.items() if name not in self.drop}
        members |= msgspec.to_builtins(self.set)
        for name, value in members.items():
            if name in self.add:
                members[name] = value + self.add[name]
            if name in self.least:
                members[name] = max(value, self.least[name])
            if name in self.most:
                members[name] = min(value, self.most[name])
        return members


def _handled(handler: Handler, call: Call, edited: Call) -> Any:
    """What the handler makes of the edited call; the journal hears of it by the one that was made."""
    body = handler(edited)
    call.decided, call.job = edited.decided, edited.job
    return body
