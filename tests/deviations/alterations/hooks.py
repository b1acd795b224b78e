"""A vendor's hooks as functions that can be called, whether it has them or not."""

from collections.abc import Callable, Iterable

from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Call, Finishing, Vendor, Via


def admitting(vendor: Vendor) -> Callable[[Workspace, str, Via], None]:
    """What its plans forbid."""

    def all_of_them(workspace: Workspace, operation: str, via: Via) -> None:
        """No plan forbids anything."""

    return vendor.admit or all_of_them


def finishing(vendor: Vendor) -> Callable[[Answer, Finishing], Answer]:
    """Its last touch to every answer."""
    return vendor.finish or (lambda answer, under: answer)


def looking(vendor: Vendor) -> Callable[[Call], Iterable[str]]:
    """The pictures that it wants to look at."""
    return vendor.sources or (lambda call: ())
