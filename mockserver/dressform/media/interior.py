"""Motifs from indoors and from the street; each decorates a wall of some width and height."""

from collections.abc import Iterator
from math import cos, sin, tau
from random import Random

from dressform.media.curves import (
    At,
    Disc,
    Fill,
    Path,
    Shape,
    arc,
    box,
    polygon,
    rounded,
)
from dressform.media.nature import branch
from dressform.media.palette import Wall, clear, darker, lighter, soft


def arches(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Nest three arches in the middle, with a niche on either side."""
    radius = min(w * 0.36, h * 0.42)
    tints = (soft(colours, 0.35), soft(colours, 0.6), soft(colours, 0.85))
    for side in (-1, 1):
        x = w / 2 + side * radius * choose.uniform(1.7, 2.1)
        yield Fill(
            _arch(x, h, radius * 0.62, h * choose.uniform(0.4, 0.6)), clear(colours.second, 150)
        )
    for ring, tint in enumerate(tints):
        size = radius * (1 - 0.2 * ring)
        yield Fill(_arch(w / 2, h, size, h * (0.93 - 0.07 * ring)), tint)


def _arch(x: float, base: float, radius: float, high: float) -> Path:
    top = base - high + radius
    curve = arc(x, top, radius, radius, 0.5, 1.0)
    return (curve, (curve[-1], (x + radius, base)), ((x + radius, base), (x - radius, base)))


def window(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Throw a window's light on the wall, between two plants."""
    light, size = clear(lighter(colours.above, 0.75), 130), min(w * 0.5, h * 0.55)
    x, y, slant = w * choose.uniform(0.16, 0.3), h * 0.10, size * 0.35
    for column in range(2):
        for row in range(3):
            left, top = x + column * size * 0.48, y + row * size * 0.46 + column * slant * 0.48
            wide, deep = size * 0.43, size * 0.41
            yield Fill(
                polygon(
                    (left, top),
                    (left + wide, top + slant * 0.43),
                    (left + wide, top + slant * 0.43 + deep),
                    (left, top + deep),
                ),
                light,
            )
    yield from branch(w * 0.86, h, -h * 0.62, soft(colours, 0.9), choose)
    yield from branch(w * 0.92, h, -h * 0.44, clear(colours.second, 255), choose)


def panels(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Hang striped wallpaper above a dado."""
    step = h * choose.uniform(0.16, 0.24)
    x = (w / 2) % step - step
    while x < w:
        yield Fill(box(x, 0, x + step / 2, h), clear(colours.motif, 70))
        x += step
    yield Fill(box(0, h * 0.78, w, h), soft(colours, 0.7))
    yield Fill(box(0, h * 0.775, w, h * 0.79), lighter(colours.below, 0.3))


def curtain(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Open a curtain."""
    wide = max(w * 0.22, h * 0.12)
    yield Fill(
        rounded(wide * 0.9, h * 0.08, w - wide * 0.9, h * 1.2, h * 0.04), soft(colours, 0.35)
    )
    for side in (0, 1):
        for fold in range(5):
            left = fold * wide / 5
            tint = darker(colours.second, 0.06 * (fold % 2 + 1) + 0.04 * fold)
            outline: Path = (
                ((left, 0), (left + wide / 4.6, 0)),
                ((left + wide / 4.6, 0), (left + wide / 5, h * 0.5), (left + wide / 4.2, h)),
                ((left + wide / 4.2, h), (left, h)),
            )
            yield At(w if side else 0, 0, 1.0, (Fill(outline, tint),), -1 if side else 1)


def skyline(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Show a town at dusk, behind glass."""
    yield Disc(w * choose.uniform(0.2, 0.8), h * 0.25, h * 0.12, h * 0.12, colours.second)
    for share, high in ((0.35, 0.62), (0.7, 0.40)):
        x = -h * 0.05
        while x < w:
            wide, tall = h * choose.uniform(0.09, 0.17), h * high * choose.uniform(0.6, 1.1)
            yield Fill(box(x, h - tall, x + wide, h), soft(colours, share))
            for row in range(int(tall / (h * 0.06))):
                for column in range(2):
                    left, top = (
                        x + wide * (0.22 + 0.36 * column),
                        h - tall + h * (0.03 + 0.06 * row),
                    )
                    if choose.random() < 0.6:
                        yield Fill(
                            box(left, top, left + wide * 0.2, top + h * 0.03),
                            clear(colours.above, 150),
                        )
            x += wide * 1.08


def terrazzo(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Scatter chips of stone."""
    size = min(w, h) * 0.035
    tints = (colours.motif, colours.second, lighter(colours.above, 0.6), colours.floor)
    for _ in range(round(w * h / (size * size * 22))):
        x, y, start = choose.uniform(0, w), choose.uniform(0, h), choose.random()
        corners = ((size * choose.uniform(0.45, 1.0), tau * (start + at / 6)) for at in range(6))
        chip = polygon(*((x + far * cos(turn), y + far * sin(turn) * 0.8) for far, turn in corners))
        yield Fill(chip, clear(choose.choice(tints), 200))


def diagonal(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Divide the wall by a slanting band."""
    high, low = h * choose.uniform(0.1, 0.4), h * choose.uniform(0.6, 0.9)
    yield Fill(polygon((0, low), (w, high), (w, h), (0, h)), soft(colours, 0.6))
    band = h * 0.06
    yield Fill(
        polygon((0, low - band * 2), (w, high - band * 2), (w, high - band), (0, low - band)),
        colours.second,
    )


def tiles(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Lay a chequered floor."""
    step = min(w, h) / choose.choice((5, 6, 7))
    for row in range(int(h / step) + 1):
        for column in range(int(w / step) + 2):
            if (row + column) % 2:
                x, y = column * step + (w / 2) % step - step, row * step
                yield Fill(box(x, y, x + step, y + step), clear(colours.motif, 60))


def rings(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Paint three rings round the middle."""
    size = min(w, h)
    for ring, share in enumerate((0.62, 0.50, 0.38)):
        tint = colours.second if ring == 1 else soft(colours, 0.4 + 0.25 * ring)
        yield Disc(w / 2, h * 0.46, size * share, size * share, tint)


def rays(colours: Wall, choose: Random, w: float, h: float) -> Iterator[Shape]:
    """Send rays out from a disc in the middle."""
    reach, start, count = w + h, choose.random(), choose.choice((12, 16, 20))
    for at in range(count):
        one, two = tau * (start + at / count), tau * (start + (at + 0.5) / count)
        x, y = w / 2, h * 0.46
        yield Fill(
            polygon(
                (x, y),
                (x + reach * cos(one), y + reach * sin(one)),
                (x + reach * cos(two), y + reach * sin(two)),
            ),
            clear(colours.motif, 110),
        )
    yield Disc(w / 2, h * 0.46, min(w, h) * 0.40, min(w, h) * 0.40, soft(colours, 0.7))
