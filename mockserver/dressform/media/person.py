"""What makes a person recognisable."""

from dataclasses import dataclass
from random import Random

from dressform.media.curves import Colour
from dressform.media.hair import STYLES, Hair
from dressform.media.palette import HAIRS, SKINS, colour, mix

IRISES = ("4a3326", "3d5c4a", "3f5f7f", "2b2422")
LIPS = colour("b8434a")


@dataclass(frozen=True, slots=True)
class Looks:
    """What makes a person recognisable."""

    skin: Colour
    hair: Colour
    style: Hair
    iris: Colour
    lips: Colour
    beard: bool
    glasses: bool
    earrings: bool


def looks(choose: Random) -> Looks:
    """Choose how a person looks."""
    skin = colour(choose.choice(SKINS))
    style = choose.choice(STYLES)
    short = not style.behind
    return Looks(
        skin=skin,
        hair=colour(choose.choice(HAIRS)),
        style=style,
        iris=colour(choose.choice(IRISES)),
        lips=mix(skin, LIPS, 0.35 if short else choose.uniform(0.5, 0.85)),
        beard=short and choose.random() < 0.5,
        glasses=choose.random() < 0.2,
        earrings=not short and choose.random() < 0.5,
    )
