"""What a picture or a clip shows: plain data that costs nothing to import."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen. Equal seeds look alike in every picture."""

    subject: Literal["model", "garment", "portrait"]
    """A person who wears the garment, the garment laid flat, or an avatar's head and shoulders."""
    garment: int
    """Seed of the garment: its kind, colours and pattern."""
    person: int
    """Seed of the person: skin, hair, build and pose."""
    backdrop: int
    """Seed of the background: its colours and motif."""
    view: Literal["front", "back", "side"] = "front"
    """From where a person is seen; a garment laid flat has no side, and shows its front."""
    crop: Literal["full", "upper"] = "full"
    """How much of a model is seen: from head to toe, or down to the hips."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The words in the band at the bottom: any Unicode, any length."""

    title: str
    prompt: str
    facts: tuple[tuple[str, str], ...]
    """Names and values, the most telling first: those that find no room are left out."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still of exactly ``width`` x ``height`` pixels."""

    width: int
    height: int
    format: Literal["png", "jpeg", "webp"]
    scene: Scene
    caption: Caption
    insets: tuple[bytes, ...] = ()
    """Uploaded images to show inside the picture; an unreadable one becomes a crossed card."""


@dataclass(frozen=True, slots=True)
class Clip:
    """An MP4 that opens with ``picture``, whose width and height must be even."""

    picture: Picture
    seconds: int
    audio: bool
    frames_per_second: int = 24


class MissingVideoSupport(Exception):
    """A clip was asked for, and PyAV is not installed."""

    def __init__(self) -> None:
        super().__init__("a video needs PyAV: pip install 'dressform[video]'")


def content_type(spec: Picture | Clip) -> str:
    """Return the media type of what ``render`` makes of ``spec``."""
    return "video/mp4" if isinstance(spec, Clip) else f"image/{spec.format}"


def suffix(spec: Picture | Clip) -> str:
    """Return the usual end of a file name for ``spec``, with its dot."""
    if isinstance(spec, Clip):
        return ".mp4"
    return ".jpg" if spec.format == "jpeg" else f".{spec.format}"
