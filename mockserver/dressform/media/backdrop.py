"""Backgrounds: a wall with a motif, and a floor or a table; in pixels of the stage."""

from collections.abc import Callable, Iterator
from random import Random

from dressform.media.curves import Fade, Fill, Shape, box
from dressform.media.interior import (
    arches,
    curtain,
    diagonal,
    panels,
    rays,
    rings,
    skyline,
    terrazzo,
    tiles,
    window,
)
from dressform.media.nature import hills, plants, shadows, sunrise
from dressform.media.palette import Wall, chooser, darker, wall

HORIZON = 0.84
"""Where a studio's wall meets its floor, as a share of the stage's height."""
Motif = Callable[[Wall, Random, float, float], Iterator[Shape]]
"""Decorate a wall of some width and height."""

ROOMS: tuple[Motif, ...] = (
    arches, sunrise, hills, window, plants, panels, curtain, skyline, terrazzo, diagonal,
)  # fmt: skip
TABLES: tuple[Motif, ...] = (terrazzo, diagonal, shadows, tiles, panels)
HALOS: tuple[Motif, ...] = (rings, rays, arches, plants, diagonal, sunrise, shadows)


def studio(seed: int, width: float, height: float) -> tuple[Shape, ...]:
    """Return a room to stand in."""
    choose = chooser("backdrop", seed)
    colours = wall(choose)
    level = height * HORIZON
    motif = choose.choice(ROOMS)
    return (
        Fade(0, 0, width, level, colours.above, colours.below),
        *motif(colours, choose, width, level),
        Fade(0, level, width, height, colours.floor, darker(colours.floor, 0.14)),
        Fill(box(0, level, width, level + height * 0.006), darker(colours.floor, 0.18)),
    )


def surface(seed: int, width: float, height: float) -> tuple[Shape, ...]:
    """Return a table top, seen from above."""
    choose = chooser("backdrop", seed)
    colours = wall(choose)
    motif = choose.choice(TABLES)
    return (
        Fade(0, 0, width, height, colours.above, colours.below),
        *motif(colours, choose, width, height),
    )


def halo(seed: int, width: float, height: float) -> tuple[Shape, ...]:
    """Return what stands behind a portrait."""
    choose = chooser("backdrop", seed)
    colours = wall(choose)
    motif = choose.choice(HALOS)
    return (
        Fade(0, 0, width, height, colours.above, colours.below),
        *motif(colours, choose, width, height),
    )
