"""The simulated vendors by slug. A new one is a folder here, one in `schemas/`, and one line."""

from dressform.vendor import Vendor
from dressform.vendors.uwear import UWEAR

VENDORS: dict[str, Vendor] = {vendor.slug: vendor for vendor in (UWEAR,)}
