"""The server holds requests to another document: a bound, a default, a required member forgotten."""

import atexit
import json
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dressform.contract.document import parse
from dressform.resources import SCHEMAS
from dressform.vendor import Vendor
from tests.deviations.alterations.editing import Edits
from tests.deviations.alterations.pointers import existing
from tests.deviations.alterations.registry import alteration


@alteration("contract")
@dataclass(frozen=True, kw_only=True)
class EditedContract(Edits):
    """Edits of `schemas/<slug>/openapi.yaml`, as the server reads it."""

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` for what the document does not have; only `set` and `copy` may add."""
        self.check_edits()
        for pointer in self.pointers:
            adds = pointer in self.set or pointer in self.copy
            place = pointer.rpartition("/")[0] if adds else pointer
            if place and not list(existing(_document(vendor), place)):
                raise ValueError(f"the document has no {place}")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor with that document."""
        document = self.edit(deepcopy(_document(vendor)))
        text = json.dumps(document).encode()
        path = _folder() / f"{vendor.slug}-{sha256(text).hexdigest()[:16]}.json"
        path.write_bytes(text)
        return replace(vendor, contract=path)


def _document(vendor: Vendor) -> Any:
    return _parsed(vendor.contract or SCHEMAS / vendor.slug / "openapi.yaml")


@cache
def _parsed(path: Path) -> Any:
    return parse(path.read_bytes())


@cache
def _folder() -> Path:
    """Where altered documents lie until the process ends."""
    folder = TemporaryDirectory(prefix="dressform-deviants-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
