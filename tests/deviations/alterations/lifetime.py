"""A result's URL dies at another time."""

from dataclasses import dataclass

from msgspec.structs import replace

from dressform.engine.assets import Asset
from dressform.engine.clock import SECOND
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import over_new_assets


@alteration("lifetime")
@dataclass(frozen=True, kw_only=True)
class OtherLifetime(Asking):
    """URLs of files live so many `seconds` (0: they are dead at once), or `plus` so many; or `never`
    die.
    """

    seconds: float | None = None
    plus: float = 0
    never: bool = False

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` unless it says one thing."""
        super().check(vendor)
        if [self.seconds is not None, self.plus != 0, self.never].count(True) != 1:
            raise ValueError("it takes one of seconds, plus and never")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor whose files live so long."""
        return over_new_assets(vendor, self, self._kept)

    def _kept(self, workspace: Workspace, asset: Asset) -> Asset:
        if self.never:
            return replace(asset, expires_at=None)
        if self.seconds is not None:
            return replace(asset, expires_at=asset.created_at + round(self.seconds * SECOND))
        if asset.expires_at is None:
            return asset
        return replace(asset, expires_at=asset.expires_at + round(self.plus * SECOND))
