"""Motifs from outdoors: sun, hills and plants; each decorates a wall of some width and height."""

from collections.abc import Iterator
from math import cos, pi, sin, tau
from random import Random

from dressform.media.curves import Colour, Disc, Fill, Path, Point, Shape, stroke
from dressform.media.palette import Wall, clear, darker, soft


def sunrise(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Let the sun rise over hills."""
    radius = min(w * 0.42, h * 0.36)
    x, y = w * choose.uniform(0.42, 0.58), h * choose.uniform(0.40, 0.50)
    yield Disc(x, y, radius * 1.28, radius * 1.28, clear(colours.second, 70))
    yield Disc(x, y, radius, radius, clear(colours.second, 255))
    yield from hills(colours, choose, w, h)


def hills(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Roll hills, one behind the other."""
    for layer, share in enumerate((0.35, 0.6, 0.85)):
        level, swell = h * (0.66 + 0.11 * layer), h * 0.07
        phase, waves = choose.random(), choose.uniform(0.7, 1.3) * max(1.0, w / h)
        ridge = tuple(
            (w * at / 24, level + swell * sin(tau * (phase + waves * at / 24))) for at in range(25)
        )
        yield Fill((ridge, (ridge[-1], (w, h)), ((w, h), (0, h))), soft(colours, share))


def plants(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Grow plants at the foot of the wall, higher towards its sides."""
    radius = min(w, h) * 0.38
    yield Disc(w / 2, h * 0.48, radius, radius, soft(colours, 0.5))
    for at in range(max(6, round(w / h * 8))):
        share = (at + choose.uniform(0.2, 0.8)) / max(6, round(w / h * 8))
        tint = choose.choice((soft(colours, 0.75), soft(colours, 1.0), colours.second))
        edge = abs(share - 0.5) * 2
        yield from branch(
            w * share, h * 1.02, -h * (0.18 + 0.42 * edge * choose.uniform(0.7, 1)), tint, choose
        )


def shadows(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Throw the shadows of plants that stand out of sight."""
    tint = clear(darker(colours.below, 0.5), 60)
    for share, lift in ((0.02, 0.9), (0.16, 0.6), (0.84, 0.65), (0.98, 0.95)):
        yield from branch(w * share, h * 1.05, -h * lift, tint, choose)


def branch(x: float, y: float, rise: float, tint: Colour, choose: Random) -> Iterator[Shape]:
    """Grow a stem with leaves from (x, y); a negative ``rise`` goes up."""
    lean = abs(rise) * choose.uniform(-0.18, 0.18)
    stem = ((x, y), (x + lean * 0.4, y + rise * 0.5), (x + lean, y + rise))
    yield Fill(stroke(stem, abs(rise) * 0.018, 0.4), tint)
    for at in range(1, 8):
        t = at / 7
        px, py, size = x + lean * t, y + rise * t, abs(rise) * 0.17 * (1.15 - 0.6 * t)
        for side in (-1, 1):
            yield Fill(_leaf(px, py, size, side), tint)


def _leaf(x: float, y: float, size: float, side: int) -> Path:
    angle = -pi / 2 + side * 0.95
    dx, dy = cos(angle) * size, sin(angle) * size
    tip: Point = (x + dx, y + dy)
    return (
        ((x, y), (x + dx * 0.5 - dy * 0.24, y + dy * 0.5 + dx * 0.24), tip),
        (tip, (x + dx * 0.5 + dy * 0.24, y + dy * 0.5 - dx * 0.24), (x, y)),
    )
