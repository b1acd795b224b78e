"""What ProductAI charges and how long it takes.

Prices: productai.md, "Token Pricing". Times and sizes: inferred, the document gives none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dressform.engine.clock import SECOND
from dressform.engine.workspace import Span

_FAST: Span = (8 * SECOND, 25 * SECOND)
_SLOW: Span = (20 * SECOND, 60 * SECOND)


@dataclass(frozen=True, slots=True)
class Model:
    """One model: `tokens` for a picture, `run` the time it takes, `side` in pixels of a square one."""

    title: str
    tokens: int
    run: Span = _FAST
    side: int = 1024


MODELS: Mapping[str, Model] = {
    "gpt-low": Model("GPT Low Quality", 2, _SLOW),
    "gpt-medium": Model("GPT Medium Quality", 3, _SLOW),
    "gpt-high": Model("GPT High Quality", 8, _SLOW),
    "kontext-pro": Model("Kontext Pro", 3),
    "nanobanana": Model("Nano Banana", 3),
    "nanobananapro": Model("Nano Banana Pro", 8, side=2048),
    "seedream": Model("Seedream", 3, side=2048),
}

UPSCALE = Model("Magnific Precision Upscale", 20, _SLOW)

WAIT: Span = (SECOND // 5, SECOND)
"""How long a job waits for its turn, which nobody sees: it is RUNNING from the start."""
