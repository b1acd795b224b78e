"""Nextry's tools, and the types of generation that each offers.

Sources: nextry.txt, "1) Get Available Tools". What types there are is inferred: each tool has one
that goes by the tool's own name, as in the observed history, and a few more.
"""

from dataclasses import dataclass
from random import Random
from typing import Literal

from dressform.engine.ids import uuid4

Subject = Literal["model", "garment"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the list shows it; `subject` is what its results show, `half` of a person only."""

    group: str
    slug: str
    title: str
    subject: Subject
    half: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """A type of generation: the same id in every account."""

    id: str
    slug: str
    title: str
    tool: Tool


_TOOLS = (
    Tool("fashion", "lego_clothes", "Lego Clothes", "model"),
    Tool("fashion", "mamasfit", "MamasFit", "model"),
    Tool("fashion", "lengerie", "Lengerie", "model"),
    Tool("fashion", "fashion_card", "Fashion Card", "garment"),
    Tool("fashion", "fashion_swap", "Fashion Swap", "model"),
    Tool("fashion", "fashion_swap_half", "Fashion Swap Half", "model", half=True),
    Tool("interior", "furniture", "Furniture", "garment"),
    Tool("textile", "fabric", "Fabric", "garment"),
    Tool("default", "default", "Default", "garment"),
)

_MORE = {
    "fashion": ("Studio", "Street", "Catalogue"),
    "interior": ("Living Room", "Showroom"),
    "textile": ("Drape", "Close-up"),
    "default": (),
}


def _type(tool: Tool, style: str = "") -> Type:
    title = f"{tool.title} {style}".strip()
    slug = f"{tool.slug} {style}".strip().lower().replace(" ", "_").replace("-", "_")
    return Type(uuid4(Random(f"nextry/{slug}")), slug, title, tool)


TOOLS = {tool.slug: tool for tool in _TOOLS}
"""By the name that a request gives, in the order of the page."""

TYPES = {
    tool.slug: (_type(tool), *(_type(tool, style) for style in _MORE[tool.group]))
    for tool in _TOOLS
}
"""By tool; the first is that of a request which names none."""

TYPES_BY_ID = {each.id: each for types in TYPES.values() for each in types}
