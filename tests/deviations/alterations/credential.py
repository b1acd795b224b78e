"""Somebody is let in who ought not to be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dressform.engine.errors import Unauthenticated
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor, Via
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.hooks import admitting
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.trips import here


@alteration("credential")
@dataclass(frozen=True, kw_only=True)
class OtherCredential(Asking):
    """The default account is opened to credentials that are `missing`, of another `scheme`, or
    `misshapen` (no key of this vendor looks so). Of a key only so many characters are compared
    (`prefix`), once it has been used in full. A key is taken in any case (`ignore_case`), or from
    another `header` as well. All that for calls of `operation` only, if one is named.
    """

    accept: list[Literal["missing", "scheme", "misshapen"]] | None = None
    prefix: int | None = None
    ignore_case: bool = False
    header: str | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do, or asks for what nobody knows yet."""
        super().check(vendor)
        if self.asked:
            raise ValueError("nobody knows yet what is asked")
        if self == type(self)(operation=self.operation):
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that lets them in."""
        known: dict[str, str] = {}

        def credential(headers: Mapping[str, str]) -> str:
            try:
                key = vendor.credential(headers)
            except Unauthenticated as refused:
                here().pardoned = refused
                return self._instead(vendor, headers, refused)
            taken = self._taken_for(vendor, key, known)
            if taken != key:
                here().pardoned = Unauthenticated("unknown")
            here().key = taken
            return taken

        def admit(workspace: Workspace, operation: str, via: Via) -> None:
            trip = here()
            if trip.pardoned is not None and not self.names(operation):
                raise trip.pardoned
            if self.prefix is not None and trip.key is not None:
                known.setdefault(trip.key[: self.prefix], trip.key)
            admitting(vendor)(workspace, operation, via)

        return replace(vendor, credential=credential, admit=admit)

    def _instead(self, vendor: Vendor, headers: Mapping[str, str], refused: Unauthenticated) -> str:
        """The key that is used where there is none, or the refusal."""
        if self.header is not None and self.header in headers:
            return headers[self.header]
        if refused.reason in (self.accept or ()):
            return vendor.default_key
        raise refused

    def _taken_for(self, vendor: Vendor, key: str, known: Mapping[str, str]) -> str:
        """The key that another one is mistaken for."""
        key = key.lower() if self.ignore_case else key
        shape = rf"{re.escape(vendor.key_prefix)}[0-9a-f]{{32}}|[^.]+\.[^.]+\.[^.]+"
        if "misshapen" in (self.accept or ()) and not re.fullmatch(shape, key):
            return vendor.default_key
        return key if self.prefix is None else known.get(key[: self.prefix], key)
