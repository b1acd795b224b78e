"""What a wrong vendor knows of the request that it is answering.

`Vendor.finish` hears neither of the operation nor of the refusal. aiohttp answers each request in a
task of its own, so that a context variable can carry both to where answers are altered.
"""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from dressform.engine.errors import Refused
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Call, Handler, Vendor, Via
from tests.deviations.alterations.hooks import admitting


@dataclass
class Trip:
    """One request: its key, and as far as it has come its operation, its call and its refusal; and the
    refusal that it was spared.
    """

    key: str | None = None
    operation: str | None = None
    call: Call | None = None
    refused: Refused | None = None
    pardoned: Refused | None = None


_HERE: ContextVar[Trip | None] = ContextVar("trip", default=None)


def here() -> Trip:
    """The trip of the request that is being answered."""
    trip = _HERE.get()
    if trip is None:
        trip = Trip()
        _HERE.set(trip)
    return trip


def track(vendor: Vendor) -> Vendor:
    """A copy that notes the trip of each request, and answers as the original does."""

    def credential(headers: Any) -> str:
        here().key = key = vendor.credential(headers)
        return key

    def admit(workspace: Workspace, operation: str, via: Via) -> None:
        here().operation = operation
        admitting(vendor)(workspace, operation, via)

    return replace(
        vendor,
        credential=credential,
        admit=admit,
        handlers={name: _noting(handler) for name, handler in vendor.handlers.items()},
        refusals={kind: _refusing(render) for kind, render in vendor.refusals.items()},
    )


def _noting(handler: Handler) -> Handler:
    def handle(call: Call) -> Any:
        here().call = call
        return handler(call)

    return handle


def _refusing(render: Any) -> Any:
    def refuse(refused: Refused) -> Answer:
        here().refused = refused
        return render(refused)

    return refuse
