"""What can be altered in a vendor: one file for each kind, registered where it is declared.

A new kind is a new file here; nothing else has to know of it.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.deviations.alterations.registry import KINDS, Alteration, make

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["KINDS", "Alteration", "make"]
