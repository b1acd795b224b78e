"""What cannot be said as data: a function from a vendor to a wrong one."""

from collections.abc import Callable
from dataclasses import dataclass

from dressform.vendor import Vendor
from tests.deviations.alterations.registry import alteration

_FUNCTIONS: dict[tuple[str, str], Callable[[Vendor], Vendor]] = {}
"""By the slug of the vendor and the function's own name, so that no vendor takes another's name."""


def by_name(function: Callable[[Vendor], Vendor]) -> Callable[[Vendor], Vendor]:
    """Register a function for `kind: python`, in `alterations/<slug>.py` or `<slug>_<anything>.py`."""
    module = function.__module__.rpartition(".")[2]
    key = module.partition("_")[0], function.__name__
    if key in _FUNCTIONS:
        raise ValueError(f"{function.__name__} is registered already")
    _FUNCTIONS[key] = function
    return function


@alteration("python")
@dataclass(frozen=True, kw_only=True)
class ByFunction:
    """The `function` of that name, registered with `by_name` in `alterations/<slug>.py`."""

    function: str

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for a function that nobody registered for the vendor."""
        if (vendor.slug, self.function) not in _FUNCTIONS:
            known = ", ".join(name for slug, name in _FUNCTIONS if slug == vendor.slug)
            raise ValueError(f"no function {self.function!r}; there are {known or 'none'}")

    def alter(self, vendor: Vendor) -> Vendor:
        """What the function makes of the vendor."""
        return _FUNCTIONS[vendor.slug, self.function](vendor)
