"""What neofashion sells: prices in credits, plans, and how long its asynchronous work takes.

Sources: neofashion.txt, "Rate Limits & Plans", and the 50 credits of "Response Shape"; all else
from vendor-notes.md, neofashion, and inferred.
"""

from dressform.engine.clock import SECOND
from dressform.engine.workspace import Span
from dressform.vendor import Plan

STARTER = "starter"

PLANS = {
    STARTER: Plan(per_minute=60),
    "pro": Plan(per_minute=300),
    "enterprise": Plan(per_minute=1000),  # "Custom SLA": a workspace may have a number of its own
}

PRICES = {
    "generate_image": 50,
    "sketch_to_photo": 75,
    "generate_video": 250,
    "generate_bulk": 50,
}
"""By operation; a bulk's is that of each item."""

DEFAULT_RATIO = "3:4"

WAIT: Span = (1 * SECOND, 3 * SECOND)
VIDEO_RUN: Span = (30 * SECOND, 90 * SECOND)
ITEM_RUN: Span = (3 * SECOND, 6 * SECOND)

_STILLS = {
    "1:1": (1024, 1024),
    "4:5": (896, 1120),
    "3:4": (864, 1152),
    "2:3": (832, 1248),
    "9:16": (720, 1280),
    "5:4": (1120, 896),
    "4:3": (1152, 864),
    "3:2": (1248, 832),
    "16:9": (1280, 720),
}
_LINES = 720


def still_size(ratio: str) -> tuple[int, int]:
    """Width and height in pixels of a photo: about a megapixel, in exactly that ratio."""
    return _STILLS[ratio]


def clip_size(ratio: str) -> tuple[int, int]:
    """Width and height in pixels of a video, whose shorter side is 720."""
    across, down = map(int, ratio.split(":"))
    shorter = min(across, down)
    return across * _LINES // shorter, down * _LINES // shorter
