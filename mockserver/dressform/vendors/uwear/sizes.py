"""How many pixels a resolution and an aspect ratio ask for.

The document names both but gives no pixels, so the rule is ours (inferred). At 1K a picture has
its ratio exactly, sides in steps of 8, and as much of a megapixel (1024 x 1024) as that allows;
2K doubles the sides and 4K doubles them again. `768X1024` is what it says. `720p` is the shorter
side of a video.
"""

from functools import lru_cache
from math import sqrt

from dressform.engine.assets import Asset

Size = tuple[int, int]

MAX_SIDE = 8192
"""The longest side of an upscaled picture, which bounds what a download can cost."""

UNKNOWN_SOURCE: Size = (1024, 1024)

_STEP = 8
_SCALE = {"1K": 1, "2K": 2, "4K": 4}
_LINES = {"720p": 720, "1080p": 1080, "1440p": 1440, "2160p": 2160}


@lru_cache(maxsize=256)
def image(resolution: str, ratio: str) -> Size:
    """Pixels of an image, for `2K` and `9:16` as for `768X1024` and whatever."""
    if "X" in resolution:
        width, height = resolution.split("X")
        return int(width), int(height)
    across, down = _parts(ratio)
    unit = int(1024 / sqrt(across * down)) // _STEP * _STEP * _SCALE[resolution]
    return across * unit, down * unit


def video(ratio: str) -> Size:
    """Pixels of a 720p video; both sides are even, as the codec needs."""
    across, down = _parts(ratio)
    shorter = min(across, down)
    return across * 720 // shorter // 2 * 2, down * 720 // shorter // 2 * 2


def upscaled(source: Size, factor: int | None, target: str | None) -> Size:
    """The source times the factor, or with the target's lines if only that was asked for.

    Never smaller than the source, and no side longer than `MAX_SIDE`.
    """
    scale = float(factor or 2)
    if factor is None and target is not None:
        scale = max(1.0, _LINES[target] / min(source))
    scale = max(1.0, min(scale, MAX_SIDE / max(source)))
    return round(source[0] * scale), round(source[1] * scale)


def closest(size: Size, ratios: tuple[str, ...]) -> str:
    """The ratio that fits a picture of that size best."""
    shape = size[0] / size[1]

    def distance(ratio: str) -> float:
        across, down = _parts(ratio)
        return abs(shape - across / down)

    return min((ratio for ratio in ratios if ratio != "auto"), key=distance)


def of(asset: Asset | None) -> Size:
    """The pixels of a picture that is ours; a usual size for one that is not."""
    return UNKNOWN_SOURCE if asset is None else (asset.width, asset.height)


def _parts(ratio: str) -> Size:
    across, down = ratio.split(":")
    return int(across), int(down)
