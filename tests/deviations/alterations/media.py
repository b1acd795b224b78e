"""What lies at a result's URL is another file."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Literal

from msgspec.structs import replace

from dressform.engine.assets import Asset
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.wrapping import over_new_assets

Format = Literal["png", "jpeg", "webp", "mp4"]


@alteration("media")
@dataclass(frozen=True, kw_only=True)
class OtherMedia(Asking):
    """Pictures and videos are `scale` times as large on each side, or `width` and `height` pixels;
    videos last `plus_seconds` longer; files have another `format`, with a URL and a type that say so. Or
    the URL and the type stay, and the bytes are `disguised` as that type: nothing, a text, or one and
    the same plain picture in another format (`png`, `jpeg`, `webp`) or in its own (`plain`).
    """

    scale: float = 1
    width: int | None = None
    height: int | None = None
    plus_seconds: int = 0
    format: Format | None = None
    disguised: Literal["nothing", "text", "plain", "png", "jpeg", "webp"] | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        super().check(vendor)
        if self == type(self)(operation=self.operation, asked=self.asked):
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor with such files."""
        return over_new_assets(vendor, self, self._changed)

    def _changed(self, workspace: Workspace, asset: Asset) -> Asset:
        changed: dict[str, Any] = {
            "width": self.width or _even(asset.width * self.scale),
            "height": self.height or _even(asset.height * self.scale),
        }
        if asset.kind == "video":
            changed["seconds"] = max(1, asset.seconds + self.plus_seconds)
        if self.format is not None:
            video = self.format == "mp4"
            seconds = changed.get("seconds", 2) if video else 0
            kind = "video" if video else "image"
            changed |= {"format": self.format, "kind": kind, "seconds": seconds}
        asset = replace(asset, **changed)
        if self.disguised is not None:
            asset = replace(asset, upload=workspace.uploads.keep(_bytes(self.disguised, asset)))
        return asset


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def _bytes(disguised: str, asset: Asset) -> bytes:
    if disguised == "nothing":
        return b""
    if disguised == "text":
        return b"this is no picture"
    own = "png" if asset.format == "mp4" else asset.format
    return _plain(own if disguised == "plain" else disguised, asset.width, asset.height)


@cache
def _plain(format: str, width: int, height: int) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (width, height), "gray").save(file, format.upper())
    return file.getvalue()
