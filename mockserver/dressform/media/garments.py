"""Garments as data: how they are cut, and of which cloth. Heights are in heads from the crown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from dressform.media.curves import Box, Fill, Shape, box
from dressform.media.palette import Cloth, chooser, cloth
from dressform.media.patterns import PRINTS, Print, plain

Neckline = Literal["round", "vee", "boat", "straps", "collar", "lapels", "roll", "hood"]
Shoes = Literal["pumps", "sneakers", "boots"]
SHORT, ELBOW, LONG = 0.30, 0.46, 0.79
"""How much of an arm, hand included, a sleeve covers."""
WAIST = 3.05
ANKLE = 0.84
"""How much of a leg ends at the ankle."""


@dataclass(frozen=True, slots=True)
class Top:
    """What covers the trunk; ``ease`` is how far it stands off the body, ``flare`` at its hem."""

    neckline: Neckline
    sleeve: float
    hem: float
    ease: float = 0.05
    flare: float = 0.0
    closing: Literal["none", "buttons", "double", "zip"] = "none"


@dataclass(frozen=True, slots=True)
class Skirt:
    """What hangs from the waist; ``flare`` is how far it spreads on either side at its hem."""

    hem: float
    flare: float


@dataclass(frozen=True, slots=True)
class Trousers:
    """Two legs, each covered up to a share of ``length``."""

    length: float
    ease: float
    flare: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of one garment, which share a cloth."""

    top: Top | None = None
    bottom: Skirt | Trousers | None = None
    belt: bool = False


@dataclass(frozen=True, slots=True)
class Fabric:
    """A cloth with its print."""

    cloth: Cloth
    pattern: Print
    spacing: float = 1.0

    def over(self, area: Box) -> tuple[Shape, ...]:
        """Return the shapes that cover ``area``."""
        ground = Fill(box(*area), self.cloth.base)
        return (ground, *self.pattern(self.cloth, area, self.spacing))


@dataclass(frozen=True, slots=True)
class Outfit:
    """The garment that is shown, and what a model wears with it."""

    garment: Cut
    fabric: Fabric
    partner: Cut
    partner_fabric: Fabric
    shoes: Shoes


def outfit(seed: int) -> Outfit:
    """Return the garment of a seed, and what goes with it."""
    choose = chooser("garment", seed)
    colours = cloth(choose)
    fabric = Fabric(colours, choose.choice(PRINTS), choose.uniform(0.85, 1.25))
    garment = choose.choice(KINDS)(choose)
    plainer = replace(colours, base=colours.plain, print=colours.base)
    return Outfit(
        garment,
        fabric,
        _partner(garment, choose),
        Fabric(plainer, plain),
        choose.choice(("pumps", "sneakers", "boots")),
    )


def _partner(garment: Cut, choose: Random) -> Cut:
    bottom = choose.choice(
        (Trousers(ANKLE, 0.03, 0.0), Trousers(0.9, 0.05, 0.08), Skirt(5.5, 0.12))
    )
    if garment.top is None:
        return Cut(
            top=Top(
                choose.choice(("round", "boat", "roll")), choose.choice((SHORT, LONG)), 3.3, 0.02
            )
        )
    if garment.top.neckline == "lapels":
        bottom = replace(bottom, length=ANKLE) if isinstance(bottom, Trousers) else bottom
        return Cut(top=Top("round", 0.0, 3.3, 0.0), bottom=bottom)
    return Cut(bottom=bottom if garment.bottom is None else None)


def _dress(choose: Random) -> Cut:
    neckline: Neckline = choose.choice(("round", "vee", "boat", "straps", "collar"))
    sleeve = 0.0 if neckline == "straps" else choose.choice((0.0, SHORT, ELBOW, LONG))
    skirt = Skirt(choose.uniform(5.1, 6.5), choose.uniform(0.15, 0.75))
    return Cut(Top(neckline, sleeve, WAIST + 0.06, 0.03), skirt, belt=choose.random() < 0.6)


def _gown(choose: Random) -> Cut:
    neckline: Neckline = choose.choice(("straps", "vee", "boat"))
    skirt = Skirt(7.6, choose.uniform(0.5, 0.95))
    return Cut(Top(neckline, 0.0, WAIST + 0.06, 0.02), skirt, belt=choose.random() < 0.7)


def _shirt(choose: Random) -> Cut:
    sleeve = choose.choice((SHORT, ELBOW, LONG))
    return Cut(Top("collar", sleeve, choose.uniform(3.9, 4.2), 0.09, 0.05, "buttons"))


def _tee(choose: Random) -> Cut:
    return Cut(
        Top(choose.choice(("round", "vee", "boat")), SHORT, choose.uniform(3.5, 4.0), 0.07, 0.03)
    )


def _pullover(choose: Random) -> Cut:
    neckline: Neckline = choose.choice(("round", "roll", "hood"))
    return Cut(Top(neckline, LONG, choose.uniform(3.7, 4.0), 0.12))


def _jacket(choose: Random) -> Cut:
    return Cut(
        Top(
            "lapels",
            LONG,
            choose.uniform(4.1, 4.4),
            0.09,
            0.06,
            choose.choice(("buttons", "double")),
        )
    )


def _bomber(choose: Random) -> Cut:
    return Cut(Top(choose.choice(("roll", "collar")), LONG, 3.6, 0.14, 0.0, "zip"))


def _coat(choose: Random) -> Cut:
    top = Top("lapels", LONG, choose.uniform(5.6, 6.5), 0.11, choose.uniform(0.15, 0.4), "double")
    return Cut(top, belt=choose.random() < 0.6)


def _trousers(choose: Random) -> Cut:
    return Cut(
        bottom=Trousers(ANKLE, choose.uniform(0.03, 0.09), choose.uniform(0.0, 0.2)), belt=True
    )


def _skirt(choose: Random) -> Cut:
    return Cut(
        bottom=Skirt(choose.uniform(4.9, 6.8), choose.uniform(0.1, 0.9)), belt=choose.random() < 0.5
    )


def _jumpsuit(choose: Random) -> Cut:
    top = Top(choose.choice(("vee", "collar", "straps")), 0.0, WAIST + 0.06, 0.04)
    sleeve = 0.0 if top.neckline == "straps" else choose.choice((0.0, SHORT, LONG))
    return Cut(replace(top, sleeve=sleeve), Trousers(ANKLE, 0.09, 0.12), belt=True)


KINDS: tuple[Callable[[Random], Cut], ...] = (
    _dress, _dress, _gown, _shirt, _tee, _pullover, _jacket, _bomber, _coat, _trousers, _skirt,
    _jumpsuit,
)  # fmt: skip
