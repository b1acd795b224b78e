"""Dressform stands in for AI product-imagery APIs while the model is away.

What is exported is imported when it is first asked for, so that `import dressform` costs nothing.
"""

from typing import TYPE_CHECKING, Any

from dressform.version import __version__

if TYPE_CHECKING:
    from dressform.http.problems import ControlError
    from dressform.lint import Finding
    from dressform.mock.faulting import FaultKind, PlannedFault
    from dressform.mock.loop import NotRunning
    from dressform.mock.requests import Requests
    from dressform.mock.server import MockServer
    from dressform.mock.vendor import MockVendor
    from dressform.mock.workspace import MockWorkspace
    from dressform.rows import (
        ClockRow,
        DeliveryRow,
        FaultRow,
        FiredRow,
        JobRow,
        LedgerRow,
        RequestRow,
        SnapshotRow,
        VendorRow,
        WorkspaceRow,
    )


__all__ = [
    "ClockRow",
    "ControlError",
    "DeliveryRow",
    "FaultKind",
    "FaultRow",
    "Finding",
    "FiredRow",
    "JobRow",
    "LedgerRow",
    "MockServer",
    "MockVendor",
    "MockWorkspace",
    "NotRunning",
    "PlannedFault",
    "RequestRow",
    "Requests",
    "SnapshotRow",
    "VendorRow",
    "WorkspaceRow",
    "__version__",
]

_HOMES = {
    "ClockRow": "rows",
    "ControlError": "http.problems",
    "DeliveryRow": "rows",
    "FaultKind": "mock.faulting",
    "FaultRow": "rows",
    "Finding": "lint",
    "FiredRow": "rows",
    "JobRow": "rows",
    "LedgerRow": "rows",
    "MockServer": "mock.server",
    "MockVendor": "mock.vendor",
    "MockWorkspace": "mock.workspace",
    "NotRunning": "mock.loop",
    "PlannedFault": "mock.faulting",
    "RequestRow": "rows",
    "Requests": "mock.requests",
    "SnapshotRow": "rows",
    "VendorRow": "rows",
    "WorkspaceRow": "rows",
}

if not TYPE_CHECKING:  # a checker shall say so where a name is not exported

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'dressform' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"dressform.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
