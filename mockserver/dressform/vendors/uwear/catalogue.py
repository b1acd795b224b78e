"""Uwear's models: what each costs and what it can do.

Source: uwear.md, "Image and edit models", "Upscale models", "Video models". What lies between the
ends of a printed range is inferred: vendor-notes.md, uwear, "prices inside a documented range".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Category = Literal["image", "upscale", "video"]

CATEGORY: Mapping[str, Category] = {
    "generate": "image",
    "edit": "image",
    "upscale": "upscale",
    "video": "video",
}

IMAGE_RATIOS = ("21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16")
VIDEO_RATIOS = ("auto", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16")


@dataclass(frozen=True, slots=True)
class Rate:
    """Tenths of a credit for a video: a fixed part and a part for each second."""

    fixed: int
    numerator: int
    denominator: int = 1

    def credits(self, seconds: int) -> int:
        """Whole credits, halves rounded up."""
        tenths = self.fixed * self.denominator + self.numerator * seconds
        unit = 10 * self.denominator
        return (2 * tenths + unit) // (2 * unit)


@dataclass(frozen=True, slots=True)
class Model:
    """One row of the catalogue. `credits` are per output, by resolution where they depend on it.

    A video model has a `silent` rate instead, and a `sounding` one if it can make audio.
    """

    slug: str
    title: str
    category: Category
    credits: int | Mapping[str, int] = 0
    resolutions: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()
    references: int = 0
    factors: tuple[int, ...] = ()
    seconds: tuple[int, int] | None = None
    last_frame: bool = False
    silent: Rate = field(default=Rate(0, 0))
    sounding: Rate | None = None

    def price(self, settings: Mapping[str, Any]) -> int:
        """Credits for all outputs of a request with these settings."""
        return self._each(settings) * int(settings["num_images"])

    def _each(self, settings: Mapping[str, Any]) -> int:
        if self.seconds is not None:
            sounds = bool(settings.get("generate_audio")) and self.sounding is not None
            rate = self.sounding if sounds and self.sounding else self.silent
            return rate.credits(int(settings["duration"]))
        if isinstance(self.credits, int):
            return self.credits
        return self.credits[self.resolution(settings)]

    def resolution(self, settings: Mapping[str, Any]) -> str:
        """The one asked for; else 2K, the documented default, or what the model starts at."""
        default = "2K" if "2K" in self.resolutions else next(iter(self.resolutions), "1K")
        asked: str = settings.get("resolution", default)
        return asked


def _image(slug: str, title: str, credits: int | Mapping[str, int], *resolutions: str) -> Model:
    sizes = resolutions or tuple(credits if isinstance(credits, Mapping) else ())
    return Model(slug, title, "image", credits, sizes, IMAGE_RATIOS, references=3)


_ROWS = (
    _image("nano-banana-2", "Gemini Flash 2", {"1K": 3, "2K": 5, "4K": 7}),
    _image("nano-banana-pro", "Gemini Pro", {"1K": 5, "2K": 8, "4K": 10}),
    _image("gpt-image-2-high", "GPT Image 2 (high)", 12, "1K", "2K"),
    _image("gpt-image-2-medium", "GPT Image 2 (medium)", 6, "1K", "2K"),
    _image("gpt-image-2-low", "GPT Image 2 (low)", 2, "1K", "2K"),
    _image("seedream-v4-5", "SeedDream 4.5", 2, "1K", "2K", "4K"),
    Model(
        "qwen-rapid-aio-v23",
        "Qwen Intimate",
        "image",
        {"768X1024": 2, "1024X1280": 3},
        ("768X1024", "1024X1280"),
        references=1,
    ),
    _image("gemini-flash", "Gemini Flash", 1),
    Model("seedvr2", "SeedVR2 Upscale", "upscale", 1, factors=(2, 4)),
    Model("aura-sr", "Aura SR Upscale", "upscale", 1, factors=(4,)),
    Model(  # 12.2 credits a second, sound or none: 4 s 49, 15 s 183
        "seedance-2",
        "Seedance 2",
        "video",
        resolutions=("720p",),
        ratios=VIDEO_RATIOS,
        references=9,
        seconds=(4, 15),
        silent=Rate(0, 122),
        sounding=Rate(0, 122),
    ),
    Model(  # 3 s silent 14; 15 s with sound 101
        "kling-3-pro",
        "Kling 3 Pro",
        "video",
        seconds=(3, 15),
        last_frame=True,
        silent=Rate(0, 140, 3),
        sounding=Rate(0, 1010, 15),
    ),
    Model(  # 5 s 14; 10 s 26
        "kling-2-5-turbo-pro",
        "Kling 2.5 Turbo Pro",
        "video",
        seconds=(5, 10),
        last_frame=True,
        silent=Rate(20, 24),
    ),
    Model(  # 5 s silent 6; 10 s with sound 20
        "seedance-1-5-pro",
        "Seedance 1.5 Pro",
        "video",
        seconds=(5, 10),
        last_frame=True,
        silent=Rate(0, 12),
        sounding=Rate(0, 20),
    ),
)

MODELS: Mapping[str, Model] = {model.slug: model for model in _ROWS}
