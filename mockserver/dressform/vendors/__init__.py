"""The simulated vendors by slug. A new one is a folder here, one in `schemas/`, and one name below.

A vendor is imported when it is asked for: names alone cost nothing, and the pytest plugin reads
them in every test run.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dressform.vendor import Vendor

SLUGS = ("neofashion", "nextry", "productai", "uwear", "cutx")
"""In the order in which they are shown. Each folder declares its vendor by its name in capitals."""


class _Vendors(Mapping[str, "Vendor"]):
    """Looks each up in its folder."""

    def __getitem__(self, slug: str) -> "Vendor":
        if slug not in SLUGS:
            raise KeyError(slug)
        vendor: Vendor = getattr(import_module(f"dressform.vendors.{slug}"), slug.upper())
        return vendor

    def __iter__(self) -> Iterator[str]:
        return iter(SLUGS)

    def __len__(self) -> int:
        return len(SLUGS)


VENDORS: Mapping[str, "Vendor"] = _Vendors()
